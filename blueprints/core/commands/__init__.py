"""The commands of the house, one group of words per file."""
