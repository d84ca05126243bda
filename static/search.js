/* The living search: results change without a new page, names are offered while typing, "/" leads to the box.
   Nothing here is needed: every form and link works without it. */

const box = document.querySelector("#q");
const form = document.querySelector("#search");
const main = document.querySelector("#main");

/* --- results without a new page -------------------------------------------------------------------- */

const told = document.createElement("p"); // outside of what is exchanged, so that it is heard (WCAG 4.1.3)
told.className = "unseen";
told.setAttribute("role", "status");
document.body.append(told);

let asking = null;

const isSearch = (url) => url.origin === location.origin && url.pathname === form.getAttribute("action");
const isResults = () => main.querySelector("[data-results]") !== null;

async function show(url, { push = true, focus = null } = {}) {
  asking?.abort();
  asking = new AbortController();
  let page;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: asking.signal });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return;
  }
  const fresh = page.querySelector("#main");
  if (!fresh) {
    location.assign(url);
    return;
  }
  const open = openFolds();
  if (push) history.pushState({ results: true }, "", url);
  main.replaceChildren(...fresh.childNodes);
  document.title = page.title;
  box.value = page.querySelector("#q")?.value ?? "";
  for (const place of open) main.querySelector(place)?.setAttribute("open", "");
  told.textContent = main.querySelector("h1, [data-results] h2")?.textContent ?? document.title;
  settle(focus);
}

function openFolds() {
  return main.querySelector("details.filters[open]") ? ["details.filters"] : [];
}

/* Keep the focus where it was, if that is still there; else go to the beginning of the results. */
function settle(focus) {
  const again = focus && main.querySelector(focus);
  if (again) {
    again.focus({ preventScroll: true });
    return;
  }
  const head = main.querySelector(".results-head h1, .results-head h2, h1");
  if (head) {
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "nearest" });
  }
}

function selectorOf(element) {
  if (!element || !main.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : element.matches(".apply button") ? ".apply button" : null;
}

form.addEventListener("submit", (event) => {
  if (!isResults()) return;
  event.preventDefault();
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form, event.submitter)) if (value !== "") asked.append(name, value);
  const query = asked.toString();
  close();
  show(form.getAttribute("action") + (query ? `?${query}` : ""), { focus: selectorOf(document.activeElement) });
});

main.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !isResults() || event.defaultPrevented) return;
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute("target") || link.hasAttribute("download")) return;
  const url = new URL(link.getAttribute("href"), location.href); // a link of a picture has no plain `href`
  if (!isSearch(url) || url.hash) return;
  event.preventDefault();
  show(url, { focus: link.closest(".sorts") ? selectorOf(link) : null });
});

addEventListener("popstate", () => {
  if (isSearch(new URL(location.href))) show(location.href, { push: false });
});

/* --- names offered while typing: editable combobox with list autocomplete, manual selection (WAI-ARIA APG) -- */

const PAUSE = 150; // milliseconds without a key before anything is asked

const list = document.createElement("ul");
list.id = "offered";
list.className = "offered";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Suggestions");
box.after(list);
box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

let timer = 0;
let latest = "";

async function offer() {
  const typed = box.value.trim();
  latest = typed;
  if (typed.length < 2) {
    close();
    return;
  }
  try {
    const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`);
    const [, names, kinds, urls] = await answer.json();
    if (latest === typed && document.activeElement === box) open(names, kinds, urls);
  } catch {
    close(); // suggestions are no matter for an error
  }
}

function open(names, kinds, urls) {
  list.replaceChildren(
    ...names.map((name, number) => {
      const option = document.createElement("li");
      option.id = `offered-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = urls[number];
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = kinds[number];
      option.append(name, " ", kind);
      return option;
    }),
  );
  list.hidden = names.length === 0;
  box.setAttribute("aria-expanded", String(names.length > 0));
  box.removeAttribute("aria-activedescendant");
}

function close() {
  clearTimeout(timer);
  latest = "";
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function choose(option) {
  close();
  const url = new URL(option.dataset.url, location.href);
  if (isResults() && isSearch(url)) show(url);
  else location.assign(url);
}

const active = () => list.querySelector('[aria-selected="true"]');

function move(step) {
  const options = [...list.children];
  const at = options.indexOf(active());
  const next = options[at < 0 ? (step > 0 ? 0 : options.length - 1) : at + step]; // beyond the ends: the typed text
  for (const option of options) option.setAttribute("aria-selected", String(option === next));
  if (next) {
    box.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, PAUSE);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "ArrowDown" && list.hidden) {
    offer();
  } else if (event.key === "Enter" && !list.hidden && active()) {
    event.preventDefault();
    choose(active());
  }
});

box.addEventListener("blur", () => setTimeout(close, 100));
list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose(option);
});

/* --- "/" leads to the box; the switch on the help page is remembered (WCAG 2.1.4) ------------------------- */

const STORED = "phaseline.slash";
const slashSwitch = document.querySelector("[data-slash-switch]");

function slashIsOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !slashIsOn()) return;
  if (event.target.isContentEditable || event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

if (slashSwitch) {
  slashSwitch.closest("[hidden]").hidden = false;
  slashSwitch.checked = slashIsOn();
  slashSwitch.addEventListener("change", () => {
    try {
      localStorage.setItem(STORED, slashSwitch.checked ? "on" : "off");
    } catch {
      // then it stays as it is
    }
  });
}
