// Shows what is like the page, or like what somebody is writing: a part of a page that the server makes.
export function begin(part) {
  return part.matches("form") ? whileWriting(part) : once(part);
}

async function once(part) {
  const answer = await fetch(part.dataset.similar, { headers: { "X-Part": "1" } });
  const found = answer.ok ? parsed(await answer.text()) : null;
  if (found) part.querySelector("p").before(found);
  else if (answer.ok) part.hidden = true;
}

function whileWriting(form) {
  const place = form.querySelector("[data-alike]"), shown = place.querySelector("div");
  let wait = 0, asked = 0, before = "";
  const ask = async () => {
    const said = [...form.querySelectorAll("input[type=text], textarea")].map(({ value }) => value).join("\n").trim();
    if (said === before || said.split(/\s+/).length < 3) return;
    before = said;
    const mine = (asked += 1);
    const body = new URLSearchParams({ text: said.slice(0, 5000), csrf_token: form.elements.csrf_token.value });
    const answer = await fetch(place.dataset.alike, { method: "POST", body, redirect: "error" }).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const found = parsed(await answer.text());
    place.hidden = !found;
    shown.replaceChildren(...(found ? [found] : []));
  };
  form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(ask, 600); });
  ask();
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("ul");
}
