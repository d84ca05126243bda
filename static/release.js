/* The release page: kinds of marks that were switched off are remembered, proofs framed whole, facts tied to their
   places. Links and switches work without this. */

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

/* A proof is often cut in pieces by bold words or line ends; CSS finds the first alone, so that is framed here. */

const piecesOf = (id) => (id ? document.querySelectorAll(`#${CSS.escape(id)}, mark[data-of="${CSS.escape(id)}"]`) : []);

function frame() {
  for (const piece of document.querySelectorAll("mark.framed")) piece.classList.remove("framed");
  for (const piece of piecesOf(location.hash.slice(1))) piece.classList.add("framed");
}

addEventListener("hashchange", frame);
frame();

/* A thin line leads from the fact that is pointed at or focused to its place, as long as both are beside each other. */

const SVG = "http://www.w3.org/2000/svg";
const thread = document.createElementNS(SVG, "svg");
const line = document.createElementNS(SVG, "path");
thread.classList.add("thread");
thread.setAttribute("aria-hidden", "true");
thread.append(line);
document.body.append(thread);

let pointing = null;

function draw() {
  const [first] = piecesOf(pointing?.hash.slice(1));
  const place = first?.getClientRects()[0]; // none within a fold that is closed
  const fact = pointing?.getClientRects()[0];
  if (!place || !fact) {
    line.removeAttribute("d");
    return;
  }
  const gutter = document.querySelector("#text").getBoundingClientRect().right + 16;
  const from = fact.top + fact.height / 2;
  const to = place.top + place.height / 2;
  const seen = to > 0 && to < innerHeight;
  const height = Math.min(Math.max(to, 0), innerHeight);
  line.setAttribute("d", `M${fact.left - 4} ${from}H${gutter}V${height}${seen ? `H${place.right + 2}` : ""}`);
}

function point(link) {
  if (link === pointing) return;
  for (const piece of document.querySelectorAll("mark.pointed")) piece.classList.remove("pointed");
  pointing = link;
  for (const piece of piecesOf(link?.hash.slice(1))) piece.classList.add("pointed");
  draw();
}

const factOf = (target) => target.closest?.('.facts a[href^="#p"]') ?? null;

addEventListener("pointerover", (event) => point(factOf(event.target)));
addEventListener("focusin", (event) => point(factOf(event.target)));
addEventListener("scroll", draw, { capture: true, passive: true });
addEventListener("resize", draw);
