"""Makers of a station's evening: two shifts with their crews, a draft that is filled in, signatures."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import inspect

from models.accounts import User
from models.accounts.passwords import cheapen, set_pin
from models.core import clock
from models.core.db import db
from models.handover import Handover, queries, rules, signing
from models.handover.kinds import Grade, LeaderItem, ReceiverItem
from models.roster import DutyPost, Shift
from tests.roster.makers import make_lanes, make_shift

DAY = date(2026, 10, 27)
PIN = "481526"
CHANGE = datetime.combine(DAY, datetime.min.time(), clock.ZONE).replace(hour=23, minute=30)
FLOAT = {"n100": "3", "n50": "2", "n20": "3", "n10": "3", "n5": "1", "n1": "4", "n05": "1", "n01": "5"}  # 500.00


def give_pins(*people: User) -> None:
    """Give each person the PIN of the tests."""
    cheapen()
    for person in people:
        if not person.pin_hash:
            set_pin(person, PIN, None)
    db.session.commit()


def make_evening(cast, units, station="qinglan") -> tuple[Shift, Shift]:
    """Make the middle and the night shift of a station: liu's crew hands over to han's, or mo's to mo's own."""
    lanes = make_lanes(units[station])
    if station == "meiling":
        people = {cast["mo"]: (DutyPost.LEADER, None), cast["mei"]: (DutyPost.COLLECTOR, lanes["X01"])}
        crews = [(units["mcrew1"], people), (units["mcrew1"], people)]
    else:
        give_pins(cast["liu"], cast["han"], cast["duo"])
        first = {
            cast["liu"]: (DutyPost.LEADER, None),
            cast["wang"]: (DutyPost.COLLECTOR, lanes["X01"]),
            cast["zhao"]: (DutyPost.COLLECTOR, lanes["X02"]),
        }
        second = {
            cast["han"]: (DutyPost.LEADER, None),
            cast["sun"]: (DutyPost.COLLECTOR, lanes["X01"]),
            cast["zhou"]: (DutyPost.COLLECTOR, lanes["X02"]),
        }
        crews = [(units["crew1"], first), (units["crew2"], second)]
    middle = make_shift(units[station], DAY, "middle", *crews[0])
    night = make_shift(units[station], date(2026, 10, 28), "night", *crews[1])
    return middle, night


def full(handover: Handover) -> Handover:
    """Return the handover with everything loaded, as the pages load it."""
    db.session.expire_all()
    return whole(inspect(handover).identity[0])


def whole(handover_id: int) -> Handover:
    return db.session.scalars(db.select(Handover).where(Handover.id == handover_id).options(*queries.WHOLE)).one()


def make_handover(shift: Shift, by: User) -> Handover:
    """Open the draft of a shift."""
    handover = rules.open_draft(shift, by, CHANGE)
    db.session.commit()
    return full(handover)


def clean_texts(handover: Handover) -> dict[str, str]:
    """What a leader types on a clean shift: the counts, the weather and a sentence."""
    body = handover.draft.body
    typed = {"head-0-weather": "sunny", "head-0-work": "车道运行正常。"}
    for index, _line in enumerate(body["settlements"]):
        where = f"settlements-{index}-"
        typed |= {f"{where}{name}": count for name, count in FLOAT.items()}
        typed |= {f"{where}receivable": "8420.00", f"{where}cash": "8420.00"}
    typed |= {"rolls-0-start_no": "0048213601", "rolls-0-end_no": "0048214077"}
    opening = body["cards"][0].get("opening", "1240")
    counted = int(opening) + 300 - 862 + 794 - 3
    typed |= {"cards-0-opening": opening, "cards-0-received": "300", "cards-0-issued": "862"}
    typed |= {"cards-0-recovered": "794", "cards-0-bad": "3", "cards-0-bad_numbers": "3601 0001"}
    typed |= {"cards-0-closing": str(counted)}
    typed |= {f"items-{i}-counted": line.get("counted") or "4" for i, line in enumerate(body["items"])}
    return typed


def fill(handover: Handover, by: User, **changes: str) -> Handover:
    """Type a clean shift into the draft; ``changes`` name inputs with ``__`` for ``-``."""
    typed = clean_texts(handover) | {name.replace("__", "-"): text for name, text in changes.items()}
    rules.save_draft(handover, typed, by=by, at=CHANGE)
    db.session.commit()
    return full(handover)


def pen(signer: User, session_user: User | None = None, **given) -> signing.Pen:
    return signing.Pen(signer, given.pop("pin", PIN), session_user or signer, given.pop("at", CHANGE), **given)


def all_good(items) -> dict:
    return dict.fromkeys(items, Grade.GOOD)


def sign_out(handover: Handover, leader: User) -> Handover:
    handover = full(handover)
    signing.hand_over(handover, pen(leader))
    db.session.commit()
    return full(handover)


def sign_in(handover: Handover, leader: User, session_user: User | None = None) -> Handover:
    handover = full(handover)
    signing.check(handover, leader)
    signing.take_over(handover, pen(leader, session_user), all_good(ReceiverItem))
    db.session.commit()
    return full(handover)


def seal(handover: Handover, leader: User) -> Handover:
    handover = full(handover)
    signing.seal(handover, pen(leader), all_good(LeaderItem))
    db.session.commit()
    return full(handover)
