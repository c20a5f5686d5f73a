"""Cameras of 青岚站 and requests to keep what they saw."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models import footage
from models.core import audit, clock
from models.core.db import db
from models.footage import CameraGroup, Coverage, Preservation, groups
from models.roster import Lane, LaneKind

HASH = "9f2c1b7e4d6a8035e1c4b2f7a9d0863e5b7c1f4a2d8e6093b5a7c9e1f3d2048b"


def make_lane(units, station="qinglan", code="X04") -> Lane:
    found = select(Lane).where(Lane.unit_id == units[station].id, Lane.code == code)
    lane = db.session.scalars(found).first() or Lane(unit_id=units[station].id, code=code, kind=LaneKind.EXIT)
    db.session.add(lane)
    audit.record("roster.setup", lane, None)
    return lane


def make_group(cast, units, station="qinglan", hours=72, **told) -> CameraGroup:
    lane = make_lane(units, station)
    given = {"name": "车道摄像机", "coverage": Coverage.LANE, "lanes": [lane]} | told
    return groups.add(units[station], hours=hours, by=cast["wu"], **given)


def ask(cast, units, ago=10.0, owner=None, by="jian", station="qinglan", **told) -> Preservation:
    """Ask for ten minutes around ``ago`` hours before now; ``at`` hours before now is when it is asked."""
    now = clock.now()
    given = {"before_minutes": 10, "after_minutes": 10, "title": "司机投诉收费员态度", "href": ""} | told
    at = now - timedelta(hours=given.pop("asked", 0))
    lane = given.pop("lane", make_lane(units, station))
    return footage.request(
        owner, station=units[station], lane=lane, around=now - timedelta(hours=ago), by=cast[by], at=at, **given
    )
