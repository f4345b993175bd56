// Offers whom or what the words before the cursor may mean: @ and two letters, [[ and two letters.
let last = 0;

// Gives back what says of a key whether it was meant for the list.
export function complete(box, { words, say, make, put }) {
  const list = make("ul", { className: "offers", role: "listbox", id: `offers-${(last += 1)}`, hidden: true, "aria-label": words.offers });
  let offers = [], chosen = 0, asked = 0, from = 0, wait = 0;
  box.after(list);
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);

  const close = () => { clearTimeout(wait); asked += 1; list.hidden = true; box.removeAttribute("aria-activedescendant"); };
  const take = (n) => { const { selectionEnd } = box; close(); put(box, from, selectionEnd, offers[n].insert); };
  const choose = (n) => {
    chosen = (n + offers.length) % offers.length;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
    list.children[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  async function ask(kind, typed) {
    const mine = (asked += 1);
    const query = new URLSearchParams({ kind, q: typed });
    const answer = await fetch(`${box.dataset.markdown}?${query}`, { redirect: "error" }).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (mine !== asked || document.activeElement !== box) return;
    if (!found.length) return close();
    offers = found;
    list.replaceChildren(...offers.map(({ name, more }, n) => {
      const option = make("li", { role: "option", id: `${list.id}-${n}`, textContent: name });
      option.append(make("small", { textContent: more }));
      option.addEventListener("click", () => take(n));
      return option;
    }));
    list.hidden = false;
    list.style.top = `${box.offsetTop + Math.min(below(box, from, make), box.clientHeight)}px`;
    choose(0);
    say(words.found.replace("{n}", offers.length));
  }

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays in the box
  box.addEventListener("blur", close);
  box.addEventListener("input", () => {
    close();
    const before = box.value.slice(Math.max(0, box.selectionStart - 90), box.selectionStart);
    const person = /(?:^|[\s(])@([\p{L}\p{N}-]{2,40})$/u.exec(before), thing = /\[\[([^[\]\n]{2,80})$/.exec(before);
    const found = person ?? thing;
    if (!found || box.selectionStart !== box.selectionEnd) return;
    from = box.selectionStart - found[1].length - (person ? 1 : 2);
    wait = setTimeout(() => ask(person ? "people" : "things", found[1]), 150);
  });
  return (event) => {
    const { key, isComposing } = event, isPlain = !(isComposing || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey);
    if (list.hidden || !isPlain) return false;
    if (key === "ArrowDown") choose(chosen + 1);
    else if (key === "ArrowUp") choose(chosen - 1);
    else if (key === "Enter") take(chosen);
    else if (key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  };
}

// How far under the top of the box the line ends in which a character stands.
function below(box, at, make) {
  const style = getComputedStyle(box), copy = make("div", { "aria-hidden": "true" }), mark = make("span", { textContent: "." });
  for (const name of ["font", "padding", "border", "boxSizing", "width"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  copy.append(box.value.slice(0, at), mark);
  box.after(copy);
  const bottom = mark.offsetTop + mark.offsetHeight - box.scrollTop;
  copy.remove();
  return bottom;
}
