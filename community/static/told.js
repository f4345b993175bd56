/* Who comes from a letter has read what it told: this sends the form that says so, and takes it off the page. */
const form = document.getElementById("told");
if (form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.ok || answer.type === "opaqueredirect") {
    form.remove();
    const here = new URL(location.href);
    here.searchParams.delete("told");
    history.replaceState(history.state, "", here);
  }
}
