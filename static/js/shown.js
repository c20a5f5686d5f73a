// What takes a list along, to a spreadsheet or to paper, takes what is shown, also after a filter in place.
on("htmx:pushedIntoHistory", () => {
  for (const link of all("a[data-as-shown]")) link.search = location.search;
});

// The strip of a section is wider than a phone: where one is comes into view.
const here = find(".links [aria-current]");
if (here) here.scrollIntoView({ block: "nearest" });
