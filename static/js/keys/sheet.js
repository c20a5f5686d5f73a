// The list of the keys that do something on this page; fetched and run when somebody asks for it.
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
const cap = (key) => (key === "–" ? key : `<kbd class="kbd">${key}</kbd>`);
const caps = (keys) => keys.split(" ").map(cap).join(" ");
const listed = KEYS.filter(([where]) => document.querySelector(where));
const rows = listed.map(([, keys, act]) => `<div><dt>${caps(keys)}</dt><dd>${act}</dd></div>`);
const sheet = document.createElement("dialog");
sheet.id = "keys-dialog";
sheet.className = "dialog";
sheet.setAttribute("aria-labelledby", "keys-title");
sheet.innerHTML = `<div class="dialog-head"><h2 id="keys-title">快捷键</h2></div>
<div class="dialog-body"><dl class="key-list">${rows.join("")}</dl>
<label class="check"><input type="checkbox" data-keys-switch><span>使用单键快捷键</span></label></div>
<form method="dialog" class="dialog-foot"><button class="btn" type="submit">关闭</button></form>`;
const single = sheet.querySelector("[data-keys-switch]");
single.checked = !/(^|; )keys=off/.test(document.cookie);
single.onchange = () => {
  document.cookie = `keys=${single.checked ? "on" : "off"};path=/;max-age=31536000;samesite=lax`;
};
sheet.onclose = () => sheet.remove();
document.body.appendChild(sheet).showModal();
