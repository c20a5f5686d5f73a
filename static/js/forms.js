// A second press of a submit button does nothing while the first is under way. The server checks as well.
on("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter || find("[type=submit]", form);
  if (button) button.classList.add("busy");
});

const release = () =>
  all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all(".busy", form).forEach((button) => button.classList.remove("busy"));
  });
on("htmx:afterRequest", release);
addEventListener("pageshow", release);

const send = (form, button) => (form.requestSubmit ? form.requestSubmit(button || undefined) : form.submit());

onClick("[data-fill]", (button) => {
  const field = page.getElementById(button.dataset.for);
  field.value = button.dataset.fill;
  field.focus();
});

on("change", (event) => {
  const name = event.target.dataset && event.target.dataset.checkAll;
  if (name) all(`input[name="${name}"]`).forEach((box) => (box.checked = event.target.checked));
});
