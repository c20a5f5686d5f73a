"""The catalogue of permissions. Each area declares its own, with the roles that hold them in a new house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """``name`` is ``singular.verb``, the same word as the step, the route and the audit action."""

    name: str
    label: str
    area: str
    roles: tuple[str, ...]  # codes of the roles that hold it in a new house; an administrator may change that


CATALOGUE: dict[str, Permission] = {}


def declare(area: str, *permissions: tuple[str, str, str]) -> None:
    """Add ``(name, Chinese label, "role role …")`` of ``area``. Raises ValueError on a second claim of a name."""
    for name, label, roles in permissions:
        if name in CATALOGUE:
            raise ValueError(f"permission {name} is declared twice")
        CATALOGUE[name] = Permission(name, label, area, tuple(roles.split()))
