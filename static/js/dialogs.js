onClick("[data-dialog]", (button) => page.getElementById(button.dataset.dialog).showModal());
onClick("[data-close]", (button) => button.closest("dialog").close());

// The dialogs that every page has are made when they are first asked for. All texts but body are the house's own.
const sheet = (id, title, body, foot) => {
  const made =
    find("#" + id) ||
    Object.assign(page.createElement("dialog"), { id, className: "dialog", innerHTML: `<div class="dialog-head">
<h2 id="${id}-title">${title}</h2></div><div class="dialog-body">${body}</div>
<form method="dialog" class="dialog-foot">${foot}</form>` });
  made.setAttribute("aria-labelledby", id + "-title");
  return made.isConnected ? made : page.body.appendChild(made);
};

// A form with data-confirm asks first; the button of the dialog repeats the act in its own words.
const QUESTION = [
  "请确认",
  "",
  '<button class="btn" type="submit" value="no">取消</button><button class="btn primary" type="submit" value="yes">确认</button>',
];
let pressed = null;
onClick("[type=submit]", (button) => (pressed = button));

on(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || form.dataset.agreed || !window.HTMLDialogElement) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter || (pressed && pressed.form === form ? pressed : find("[type=submit]", form));
    const dialog = sheet("confirm-dialog", ...QUESTION);
    const yes = find("[value=yes]", dialog);
    find("h2", dialog).textContent = form.dataset.confirm;
    find(".dialog-body", dialog).textContent = form.dataset.confirmBody || "";
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
