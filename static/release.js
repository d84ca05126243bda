/* Which kinds of marks a reader switched off is remembered. The switches themselves work without this. */

const STORED = "phaseline.marks.off";
const switches = [...document.querySelectorAll("[data-marks]")];

function off() {
  try {
    return new Set(JSON.parse(localStorage.getItem(STORED) ?? "[]"));
  } catch {
    return new Set(); // a browser that keeps nothing, or nonsense
  }
}

const remembered = off();
for (const box of switches) box.checked = !remembered.has(box.dataset.marks);

addEventListener("change", (event) => {
  if (!switches.includes(event.target)) return;
  const kinds = off();
  if (event.target.checked) kinds.delete(event.target.dataset.marks);
  else kinds.add(event.target.dataset.marks);
  try {
    localStorage.setItem(STORED, JSON.stringify([...kinds]));
  } catch {
    // then it holds for this page alone
  }
});
