/* Django leaves heads of columns empty where there is nothing to say; an empty head is none. */

for (const head of document.querySelectorAll("thead th")) {
  if (head.textContent.trim() || head.children.length) continue;
  const cell = document.createElement("td");
  cell.className = head.className;
  head.replaceWith(cell);
}
