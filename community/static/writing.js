// The box for long texts: a toolbar, shortcuts, lists that go on, a preview.
// Names that complete themselves and paste come with modules of their own, once somebody begins to write.
// Without it the same text is typed by hand, and the form has a preview of its own.
const words = document.getElementById("writing").dataset;
const isMac = /^(Mac|iP)/.test(navigator.platform);
const SIGN = /^\s*([-*+] |\d+[.)] |#{1,6} )/;
const TOOLS = {
  bold: ["B", (box) => wrap(box, "**")],
  italic: ["I", (box) => wrap(box, "*")],
  heading: ["", (box) => begin(box, /^#{1,6} /, () => "## ")],
  list: ["Shift+8", (box) => begin(box, /^\s*[-*+] /, () => "- ")],
  numbers: ["Shift+7", (box) => begin(box, /^\s*\d+[.)] /, (n) => `${n + 1}. `)],
  quote: ["", (box) => begin(box, /^> ?/, () => "> ")],
  link: ["K", (box) => link(box, "https://")],
  table: ["", (box) => {
    const at = block(box, `| ${words.column} | ${words.column} |\n| --- | --- |\n|  |  |\n`);
    box.setSelectionRange(at + 2, at + 2 + words.column.length);
  }],
  picture: ["", (box) => box.parentNode.querySelector(".adding input").click()],
};

document.querySelectorAll("textarea[data-markdown]").forEach(equip);
for (const button of document.querySelectorAll("button[name=preview]")) button.hidden = true; // each box has its own

function equip(box) {
  const line = make("p", { className: "sr", role: "status" });
  const pane = make("div", { className: "preview prose", hidden: true, role: "region", "aria-label": words.preview });
  const say = (text) => { line.textContent = text; };
  const bar = toolbar(box, pane, say);
  const top = box.getBoundingClientRect().top;
  box.before(bar);
  box.after(pane, line);
  box.dataset.equipped = "";
  if (document.activeElement === box) scrollBy(0, box.getBoundingClientRect().top - top); // it stays under the finger
  let isTaken = () => false;
  box.addEventListener("keydown", (event) => isTaken(event) || press(box, event));
  const load = async () => {
    const tools = { words, say, make, put, post, said };
    import(words.pasting).then(({ listen }) => listen(box, tools), () => {}); // without a line the box is a box still
    isTaken = (await import(words.completing).catch(() => null))?.complete(box, tools) ?? isTaken;
  };
  if (document.activeElement === box) load();
  else box.addEventListener("focus", load, { once: true });
}

function toolbar(box, pane, say) {
  const bar = make("div", { className: "tools", role: "toolbar", "aria-label": words.tools, "aria-controls": box.id });
  for (const [name, [keys, act]] of Object.entries(TOOLS)) {
    if (name === "picture" && !box.dataset.files) continue;
    const button = make("button", { type: "button", "aria-label": words[name], title: words[name] + shortcut(keys) });
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${words.icons}#${name}"></use></svg>`;
    button.addEventListener("click", () => { box.focus(); act(box); });
    bar.append(button);
  }
  const toggle = make("button", { type: "button", "aria-pressed": "false", textContent: words.preview });
  toggle.addEventListener("click", () => preview(box, pane, toggle, say));
  bar.append(toggle);
  const enabled = () => [...bar.children].filter((button) => !button.disabled);
  const rove = (to) => { for (const button of bar.children) button.tabIndex = button === to ? 0 : -1; };
  rove(bar.firstChild);
  bar.addEventListener("focusin", (event) => rove(event.target));
  bar.addEventListener("keydown", (event) => {
    const all = enabled(), at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length).focus();
  });
  return bar;
}

function press(box, event) {
  const { key, code, shiftKey } = event;
  if (event.isComposing || event.altKey) return;
  if (!(event.ctrlKey || event.metaKey)) {
    if (key === "Enter" && !shiftKey) goOn(box, event);
    return;
  }
  const name = shiftKey ? { Digit7: "numbers", Digit8: "list" }[code] : { b: "bold", i: "italic", k: "link" }[key.toLowerCase()];
  if (!name && key !== "Enter") return;
  event.preventDefault();
  if (name) TOOLS[name][1](box);
  else box.form.requestSubmit(box.form.querySelector(".button--main"));
}

