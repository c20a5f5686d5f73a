// After a refusal the error summary takes the focus, and the title says so.
const focusFirst = (within) => {
  const target = find("[data-autofocus]", within);
  if (!target) return;
  target.focus();
  if (target.id === "error-summary" && !page.title.startsWith("有错误")) page.title = "有错误：" + page.title;
};

on("DOMContentLoaded", () => focusFirst(page));
on("htmx:afterSwap", (event) => focusFirst(event.target));

// A text that is there to be taken along goes to the clipboard, also where the site is served without TLS.
onClick("[data-copy]", (button) => {
  find(button.dataset.copy).select();
  if (page.execCommand("copy")) button.textContent = "已复制";
});
