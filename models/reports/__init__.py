"""What the first pages show: questions over several areas. Owns no table."""

from models.reports import figures, own_day, own_points

__all__ = ["figures", "own_day", "own_points"]
