onClick("[data-dialog]", (button) => page.getElementById(button.dataset.dialog).showModal());
onClick("[data-close]", (button) => button.closest("dialog").close());

// A form with data-confirm asks first; the button of the dialog repeats the act in its own words.
let pressed = null;
onClick("[type=submit]", (button) => (pressed = button));

on(
  "submit",
  (event) => {
    const form = event.target;
    const dialog = find("#confirm-dialog");
    if (!form.dataset.confirm || form.dataset.agreed || !dialog || !dialog.showModal) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter || (pressed && pressed.form === form ? pressed : find("[type=submit]", form));
    const yes = find("#confirm-yes");
    find("#confirm-title").textContent = form.dataset.confirm;
    find("#confirm-body").textContent = form.dataset.confirmBody || "";
    yes.textContent = button ? button.textContent.trim() : "确认";
    yes.className = button && button.classList.contains("danger") ? "btn danger-fill" : "btn primary";
    dialog.returnValue = "no";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.agreed = "yes";
      send(form, button);
      delete form.dataset.agreed;
    };
    dialog.showModal();
  },
  true,
);
