// Night display: kept in a cookie and written into the page by the server, so nothing flashes.
onClick("[data-theme-toggle]", () => {
  const given = root.dataset.theme;
  const dark = given ? given === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  page.cookie = "theme=" + root.dataset.theme + ";path=/;max-age=31536000;samesite=lax";
});

onClick("[data-print]", () => print());
