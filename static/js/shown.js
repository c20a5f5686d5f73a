// What takes a list along, to a spreadsheet or to paper, takes what is shown, also after a filter in place.
on("htmx:pushedIntoHistory", () => {
  for (const link of all("a[data-as-shown]")) link.search = location.search;
});