// Writes as typing does, so that it can be undone; what doesn't fit is for the server to say, not for the box to swallow.
function put(box, from, to, text, start = from + text.length, end = start) {
  if (box.maxLength >= 0 && box.value.length - (to - from) + text.length > box.maxLength) box.removeAttribute("maxlength");
  const isActive = document.activeElement === box;
  if (isActive) box.setSelectionRange(from, to);
  if (!isActive || !document.execCommand(text ? "insertText" : "delete", false, text)) {
    box.setRangeText(text, from, to, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(start, end);
}

function wrap(box, sign) {
  const { value, selectionStart, selectionEnd } = box, n = sign.length;
  const chosen = value.slice(selectionStart, selectionEnd), text = chosen.trim();
  const a = selectionStart + (text ? chosen.indexOf(text) : 0), b = a + text.length;
  const before = /\**$/.exec(value.slice(0, a))[0].length, after = /^\**/.exec(value.slice(b))[0].length;
  const isOn = before === after && (before === n || before === 3);
  if (isOn) put(box, a - n, b + n, text, a - n, b - n);
  else put(box, a, b, sign + text + sign, a + n, b + n);
}

function begin(box, kind, sign) {
  const { value } = box, a = value.lastIndexOf("\n", box.selectionStart - 1) + 1;
  const stop = value.indexOf("\n", box.selectionEnd), b = stop < 0 ? value.length : stop;
  const rows = value.slice(a, b).split("\n"), full = rows.filter((row) => row.trim());
  const isOn = full.length > 0 && full.every((row) => kind.test(row)), isQuote = sign(0) === "> ";
  let n = 0;
  const now = rows.map((row) => {
    if (isOn) return row.replace(kind, "");
    if (!row.trim() && rows.length > 1) return isQuote ? ">" : row;
    return sign(n++) + (isQuote ? row : row.replace(SIGN, ""));
  });
  const former = value.slice(0, a).split("\n").at(-2) ?? "";
  const gap = !isOn && former.trim() && !(isQuote ? /^>/ : SIGN).test(former) ? "\n" : ""; // what stands under words belongs to them
  const text = gap + now.join("\n"), end = a + text.length;
  put(box, a, b, text, rows.length > 1 ? a + gap.length : end, end);
}

function link(box, address) {
  const { value, selectionStart: a, selectionEnd: b } = box, text = value.slice(a, b) || words.linked, at = a + text.length + 3;
  put(box, a, b, `[${text}](${address})`, a === b ? a + 1 : at, a === b ? at - 2 : at + address.length);
}

function block(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  put(box, box.selectionStart, box.selectionEnd, gap + text);
  return before.length + gap.length;
}

function goOn(box, event) {
  const { value, selectionStart: at, selectionEnd } = box, start = value.lastIndexOf("\n", at - 1) + 1;
  const [sign] = /^\s*(> ?)*([-*+] |\d+[.)] )?/.exec(value.slice(start, at));
  if (at !== selectionEnd || !sign.trim()) return;
  event.preventDefault();
  if (start + sign.length === at) put(box, start, at, "");
  else put(box, at, at, `\n${sign.replace(/\d+/, (n) => Number(n) + 1)}`);
}

async function preview(box, pane, toggle, say) {
  const isOn = toggle.getAttribute("aria-pressed") !== "true";
  if (isOn) {
    const answer = await post(box, words.previews, { text: box.value, community: box.dataset.markdown.split("/")[2] ?? "" });
    if (!answer.ok) return say(await said(answer));
    pane.innerHTML = await answer.text();
    pane.textContent.trim() || pane.append(words.empty);
  }
  toggle.setAttribute("aria-pressed", isOn);
  for (const button of toggle.parentNode.children) button.disabled = isOn && button !== toggle;
  box.hidden = isOn;
  pane.hidden = !isOn;
  if (!isOn) box.focus();
}

function make(tag, { role, ...given }) {
  const made = document.createElement(tag);
  if (role) made.setAttribute("role", role);
  for (const [name, value] of Object.entries(given)) name.startsWith("aria-") ? made.setAttribute(name, value) : (made[name] = value);
  return made;
}

function shortcut(keys) {
  return keys && ` (${isMac ? "⌘" : words.control}+${keys.replace("Shift", words.shift)})`;
}

async function post(box, address, fields) {
  const sent = new FormData();
  for (const [name, value] of Object.entries({ ...fields, csrf_token: box.form.elements.csrf_token.value })) sent.append(name, value);
  return fetch(address, { method: "POST", body: sent, redirect: "error" }).catch(() => ({ ok: false }));
}

async function said(answer, otherwise = words.failed) {
  const told = answer.json ? await answer.json().catch(() => null) : null;
  return told?.said ?? otherwise;
}
