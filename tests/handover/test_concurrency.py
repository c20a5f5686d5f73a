"""Many at once: four leaders save, two people sign the same side; none is lost and one wins."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

from models.accounts import sign_ins
from models.core import clock
from models.core.db import db
from models.handover.kinds import HandoverState, Side
from tests.handover.makers import PIN, clean_texts, fill, full, make_evening, make_handover, sign_in, sign_out, whole


def browser_of(app, person):
    """A signed-in browser of its own, for a thread of its own."""
    token = sign_ins.start(person, clock.now(), None)
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return browser


def together(app, calls) -> list[int]:
    """Send all requests at the same moment, each in its own app context; return the statuses."""
    db.session.commit()
    db.session.remove()
    plain = app.test_client_class
    app.test_client_class = None

    def send(call):
        with app.app_context():
            return call().status_code

    with ThreadPoolExecutor(len(calls)) as pool:
        statuses = list(pool.map(send, calls))
    app.test_client_class = plain
    return statuses


def plain_browsers(app, people) -> list:
    kept, app.test_client_class = app.test_client_class, None
    browsers = [browser_of(app, person) for person in people]
    app.test_client_class = kept
    return browsers


def test_of_four_leaders_saving_the_same_sheet_one_wins_and_three_are_told(app, client, cast, units):
    handover = make_handover(make_evening(cast, units)[0], cast["liu"])
    handover_id, version = handover.id, str(handover.draft.version)
    browsers = plain_browsers(app, [cast["liu"], cast["duo"], cast["li"], cast["liu"]])
    texts = [{"head-0-work": f"第 {n} 人", "version": version} for n in range(4)]
    address = f"/handover/{handover_id}/edit"
    calls = [lambda b=b, t=t: b.post(address, data=t) for b, t in zip(browsers, texts, strict=True)]
    assert sorted(together(app, calls)) == [200, 409, 409, 409]
    assert whole(handover_id).draft.body["head"]["work"].startswith("第 ")


def test_two_seals_at_once_leave_one(app, client, cast, units):
    handover = fill(make_handover(make_evening(cast, units)[0], cast["liu"]), cast["liu"])
    handover = full(sign_in(sign_out(handover, cast["liu"]), cast["han"]))
    handover_id = handover.id
    grades = {f"grade-{item}": "good" for item in "post procedure service match plaza".split()}
    data = grades | {"agree": "1", "pin": PIN, "signer": str(cast["duo"].id), "version": str(handover.draft.version)}
    browsers = plain_browsers(app, [cast["duo"], cast["duo"]])
    address = f"/handover/{handover_id}/seal"
    calls = [lambda b=b: b.post(address, data=data | {"form_key": secrets.token_hex(16)}) for b in browsers]
    assert sorted(together(app, calls)) == [303, 409]
    sealed = whole(handover_id)
    assert sealed.state is HandoverState.SEALED and sealed.seal_seq == 1
    assert [s.side for s in sealed.signatures if not s.is_void] == list(Side)


def test_a_signature_and_an_autosave_at_once_leave_nothing_half(app, client, cast, units):
    handover = fill(make_handover(make_evening(cast, units)[0], cast["liu"]), cast["liu"])
    handover_id, texts = handover.id, clean_texts(handover) | {"version": str(handover.draft.version)}
    sign = texts | {"agree": "1", "pin": PIN, "signer": str(cast["liu"].id), "form_key": secrets.token_hex(16)}
    first, second = plain_browsers(app, [cast["liu"], cast["liu"]])
    save = texts | {"head-0-remark": "同时保存"}
    calls = [
        lambda: first.post(f"/handover/{handover_id}/hand-over", data=sign),
        lambda: second.post(f"/handover/{handover_id}/edit", data=save),
    ]
    statuses = together(app, calls)
    after = whole(handover_id)
    live = [s.side for s in after.signatures if not s.is_void]
    assert (after.state is HandoverState.HANDED_OVER) == (live == [Side.OUTGOING]) == (statuses[0] == 303)
    assert 500 not in statuses and 503 not in statuses
