// Entry tables: Enter goes to the next cell, Up and Down stay in the column.
const step = (input, by) => {
  const cell = input.closest("td");
  const row = cell && cell.parentNode[by > 0 ? "nextElementSibling" : "previousElementSibling"];
  return row && row.children[cell.cellIndex] && find("input.input", row.children[cell.cellIndex]);
};

on("keydown", (event) => {
  const input = event.target;
  const form = input.closest && input.closest("[data-grid]");
  if (!form || input.tagName !== "INPUT" || /^(radio|checkbox)$/.test(input.type) || event.ctrlKey || event.isComposing) return;
  let next = null;
  if (event.key === "Enter") {
    const cells = all("input.input:not([readonly])", form);
    next = cells[cells.indexOf(input) + 1];
    event.preventDefault();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    next = step(input, event.key === "ArrowDown" ? 1 : -1);
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});
