"""Spreadsheets that go out and come in."""
