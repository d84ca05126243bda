/* Single keys on the pages of the review queue: a, r, m, n press what bears them. Nothing here is needed:
   every key has its button or link. The switch on the page is remembered (WCAG 2.1.4). */
"use strict";

const STORED = "phaseline.review.keys";
const box = document.querySelector("[data-keys]");
const keySwitch = document.querySelector("[data-keys-switch]");

function remembered() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // then it holds for this page alone
  }
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
}

function press(control) {
  if (control.tagName === "SUMMARY") {
    const details = control.parentElement;
    details.open = !details.open;
    const field = details.querySelector("input:not([type=hidden]), select, textarea");
    (details.open && field ? field : control).focus();
  } else {
    control.click();
  }
}

if (box && keySwitch) {
  box.hidden = false;
  keySwitch.checked = remembered();
  keySwitch.addEventListener("change", () => remember(keySwitch.checked));
  document.addEventListener("keydown", (event) => {
    if (!keySwitch.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (control) {
      event.preventDefault();
      press(control);
    }
  });
}
