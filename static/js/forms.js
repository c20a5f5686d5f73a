// A second press of a submit button does nothing while the first is under way. The server checks as well.
const hold = (form, button) => {
  form.dataset.sent = "yes";
  if (button) button.classList.add("busy");
};
const release = () => {
  all("form[data-sent]").forEach((form) => delete form.dataset.sent);
  all(".busy").forEach((button) => button.classList.remove("busy"));
  all("[data-waiting]").forEach((part) => {
    delete part.dataset.waiting;
    part.removeAttribute("aria-busy");
  });
};

on(
  "submit",
  (event) => {
    if (!event.target.dataset.sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
on("submit", (event) => {
  const form = event.target;
  if (!event.defaultPrevented && form.method === "post") hold(form, event.submitter || find("[type=submit]", form));
});

// The same for what htmx sends; a part that waits for new content says so.
on("htmx:beforeRequest", (event) => {
  const cause = event.detail.requestConfig.triggeringEvent;
  const part = event.detail.target;
  if (cause && cause.type === "submit" && event.target.method === "post") {
    hold(event.target, cause.submitter || find("[type=submit]", event.target));
  } else if (event.detail.requestConfig.verb === "get" && part) {
    part.dataset.waiting = "yes";
    part.setAttribute("aria-busy", "true");
  }
});
on("htmx:afterRequest", release);
addEventListener("pageshow", release);

const send = (form, button) => (form.requestSubmit ? form.requestSubmit(button || undefined) : form.submit());
