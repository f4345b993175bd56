// On every page: what a part of it needs more is fetched once somebody uses that part, sees it, or selects words.
const fetched = (part) => import(part.dataset.script).then(({ begin }) => begin?.(part)).catch(() => {});
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) { seen.unobserve(target); fetched(target); }
}, { rootMargin: "200px" });
for (const part of document.querySelectorAll("[data-script]")) {
  if (part.dataset.when === "sight") seen.observe(part);
  else if (part.dataset.when === "selection") document.addEventListener("selectionchange", () => fetched(part), { once: true });
  else part.addEventListener("focusin", () => fetched(part), { once: true });
}

// What only who writes needs: the tools of the box, and the keeping of what is typed, at once where this browser holds some.
const later = document.querySelector("[data-later]")?.dataset.later;
if (later) addEventListener("focusin", ({ target }) => target.matches("[data-markdown]") && import(later).catch(() => {}));
for (const line of document.querySelectorAll("[data-drafts]")) {
  const form = line.closest("form"), keep = () => import(line.dataset.drafts).catch(() => {});
  if (held(`draft:${document.body.dataset.who}:${form.elements.draft.value}`)) keep();
  else form.addEventListener("focusin", keep, { once: true });
}

// Remembers in this browser how a switch was left; without it every page begins with it as the address says.
for (const box of document.querySelectorAll("[data-remembered]")) {
  const key = `plenary:${box.dataset.remembered}`, left = held(key);
  if (left && !new URLSearchParams(location.search).has(box.dataset.remembered)) box.checked = left === "on";
  box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "on" : "off"));
}

// What the page has to say by itself is said once, and the button that says it without a script goes.
for (const form of document.querySelectorAll("form[data-told]")) {
  fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" }).then(() => form.remove(), () => {});
}

function held(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}
