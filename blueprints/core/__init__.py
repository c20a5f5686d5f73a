"""The web machinery: access, answers, forms, pages of a list. Knows no room."""
