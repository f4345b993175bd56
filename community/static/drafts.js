// Keeps what is typed into a form: on the server every few seconds, in this browser while the server can't be reached.
// Without it a form works as well, and what is refused is shown again.
const PAUSE = 3000, AGAIN = 15000, SEEN = 20000, DAYS = 90 * 86400000, OWN = ["csrf_token"];

for (const line of document.querySelectorAll("[data-keeps]")) keep(line.closest("form"), line);
for (const box of document.querySelectorAll("[data-presence]")) bePresent(box);

function keep(form, line) {
  const say = line.dataset, name = `draft:${document.body.dataset.who}:${form.elements.draft.value}`;
  let kept = typed(form), wait = 0, isSure = false, isSending = null;

  const later = (pause) => { clearTimeout(wait); wait = setTimeout(save, pause); };
  const here = () => read(name);
  const holdHere = () => write(name, { at: Date.now(), text: typed(form) });

  // Says whether the server has it: true, or why not: "offline", "signed-out", "refused".
  async function save() {
    clearTimeout(wait);
    if (isSending) await isSending;
    const text = typed(form);
    if (text === kept) return true;
    if (say.offered) { holdHere(); line.textContent = say.undecided; return true; }
    isSending = send(say.keeps, form, text);
    const answer = await isSending;
    isSending = null;
    if (answer.ok) {
      kept = text;
      forget(name);
      line.textContent = (await answer.json()).said;
      if (typed(form) !== kept) later(PAUSE);
      return true;
    }
    holdHere();
    const why = !answer.status ? "offline" : answer.status === 401 ? "signed-out" : "refused";
    line.textContent = say[{ offline: "offline", "signed-out": "signedOut", refused: "refused" }[why]];
    if (why === "signed-out") line.append(" ", link(say.signIn, say.signInLabel));
    later(AGAIN);
    return why;
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  addEventListener("online", async () => { if (typed(form) !== kept && await save() === true) line.textContent = say.back; });
  addEventListener("pageshow", () => { isSure = false; });
  addEventListener("pagehide", () => {
    if (isSure || typed(form) === kept) return;
    holdHere();
    if (!say.offered) navigator.sendBeacon(say.keeps, body(form, typed(form)));
  });
  // Sent only once the server has what is typed: so nothing depends on what becomes of the page that follows.
  form.addEventListener("submit", async (event) => {
    if (isSure || (typed(form) === kept && navigator.onLine)) { isSure = true; return; }
    const button = event.submitter;
    event.preventDefault();
    const outcome = typed(form) === kept ? "offline" : await save();
    if (outcome === "offline" || outcome === "signed-out") {
      line.textContent ||= say.offline;
      line.scrollIntoView({ block: "center" });
      return;
    }
    isSure = true;
    form.requestSubmit(button);
  });

  bringBack();
  async function bringBack() {
    const found = here();
    if (!found) return;
    if (found.text === kept || Date.now() - found.at > DAYS) { forget(name); return; }
    if (!say.offered && !new URLSearchParams(location.search).has("draft")) {
      const answer = await send(say.keeps, form, found.text);
      if (answer.ok) { forget(name); location.reload(); return; }
    }
    line.after(box(say, found.text, () => forget(name)));
  }
}

function bePresent(box) {
  const token = document.querySelector("form [name=csrf_token]");
  async function tell() {
    if (document.visibilityState === "visible") {
      const answer = await post(box.dataset.presence, new URLSearchParams({ csrf_token: token.value }));
      if (answer.ok) {
        const { said } = await answer.json();
        box.hidden = !said;
        box.querySelector("[role=status]").textContent = said;
      }
    }
    setTimeout(tell, SEEN);
  }
  tell();
}

// What is typed, as one text that can be compared and sent.
function typed(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.includes(name));
  return new URLSearchParams(pairs.map(([name, value]) => [name, value.replace(/\r\n?/g, "\n")])).toString();
}

function body(form, text) {
  const sent = new URLSearchParams(text);
  sent.set("csrf_token", form.elements.csrf_token.value);
  return sent;
}

async function send(address, form, text) {
  const answer = await post(address, body(form, text));
  if (answer.status !== 400) return answer;
  const page = await fetch(location.href).catch(() => null); // another sign-in, another token
  const fresh = page?.ok && !page.redirected && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form [name=csrf_token]");
  if (!fresh) return page?.redirected ? { status: 401 } : answer;
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = fresh.value;
  return post(address, body(form, text));
}

async function post(address, sent) {
  return fetch(address, { method: "POST", body: sent, redirect: "manual" }).catch(() => ({ ok: false, status: 0 }));
}

function link(address, label) {
  const made = document.createElement("a");
  const next = new URL(address, location.href);
  next.searchParams.set("next", location.pathname);
  Object.assign(made, { href: next, textContent: label, target: "_blank", rel: "noopener" });
  return made;
}

// An earlier text that only this browser has: to be copied, or thrown away.
function box(say, text, drop) {
  const made = document.createElement("details"), summary = document.createElement("summary");
  summary.textContent = say.local;
  made.append(summary);
  for (const [name, value] of new URLSearchParams(text)) {
    if (!value.trim() || name === "draft" || name === "based_on") continue;
    const area = document.createElement("textarea");
    Object.assign(area, { className: "textarea textarea--low", readOnly: true, value });
    area.setAttribute("aria-label", name);
    made.append(area);
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--quiet", textContent: say.drop });
  button.addEventListener("click", () => { drop(); made.remove(); });
  made.append(button);
  made.className = "more";
  return made;
}

function read(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function write(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* it is full, or not allowed: the page still holds it */ }
}

function forget(name) {
  try { localStorage.removeItem(name); } catch { /* not allowed, so nothing is there */ }
}
