// Chosen pictures show at once.
on("change", (event) => {
  const input = event.target;
  const list = input.dataset && input.dataset.upload && input.closest("[data-uploads]");
  if (!list) return;
  all("[data-chosen]", list).forEach((item) => item.remove());
  Array.from(input.files).forEach((file) => {
    const item = page.createElement("li");
    item.dataset.chosen = "";
    item.innerHTML = '<span class="image"></span><span class="status"></span>';
    find(".status", item).textContent = file.name;
    if (file.type.startsWith("image/")) {
      const picture = page.createElement("img");
      picture.alt = file.name;
      const reader = new FileReader();
      reader.onload = () => (picture.src = reader.result);
      reader.readAsDataURL(file);
      find(".image", item).appendChild(picture);
    }
    list.insertBefore(item, find(".add", list));
  });
});

// What is too large is not even sent: the server would refuse it, after a long wait.
on(
  "submit",
  (event) => {
    const inputs = all("input[type=file]", event.target);
    const size = inputs.reduce((sum, input) => Array.from(input.files).reduce((n, file) => n + file.size, sum), 0);
    if (size < MOST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(TOO_LARGE);
    inputs[0].focus();
  },
  true,
);
