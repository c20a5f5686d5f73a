"""Nothing typed is lost: autosave, an ended sign-in, a shared PC; and nothing secret is kept."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Blueprint, url_for
from flask_login import current_user
from sqlalchemy import select, update
from wtforms import BooleanField, PasswordField, TextAreaField

from blueprints.core.access import SIGNED_IN, requires
from blueprints.core.forms import HouseForm, StringField, required
from blueprints.core.respond import page, saved
from models.accounts import SignIn, passwords, sign_ins
from models.core import clock, drafts
from models.core.drafts import Draft
from models.core.errors import RuleBroken

PAGE = """{% extends "layout.html" %}{% block title %}试{% endblock %}{% block main %}<h1>试</h1>
<form method="post">{{ ui.form_head(form) }}{{ ui.field(form.title) }}{{ ui.field(form.opinion) }}
{{ ui.field(form.urgent) }}{{ ui.field(form.pin) }}</form>{% endblock %}"""


class TrialForm(HouseForm):
    class Meta:
        drafted = True

    title = StringField("标题", validators=[required("请填写标题。")])
    opinion = TextAreaField("意见")
    urgent = BooleanField("加急")
    pin = PasswordField("口令")


def accept(by, **_fields) -> None:
    assert by.is_authenticated


def trial():
    form = TrialForm(version=7)
    if form.attempt(accept, by=current_user):
        return saved("已保存。", to=url_for("home.index"))
    return page("trial.html", form=form)


@pytest.fixture
def room(app, monkeypatch):
    """A form of this test at /trial, on an app that has not served yet or has."""
    from jinja2 import ChoiceLoader, DictLoader

    if "trial" not in app.blueprints:
        bp = Blueprint("trial", __name__)
        bp.add_url_rule("/trial", view_func=requires(SIGNED_IN)(trial), methods=["GET", "POST"])
        monkeypatch.setattr(app, "_got_first_request", False)
        app.register_blueprint(bp)
        app.jinja_env.loader = ChoiceLoader([app.jinja_env.loader, DictLoader({"trial.html": PAGE})])
    return "/trial"


def end_sign_in(db, person) -> None:
    """As if the person had gone for lunch."""
    long_ago = clock.now() - timedelta(hours=5)
    db.session.execute(update(SignIn).where(SignIn.user_id == person.id).values(seen_at=long_ago))
    db.session.commit()


def sign_in_again(db, browser, person) -> None:
    token = sign_ins.start(person, clock.now())
    db.session.commit()
    with browser.session_transaction() as session:
        session.clear()
        session["_user_id"], session["_fresh"] = token, True


def drafts_of(db, person) -> list[Draft]:
    db.session.rollback()
    return db.session.scalars(select(Draft).where(Draft.user_id == person.id)).all()


TYPED = {"title": "车道故障 <b>", "opinion": "三号车道\n栏杆不落", "urgent": "y", "pin": "482913", "csrf_token": "x"}


def test_a_form_saves_itself_without_secrets_and_says_when(room, as_, cast, db):
    browser = as_(cast["han"])
    answer = browser.post("/drafts?key=/trial", data=TYPED | {"new_password": "Geheim#2026", "version": "7"})
    assert re.fullmatch(r"已自动保存 \d\d:\d\d:\d\d", answer.text)
    (draft,) = drafts_of(db, cast["han"])
    assert set(draft.fields) == {"title", "opinion", "urgent", "version"}
    assert "482913" not in str(draft.fields) and "Geheim" not in str(draft.fields)


def test_opening_the_form_again_shows_what_was_typed(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.post("/drafts?key=/trial", data=TYPED)
    text = browser.get("/trial").text
    assert "车道故障 &lt;b&gt;" in text and "三号车道\n栏杆不落" in text and "checked" in text
    assert "已恢复您" in text and "放弃草稿" in text
    assert "请填写标题" not in text and "error-summary" not in text
    assert "车道故障" not in as_(cast["liu"]).get("/trial").text


def test_the_page_asks_for_autosave(room, as_, cast):
    text = as_(cast["han"]).get("/trial").text
    assert 'hx-post="/drafts?key=/trial"' in text
    assert 'hx-trigger="change delay:800ms from:closest form"' in text
    assert 'hx-trigger="input throttle:20s from:closest form"' in text
    assert "已恢复您" not in text


def test_a_draft_can_be_given_up(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.post("/drafts?key=/trial", data=TYPED)
    answer = browser.post("/drafts/discard?key=/trial")
    assert (answer.status_code, answer.location) == (303, "/trial")
    assert drafts_of(db, cast["han"]) == [] and "车道故障" not in browser.get("/trial").text


def test_saving_for_good_clears_the_draft_and_a_late_autosave_does_not_revive_it(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.post("/drafts?key=/trial", data=TYPED)
    sent = TYPED | {"form_key": "a" * 32, "version": "7"}
    assert browser.post("/trial", data=sent).status_code == 303
    assert drafts_of(db, cast["han"]) == []
    assert browser.post("/drafts?key=/trial", data=sent).text == "已提交"
    assert drafts_of(db, cast["han"]) == []


def test_autosave_leaves_the_form_key_to_the_form(room, as_, cast, db):
    browser = as_(cast["han"])
    sent = TYPED | {"form_key": "b" * 32, "version": "7"}
    browser.post("/drafts?key=/trial", data=sent)
    answer = browser.post("/trial", data=sent)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_refused_form_keeps_its_draft(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.post("/drafts?key=/trial", data=TYPED)
    assert browser.post("/trial", data={"title": "", "version": "7"}).status_code == 422
    assert len(drafts_of(db, cast["han"])) == 1


def test_a_draft_typed_over_an_older_version_is_not_saved_over_a_newer_one(room, as_, cast):
    browser = as_(cast["han"])
    browser.post("/drafts?key=/trial", data=TYPED | {"version": "6"})
    assert 'name="version" value="6"' in browser.get("/trial").text
    assert browser.post("/trial", data=TYPED | {"version": "6"}).status_code == 409


@pytest.mark.parametrize("key", ["", "//evil.example", "https://evil.example/", "/trial?x=1", "/" + "x" * 300])
def test_a_key_is_a_path_of_ours(room, as_, cast, key):
    assert as_(cast["han"]).post("/drafts", query_string={"key": key}, data=TYPED).status_code == 400


def test_too_much_is_not_kept(room, as_, cast, db):
    browser = as_(cast["han"])
    assert "没有自动保存" in browser.post("/drafts?key=/trial", data={"title": "站" * 30000}).text
    assert "没有自动保存" in browser.post("/drafts?key=/trial", data={f"f{n}": "1" for n in range(401)}).text
    assert drafts_of(db, cast["han"]) == []


def test_the_oldest_drafts_make_room(db, cast):
    start = clock.now()
    for number in range(drafts.PER_PERSON + 5):
        drafts.save(db.session, cast["han"].id, f"/f/{number}", {"a": ["1"]}, start + timedelta(seconds=number))
    db.session.commit()
    keys = {draft.key for draft in drafts_of(db, cast["han"])}
    assert len(keys) == drafts.PER_PERSON and "/f/0" not in keys and "/f/34" in keys
    with pytest.raises(RuleBroken):
        drafts.save(db.session, cast["han"].id, "/f", {"a": ["x" * 70000]}, start)


@pytest.mark.parametrize("name", ["pin", "new_password", "pin-2", "my_pin", "PASSWORD", "secret"])
def test_secret_names(name):
    assert drafts.is_secret(name)


@pytest.mark.parametrize("name", ["opinion", "shopping", "spinner", "title", "tokens_of_thanks"])
def test_innocent_names(name):
    assert not drafts.is_secret(name)


def test_an_ended_sign_in_loses_nothing(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.get("/trial")
    end_sign_in(db, cast["han"])
    answer = browser.post("/trial?from=list", data=TYPED)
    assert answer.status_code == 303 and answer.location.startswith("/sign-in?next=/trial")
    (draft,) = drafts_of(db, cast["han"])
    assert "482913" not in str(draft.fields)
    sign_in_again(db, browser, cast["han"])
    text = browser.get("/trial?from=list").text
    assert "三号车道\n栏杆不落" in text and "482913" not in text and "已恢复您" in text


def test_htmx_is_sent_to_the_sign_in_page_too(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.get("/trial")
    end_sign_in(db, cast["han"])
    answer = browser.post("/trial", data=TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 204 and answer.headers["HX-Redirect"].startswith("/sign-in?next=/trial")
    assert len(drafts_of(db, cast["han"])) == 1


def test_another_person_at_the_same_pc_sees_nothing_of_it(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.get("/trial")
    end_sign_in(db, cast["han"])
    browser.post("/trial", data=TYPED)
    sign_in_again(db, browser, cast["liu"])
    text = browser.get("/trial").text
    assert "三号车道" not in text and "已恢复您" not in text
    sign_in_again(db, browser, cast["han"])
    assert "三号车道" in browser.get("/trial").text


def test_a_stranger_leaves_nothing(room, app, client, cast, db):
    answer = app.test_client().post("/trial", data=TYPED)
    assert answer.status_code == 303 and "/sign-in" in answer.location
    assert db.session.scalars(select(Draft)).all() == []


def test_signing_in_again_leads_back_once(db, cast):
    start = clock.now()
    drafts.save(db.session, cast["han"].id, "/trial", {"a": ["1"]}, start, "/trial?from=list")
    assert drafts.resume(cast["han"].id, start - timedelta(hours=1)) == "/trial?from=list"
    assert drafts.resume(cast["han"].id, start - timedelta(hours=1)) == ""
    assert drafts.find(cast["han"].id, "/trial") is not None


def test_through_the_real_door_back_to_what_was_typed(room, as_, cast, db):
    passwords.set_password(cast["han"], "Lanzhou#2026x", None)
    db.session.commit()
    browser = as_(cast["han"])
    browser.get("/trial")
    end_sign_in(db, cast["han"])
    browser.post("/trial?from=list", data=TYPED)
    door = {"staff_no": cast["han"].staff_no, "password": "Lanzhou#2026x"}
    answer = browser.post("/sign-in", data=door)
    assert (answer.status_code, answer.location) == (303, "/trial?from=list")
    assert "三号车道" in browser.get(answer.location).text
    browser.post("/sign-out")
    assert browser.post("/sign-in", data=door).location == "/"


def test_what_was_typed_at_a_page_that_only_takes_posts_returns_to_the_page_it_was_sent_from(room, as_, cast, db):
    browser = as_(cast["han"])
    browser.get("/trial")
    end_sign_in(db, cast["han"])
    answer = browser.post("/inbox/read-all", data=TYPED, headers={"Referer": "http://localhost/trial"})
    assert answer.location.startswith("/sign-in?next=/trial")
    assert [draft.key for draft in drafts_of(db, cast["han"])] == ["/trial"]


def test_old_drafts_are_swept(db, cast):
    now = clock.now()
    drafts.save(db.session, cast["han"].id, "/old", {"a": ["1"]}, now - timedelta(days=31))
    drafts.save(db.session, cast["han"].id, "/new", {"a": ["1"]}, now - timedelta(days=29))
    drafts.sweep(now - timedelta(days=30))
    assert [draft.key for draft in db.session.scalars(select(Draft))] == ["/new"]
