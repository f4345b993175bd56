// Remembers in this browser how a switch was left; without this script every page begins with it as the address says.
for (const box of document.querySelectorAll("[data-remembered]")) {
  const key = `plenary:${box.dataset.remembered}`;
  if (!new URLSearchParams(location.search).has(box.dataset.remembered)) {
    const left = localStorage.getItem(key);
    if (left) box.checked = left === "on";
  }
  box.addEventListener("change", () => localStorage.setItem(key, box.checked ? "on" : "off"));
}
