// Files into a text box: by a button, by dropping them on it, by pasting. Each goes up by itself, and its progress is told;
// what is to stand in the text is written where the cursor was. Without this script the Files page does the same.
const words = document.getElementById("uploading")?.dataset;
let last = 0;

function send(address, file, onProgress) {
  const form = new FormData();
  form.append("csrf_token", document.querySelector("input[name=csrf_token]")?.value ?? "");
  form.append("files", file, file.name || "picture");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("load", () => done(read(request)));
    request.addEventListener("error", () => done({ said: words.offline }));
    request.send(form);
  });
}

function read(request) {
  try {
    const told = JSON.parse(request.responseText);
    return told.files?.[0] ?? told;
  } catch {
    return { said: { 401: words.signedOut, 413: words.tooMuch }[request.status] ?? words.failed };
  }
}

function replace(box, former, now) {
  const at = box.value.indexOf(former);
  if (at < 0) return;
  box.setRangeText(now, at, at + former.length, "preserve");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function insert(box, text) {
  const before = box.value.slice(0, box.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  box.setRangeText(`${gap}${text}\n\n`, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

async function add(box, list, file) {
  const line = document.createElement("li");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", file.name);
  line.append(`${file.name} `, bar);
  list.append(line);
  if (file.size > Number(words.limit)) {
    line.className = "is-refused";
    line.textContent = words.tooLarge.replace("{name}", file.name);
    return;
  }
  const mark = `[${words.waiting.replace("{name}", file.name.replace(/[[\]\\]/g, " "))} ${(last += 1)}]`;
  insert(box, mark);
  const told = await send(box.dataset.files, file, (share) => (bar.value = share));
  replace(box, told.markdown ? mark : `${mark}\n\n`, told.markdown ?? "");
  line.className = told.markdown ? "" : "is-refused";
  line.textContent = told.said;
}

function equip(box) {
  const tools = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  tools.className = "adding";
  label.className = "button button--quiet";
  input.type = "file";
  input.multiple = true;
  input.className = "sr";
  const told = document.createElement("div");
  told.setAttribute("role", "status");
  told.append(list);
  label.append(input, words.button);
  tools.append(label, words.hint, told);
  box.after(tools);
  // One after the other: the order of the text is that of the choice, and a slow line is not shared.
  let queue = Promise.resolve();
  const take = (files) => [...files].forEach((file) => (queue = queue.then(() => add(box, list, file))));
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  box.addEventListener("paste", (event) => {
    // What comes from a word processor brings a picture of itself along: its text is meant.
    if (!event.clipboardData.files.length || event.clipboardData.getData("text/plain").trim()) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  box.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    box.classList.add("is-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    box.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}

if (words) document.querySelectorAll("textarea[data-files]").forEach(equip);
