onClick("[data-dialog]", (button) => page.getElementById(button.dataset.dialog).showModal());

// A form with data-confirm asks first; the button of the dialog repeats the act in its own words.
const QUESTION = `<dialog class="dialog" id="confirm-dialog" aria-labelledby="confirm-title">
<div class="dialog-head"><h2 id="confirm-title"></h2></div><div class="dialog-body"></div>
<form method="dialog" class="dialog-foot"><button class="btn" type="submit">取消</button>
<button class="btn" type="submit" value="yes"></button></form></dialog>`;
const question = () => {
  page.body.insertAdjacentHTML("beforeend", QUESTION);
  return page.body.lastElementChild;
};
let pressed = null;
onClick("[type=submit]", (button) => (pressed = button));

on(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter || (pressed && pressed.form === form ? pressed : find("[type=submit]", form));
    const dialog = find("#confirm-dialog") || question();
    const [title, body, , yes] = all("h2, .dialog-body, .btn", dialog);
    title.textContent = form.dataset.confirm;
    body.textContent = form.dataset.confirmBody || "";
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
