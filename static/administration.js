/* Django leaves heads of columns empty where there is nothing to say; an empty head is none. */

for (const head of document.querySelectorAll("thead th")) {
  if (head.textContent.trim() || head.children.length) continue;
  const cell = document.createElement("td");
  cell.className = head.className;
  head.replaceWith(cell);
}

/* Tables of rows scroll sideways on small screens: the keyboard must reach them. */

for (const group of document.querySelectorAll(".inline-group")) {
  const head = group.querySelector("h2");
  if (!head) continue;
  head.id ||= `${group.id}-head`;
  group.tabIndex = 0;
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", head.id);
}
