// Keeps the live parts of a page up to date: asks for the page again for as long as its #progress says so.
async function refresh() {
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const shown of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(shown.id);
      if (fresh && !shown.contains(document.activeElement)) shown.replaceWith(document.importNode(fresh, true));
    }
  }
  wait();
}

function wait() {
  const pause = document.getElementById("progress")?.dataset.refreshes;
  if (pause) setTimeout(refresh, Number(pause));
}

wait();
