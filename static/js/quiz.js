// One question: 1-9 or A-F choose (a second press takes a tick away), Enter answers or goes on.
on("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || find("dialog[open]")) return;
  const form = find("#quiz-form");
  if (event.key === "Enter" && !/^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) {
    const next = form ? find("[type=submit]", form) : find("[data-quiz-next]");
    if (!next) return;
    event.preventDefault();
    next.click();
    return;
  }
  if (!form || event.key.length !== 1) return;
  const place = Math.max("123456789".indexOf(event.key), "abcdef".indexOf(event.key.toLowerCase()));
  const option = place < 0 ? null : all(".option input", form)[place];
  if (!option) return;
  option.focus();
  option.checked = option.type === "radio" || !option.checked;
});
