"""The roster: rules, pages, evidence."""
