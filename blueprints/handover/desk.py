"""What the pages of a handover are made of: the form as read, what is wrong with it, who may do what."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for
from flask_login import current_user

from blueprints.core import stash
from blueprints.core.access import load
from blueprints.core.respond import page
from blueprints.handover import words
from blueprints.handover.forms import DraftForm, HandOverForm, PinForm, SealForm, TakeOverForm
from models.core import clock, drafts
from models.core.db import db
from models.handover import Handover, checklist, findings, matters, passing, queries, rules, sheet
from models.handover.findings import Finding
from models.handover.kinds import Grade, HandoverState, LeaderItem, ReceiverItem, Side
from models.handover.sections import BY_NAME, SECTIONS
from models.roster import gaps
from models.roster.gaps import Gap

SIGN_FORMS = {
    HandoverState.DRAFT: HandOverForm,
    HandoverState.OBJECTED: HandOverForm,
    HandoverState.CHECKING: TakeOverForm,
    HandoverState.TAKEN_OVER: SealForm,
}
LIVE = {"settlements": "df", "rolls": "dn", "cards": "dx"}  # marks of the reckoned cells, in their ids
STAGES = ("填写", "交班签认", "接班签认", "站长检查")
STAGE = {HandoverState.HANDED_OVER: 2, HandoverState.CHECKING: 2, HandoverState.TAKEN_OVER: 3, HandoverState.SEALED: 4}


def whole(handover_id: int) -> Handover:
    """Return the handover with all it holds, or 404."""
    return load(Handover, handover_id, *queries.WHOLE)


def opened(handover_id: int) -> Handover:
    """Return the handover with what its page shows, or 404; who fills it in works on the texts, not on the rows."""
    handover = load(Handover, handover_id, *queries.OPEN)
    if not may_edit(handover):
        db.session.scalar(queries.rows_of(handover_id))
    return handover


def terminal() -> str:
    """Name the PC a signature is given on: as registered, else by its network address."""
    sign_in = g.get("sign_in")
    return (sign_in and sign_in.terminal_name) or request.remote_addr or ""


def may_edit(handover: Handover) -> bool:
    is_open = handover.is_editable and current_user.may("handover.record")
    return is_open and rules.may_record(handover.shift, current_user)


def sign_form(handover: Handover) -> DraftForm:
    """Return the form of the signature that comes next."""
    return SIGN_FORMS.get(handover.state, DraftForm)(handover)


def sheet_page(handover: Handover, form=None, body: dict | None = None, *, status: int = 200, **more):
    """Answer with the sheet: inputs for whoever keeps the record, text for all others.

    ``body`` are texts that are not saved; without it what had been put by when a sign-in ended is given back.
    """
    restored = put_by(handover) if body is None and request.method == "GET" else None
    body = restored[0] if restored else body
    form = form or sign_form(handover)
    context = _reading(handover, body) | _people(handover) | {"form": form, "asked": bool(form.errors)} | more
    return page("handover/show.html", status=status, restored=restored and restored[1], **context)


def _reading(handover: Handover, body: dict | None) -> dict[str, Any]:
    locked = not may_edit(handover)
    reading = rules.reading_of(handover) if body is None else sheet.read(body, rules.places_of(handover))
    found = findings.all_of(reading) if handover.is_editable else []
    held = db.session.scalars(queries.held_matters(handover.id)).all() if handover.is_editable else []
    left = sum(1 for line in handover.matter_lines if not line.result) if not handover.is_editable else len(held)
    return {
        "handover": handover,
        "reading": reading,
        "texts": body or handover.draft.body,
        "locked": locked,
        "found": {one.target: one for one in found},
        "said": _said(found),
        "blocking": [one for one in found if one.blocks],
        "totals": checklist.differences(reading),
        "checks": checklist.rows(reading, found, left),
        "held": held,
        "ages": {one.id: matters.age_days(one, clock.now()) for one in held},
        "unread": passing.unread_in(handover) if reading["notices"] else {},
        "shorts": [row for row in handover.settlements if row.short] if locked else [],
        "live": _live(reading),
        "gaps": _gaps(handover) if handover.is_editable else [],
        **words.LISTS,
        **words.sums(reading),
        "adds_to": (adds_to := request.form.get("add", "")),
        **({"exceptions": True} if adds_to == "exceptions" else {}),
    }


def _gaps(handover: Handover) -> list[tuple[str, list[Gap]]]:
    """Return the places that stand empty in the shift that hands over and in the one that takes over."""
    shifts = {one.id: one for one in (handover.shift, handover.next_shift) if one}
    found = gaps.in_shifts(shifts)
    return [(f"{shifts[key].kind.name} {shifts[key].crew.name}", rows) for key, rows in found.items() if rows]


def _said(found: list[Finding]) -> dict[str, list[Finding]]:
    """What is said at each line: ``{"settlements-0": [finding, …]}``."""
    said: dict[str, list[Finding]] = {}
    for one in found:
        said.setdefault(one.target.rpartition("-")[0], []).append(one)
    return said


def _live(reading: sheet.Reading) -> str:
    """The parts of the page that follow what is typed, as a selector list for htmx."""
    parts = ["#handover-side", "#m-head-0"]
    for section in SECTIONS:
        for line in reading[section.name]:
            parts += [f"#{mark}-{section.name}-{line.index}" for mark in ("m", *LIVE.get(section.name, ""))]
    return ",".join(parts)


def _people(handover: Handover) -> dict[str, Any]:
    return {
        "stages": STAGES,
        "stage": STAGE.get(handover.state, 0),
        "signed": {side.value: handover.signature_of(side) for side in Side},
        "voided": [one for one in handover.signatures if one.is_void],
        "unanswered": [one for one in handover.objections if one.answered_at is None],
        "grades": list(Grade),
        "receiver_items": list(ReceiverItem),
        "leader_items": list(LeaderItem),
        "sections": BY_NAME,
        "pin_form": PinForm(formdata=None),
        "happened": [] if handover.is_editable else happened(handover),
        "graded_facts": graded(handover) if not may_edit(handover) else [],
    }


def happened(handover: Handover) -> list[dict[str, str]]:
    """Return the signatures, objections and corrections in their order, as the timeline shows them."""
    steps = []
    for one in handover.signatures:
        said = f"已作废：{one.void_reason}" if one.is_void else one.statement
        steps.append((one.at, f"{one.side.label}签认", f"{one.name} · {one.terminal}", said))
    steps += [(one.at, "提出异议", one.by.name, one.sentence) for one in handover.objections]
    steps += [(one.at, "追加更正", one.by.name, one.sentence) for one in handover.corrections]
    steps.sort(key=lambda step: step[0])
    names = ("time", "title", "who", "said")
    shown = [(clock.short_moment(at), *rest) for at, *rest in steps]
    return [{"state": "done", **dict(zip(names, step, strict=True))} for step in shown]


def graded(handover: Handover) -> list[tuple[str, str]]:
    """Return the grades of both checks as terms and values."""
    rows = [(row.item.label, row.grade.label) for row in (*handover.receiver_checks, *handover.leader_checks)]
    remarks = (("接班备注", handover.receiver_remark), ("检查备注", handover.leader_remark))
    return rows + [(label, text) for label, text in remarks if text]


def put_by(handover: Handover) -> tuple[dict, list] | None:
    """Return the texts that arrived after the sign-in had ended, merged, and how they differ from what is saved."""
    draft = stash.draft_of_page() if may_edit(handover) else None
    if draft is None:
        return None
    typed = {name: values[0] for name, values in draft.fields.items() if values}
    body = sheet.merged(handover.draft.body, typed)
    differing = sheet.differing(body, handover.draft.body)
    return (body, differing) if differing else None


def forget_put_by(handover_id: int) -> None:
    """What had been put by is saved now."""
    for address in (url_for(".index"), url_for(".show", handover_id=handover_id)):
        drafts.discard(current_user.id, address)
