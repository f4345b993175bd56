// Offers, under a box for searching, what somebody may want: arrow keys and Enter choose, Escape closes; Enter alone searches.
let last = 0;

export function begin(box) {
  const list = document.createElement("ul");
  Object.assign(list, { className: "offers", id: `found-${(last += 1)}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.offers);
  const status = document.createElement("span");
  status.className = "sr";
  status.setAttribute("role", "status");
  box.after(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) box.setAttribute(name, value);
  let chosen = -1, asked = 0, wait = 0;

  const close = () => { clearTimeout(wait); asked += 1; chosen = -1; list.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
  const choose = (n) => {
    const { children } = list;
    chosen = (n + children.length) % children.length;
    [...children].forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
    children[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", children[chosen].id);
  };

  async function ask(typed) {
    const mine = (asked += 1);
    const answer = await fetch(`${box.dataset.completed}?${new URLSearchParams({ q: typed })}`, { redirect: "error" }).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (mine !== asked || document.activeElement !== box) return;
    if (!found.length) return close();
    list.replaceChildren(...found.map(({ name, more, to }, n) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${n}`, textContent: name });
      option.setAttribute("role", "option");
      option.dataset.to = to;
      if (more) { const small = document.createElement("small"); small.textContent = more; option.append(small); }
      option.addEventListener("click", () => location.assign(to));
      return option;
    }));
    chosen = -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    status.textContent = box.dataset.found.replace("{n}", found.length);
  }

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the box
  box.addEventListener("blur", close);
  box.addEventListener("input", () => {
    close();
    const typed = box.value;
    if (typed.trim().length > 1) wait = setTimeout(() => ask(typed), 120);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.to);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
