// Single keys never fire while someone types, and each person can switch them off on this machine.
const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type);
const keysOff = () => readCookie("keys") === "off";

const keySwitch = find("[data-keys-switch]");
if (keySwitch) {
  keySwitch.checked = !keysOff();
  keySwitch.addEventListener("change", () => keepCookie("keys", keySwitch.checked ? "on" : "off"));
}

// Only the keys that do something on this page are listed.
const showKeys = () => {
  const sheet = find("#keys-dialog");
  for (const row of sheet.querySelectorAll("[data-only-with]")) row.hidden = !find(row.dataset.onlyWith);
  sheet.showModal();
};

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
    showKeys();
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
