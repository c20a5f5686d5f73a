// A form with data-autosave tells in its save line what became of the last change.
const saved = (event, text, failed) => {
  const form = event.target.closest && event.target.closest("[data-autosave]");
  const line = form && (find("[data-save-state]", form) || find("[data-save-state]"));
  if (!line) return;
  find("span", line).textContent = text;
  line.classList.toggle("negative", Boolean(failed));
};

on("htmx:beforeRequest", (event) => saved(event, "正在保存…"));
on("htmx:afterRequest", (event) => {
  if (event.detail.successful) saved(event, "已自动保存 " + new Date().toTimeString().slice(0, 8));
  else saved(event, "没有保存，内容还在本页", true);
});

// A signature takes the sheet along, so nothing is sent beside it; and a draft never goes where the pressed button goes.
on("htmx:configRequest", (event) => {
  const form = event.target;
  if (!form.matches || !form.matches("[data-autosave]")) return;
  if (form.dataset.sent) event.preventDefault();
  event.detail.path = form.getAttribute("hx-post");
});
