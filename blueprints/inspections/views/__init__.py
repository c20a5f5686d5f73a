"""The views of inspections, by noun."""
