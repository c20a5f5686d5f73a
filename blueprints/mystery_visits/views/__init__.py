"""The views of mystery visits, by who opens them: strangers, organisers, the group, readers."""
