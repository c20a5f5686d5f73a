// Single keys never fire while someone types, and each person can switch them off on this machine.
const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type);
const keysOff = () => page.cookie.includes("keys=off");

// The list of keys is a script of its own; its address without a hash always answers with the newest.
const keysSheet = page.currentScript.src.replace(/[^/]*$/, "keys.0.js");

on("keydown", (event) => {
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target.form || find("form.approval");
    if (form) {
      event.preventDefault();
      send(form);
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || keysOff() || find("dialog[open]")) return;
  if (event.key === "?") {
    page.body.appendChild(page.createElement("script")).src = keysSheet;
  } else if (event.key === "/") {
    const search = find("input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else if (/^[njk]$/i.test(event.key)) {
    const hit = find(`[data-key="${event.key.toLowerCase()}"]`);
    if (hit) hit.click();
  }
});
