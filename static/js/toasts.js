// A toast leaves after 6 seconds, not while someone points at it; a refusal stays until it is closed.
const STAY = 6000;
const leave = (toast) => {
  if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAY, toast);
  else toast.remove();
};
const watch = () => {
  all("#toasts [data-toast]").slice(0, -3).forEach((toast) => toast.remove());
  all("#toasts [data-toast]:not(.refused):not([data-timed])").forEach((toast) => {
    toast.dataset.timed = "yes";
    setTimeout(leave, STAY, toast);
  });
};

const say = (text) => {
  const toast = page.createElement("div");
  toast.className = "toast refused";
  toast.dataset.toast = "";
  toast.setAttribute("role", "alert");
  toast.textContent = text;
  find("#toasts").appendChild(toast);
  setTimeout(leave, 2 * STAY, toast);
};

onClick("[data-close-toast]", (button) => button.closest("[data-toast]").remove());
on("DOMContentLoaded", watch);
on("htmx:afterSettle", watch);
on("htmx:oobAfterSwap", watch);
