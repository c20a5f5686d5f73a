"""The deadline engine."""
