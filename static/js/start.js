/* What every part uses. The parts are joined into one scope; without them every page still works.
   Syntax and interfaces: Chromium 80. */
const page = document;
const root = page.documentElement;
const find = (selector, within) => (within || page).querySelector(selector);
const all = (selector, within) => Array.from((within || page).querySelectorAll(selector));
const on = (event, act, early) => page.addEventListener(event, act, early);

// Call act(element, event) when something matching the selector, or inside it, is clicked.
const onClick = (selector, act) =>
  on("click", (event) => {
    const hit = event.target.closest && event.target.closest(selector);
    if (hit) act(hit, event);
  });

root.classList.add("has-js");
