// Offers to mark words that were selected in a case or in a post. What they are is looked up on the server, in the saved
// text; without this script, paragraphs are ticked on the page behind "Mark".
const form = document.querySelector("form[data-selecting]");
const MOST = 4000; // characters
const AROUND = 120;
const NOISE = ".marks, .sr, .edit-section, h2";
const APART = "p, li, tr, td, th, blockquote, pre, h3, h4, h5, h6";

const words = (range) => {
  const part = range.cloneContents();
  for (const noise of part.querySelectorAll(NOISE)) noise.remove();
  for (const block of part.querySelectorAll(APART)) {
    block.prepend(" ");
    block.append(" ");
  }
  return part.textContent.replace(/\s+/g, " ");
};

const within = (node, selector) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(selector);

const blockOf = (node) => {
  let block = within(node, "[id]");
  while (block && !/^[a-z][\w-]*-\d+$/.test(block.id)) block = block.parentElement?.closest("[id]");
  return block;
};

const beside = (range, place, isBefore) => {
  const side = document.createRange();
  side.selectNodeContents(place);
  if (isBefore) side.setEnd(range.startContainer, range.startOffset);
  else side.setStart(range.endContainer, range.endOffset);
  const text = words(side);
  return isBefore ? text.slice(-AROUND) : text.slice(0, AROUND);
};

// Where the selection is: in one text that may be marked, with the address that it is sent to.
const placeOf = (range) => {
  if (form.dataset.selecting === "case") {
    const block = blockOf(range.startContainer);
    const text = block?.closest(".case");
    if (!text?.contains(range.endContainer)) return null;
    return { text: block.parentElement.closest(".prose, .question") ?? block, section: block.id.replace(/-\d+$/, "") };
  }
  const post = within(range.startContainer, ".post");
  const text = post?.querySelector(".post__body > .prose");
  const link = post?.querySelector("a[href$='/harvest']");
  if (!link || !text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  return { text, action: link.getAttribute("href").replace(/harvest$/, "passages") };
};

const offer = () => {
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const place = range && placeOf(range);
  const exact = place ? words(range).trim() : "";
  form.hidden = !exact || exact.length > MOST;
  if (form.hidden) return;
  form.elements.exact.value = exact;
  form.elements.before.value = beside(range, place.text, true);
  form.elements.after.value = beside(range, place.text, false);
  if (place.section) form.elements.section.value = place.section;
  if (place.action) form.action = place.action;
  const box = range.getBoundingClientRect();
  const left = Math.min(Math.max(box.left, 8), document.documentElement.clientWidth - form.offsetWidth - 8);
  form.style.setProperty("inset-block-start", `${box.bottom + scrollY + 8}px`);
  form.style.setProperty("inset-inline-start", `${left + scrollX}px`);
};

let waiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") form.hidden = true;
});
// What is pressed must not lose the selection before it is sent.
form.addEventListener("pointerdown", (event) => event.preventDefault());
offer();
