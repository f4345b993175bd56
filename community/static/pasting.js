// What is pasted from a word processor or a page keeps its shape, as Markdown.
const SHAPED = /<(b|strong|i|em|s|del|a|li|h[1-6]|table|blockquote|pre|img)\b|mso-list|font-weight:\s*(bold|[6-9]00)|font-style:\s*italic/i;

export function listen(box, tools) {
  box.addEventListener("paste", (event) => paste(box, event, tools));
}

// Plain words at once, so that nothing is lost; then, in their place, the same with its shape. Undo brings the plain ones back.
async function paste(box, event, { words, say, put, post, said }) {
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
  const { selectionStart: from, selectionEnd: to } = box, isLink = /^https?:\/\/\S+$/.test(text.trim());
  if (!text.trim()) return; // a picture: see uploading.js
  if (isLink && from < to) {
    event.preventDefault();
    put(box, from, to, `[${box.value.slice(from, to)}](${text.trim()})`);
  }
  if (isLink || !SHAPED.test(html)) return;
  event.preventDefault();
  put(box, from, to, text);
  if (html.length > words.limit) return say(words.plain);
  say(words.bringing);
  const answer = await post(box, words.pastes, { html });
  const found = answer.ok ? (await answer.json()).markdown : null;
  const at = box.value.startsWith(text, from) ? from : box.value.indexOf(text);
  if (!found || at < 0) return say(found ? words.plain : await said(answer, words.plain));
  const gap = at && box.value[at - 1] !== "\n" && /^([#>|-] ?|\d+\. |```)/.test(found) ? "\n\n" : "";
  const more = gap.length + found.length - text.length, { selectionStart, selectionEnd } = box;
  const moved = (place) => (place < at + text.length ? Math.min(place, at + gap.length + found.length) : place + more);
  put(box, at, at + text.length, gap + found, moved(selectionStart), moved(selectionEnd));
  say(words.pasted);
}
