// Night display: kept in a cookie and written into the page by the server, so nothing flashes.
onClick("[data-theme-toggle]", () => {
  const given = root.dataset.theme;
  const dark = given ? given === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  keepCookie("theme", root.dataset.theme);
});

onClick("[data-print]", () => print());
