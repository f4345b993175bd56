// The board: cards are dragged into themes, and what others move is seen within seconds. Without this the form does it all.
const PAUSE = 3000;
const said = document.getElementById("board-said");
let dragged = null;

const board = () => document.getElementById("board");
const places = () => [...board().querySelectorAll("[data-theme-id]")];
const slips = (id) => [...board().querySelectorAll(`[data-card="${id}"]`)];

function say(words) {
  said.textContent = words;
  said.hidden = !words;
}

function count() {
  for (const place of places()) {
    place.querySelector(".board__count").textContent = place.querySelectorAll("[data-card]").length;
  }
}

function put({ id, themes, html }) {
  const ticked = slips(id).some((slip) => slip.querySelector("input")?.checked);
  for (const slip of slips(id)) slip.remove();
  for (const theme of themes.length ? themes : [0]) {
    const list = board().querySelector(`[data-theme-id="${theme}"] ul`);
    list?.insertAdjacentHTML("beforeend", html);
    const box = list?.lastElementChild?.querySelector("input");
    if (box) box.checked = ticked;
  }
}

async function reload() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  if (!fresh) return;
  const ticked = [...board().querySelectorAll("[name=card]:checked")].map((box) => box.value);
  const name = board().elements.name?.value;
  board().replaceWith(document.importNode(fresh, true));
  for (const value of ticked) for (const slip of slips(value)) slip.querySelector("input").checked = true;
  if (name) board().elements.name.value = name;
}

async function look() {
  const { changes, edition } = board().dataset;
  const answer = await fetch(`${changes}?since=${edition}`).catch(() => null);
  if (answer?.status !== 200) return;
  const found = await answer.json();
  if (dragged) return;
  if (found.is_rearranged) {
    if (!board().contains(document.activeElement) || document.activeElement.type === "checkbox") await reload();
    return;
  }
  for (const card of found.cards) put(card);
  count();
  board().dataset.edition = board().elements.edition.value = found.edition;
}

async function move(card, theme, cameFrom) {
  const sent = new URLSearchParams({ card, theme, came_from: cameFrom || "", edition: board().dataset.edition });
  sent.set("csrf_token", board().elements.csrf_token.value);
  const answer = await fetch(board().action, { method: "POST", body: sent, headers: { Accept: "application/json" } }).catch(() => null);
  const words = answer?.headers.get("Content-Type")?.includes("json") ? (await answer.json()).said : board().dataset.lost;
  say(words);
  await look();
}

document.addEventListener("dragstart", (event) => {
  const slip = event.target.closest?.("[data-card]");
  if (!slip || !board()?.contains(slip)) return;
  dragged = { card: slip.dataset.card, from: slip.closest("[data-theme-id]").dataset.themeId };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", slip.textContent);
});
document.addEventListener("dragend", () => {
  dragged = null;
  for (const place of places()) place.classList.remove("is-aimed");
});
document.addEventListener("dragover", (event) => {
  const place = dragged && event.target.closest?.("[data-theme-id]");
  if (!place) return;
  event.preventDefault();
  for (const other of places()) other.classList.toggle("is-aimed", other === place);
});
document.addEventListener("drop", (event) => {
  const place = dragged && event.target.closest?.("[data-theme-id]");
  if (!place) return;
  event.preventDefault();
  const { card, from } = dragged;
  dragged = null;
  if (place.dataset.themeId !== from) move(card, place.dataset.themeId, from);
});

if (board()) setInterval(() => document.hidden || look(), PAUSE);
