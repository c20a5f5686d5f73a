// Single keys never fire while someone types, and each person can switch them off on this machine.
const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type);
const keysOff = () => readCookie("keys") === "off";

// Where a key does something, the keys, and what they do.
const KEYS = [
  ["input[type=search]", "/", "搜索"],
  ["[data-key=n]", "N", "新建"],
  ["[data-key=j]", "J", "下一件"],
  ["[data-key=k]", "K", "上一件"],
  ["main form .input, form.approval", "Ctrl ↵", "提交正在填写的内容"],
  ["form[data-grid]", "↵", "录入表：下一格"],
  ["form[data-grid]", "↑ ↓", "录入表：上一行、下一行"],
  ["#quiz-form", "1 – 9", "答题：选项，也可按 A–F"],
  ["#quiz-form, [data-quiz-next]", "↵", "答题：确定、下一题"],
  ["body", "?", "本页快捷键"],
];
const KEY_SWITCH = '<label class="check"><input type="checkbox" data-keys-switch><span>使用单键快捷键</span></label>';
const caps = (keys) => keys.split(" ").map((key) => (key === "–" ? key : `<kbd class="kbd">${key}</kbd>`)).join(" ");
on("change", ({ target }) => {
  if (target.matches("[data-keys-switch]")) keepCookie("keys", target.checked ? "on" : "off");
});

// Only the keys that do something on this page are listed.
const showKeys = () => {
  const rows = KEYS.map(([, keys, act]) => `<div><dt>${caps(keys)}</dt><dd>${act}</dd></div>`).join("");
  const close = '<button class="btn" type="submit">关闭</button>';
  const dialog = sheet("keys-dialog", "快捷键", `<dl class="key-list">${rows}</dl>${KEY_SWITCH}`, close);
  all(".key-list > div", dialog).forEach((row, i) => (row.hidden = !find(KEYS[i][0])));
  find("[data-keys-switch]", dialog).checked = !keysOff();
  dialog.showModal();
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
