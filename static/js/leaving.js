// What was typed and not yet kept goes to the server when the page is left, though nobody waits for the answer.
let unkept = null;
on("input", ({ target }) => (unkept = (target.form && find("[data-draft] i", target.form)) || unkept));
on("submit", () => (unkept = null));
on("htmx:afterRequest", ({ target }) => target.closest("[data-draft]") && (unkept = null));
addEventListener("pagehide", () => {
  if (!unkept) return;
  const texts = Array.from(new FormData(unkept.closest("form"))).filter(([, value]) => value.trim);
  navigator.sendBeacon(unkept.getAttribute("hx-post"), new URLSearchParams(texts));
});
