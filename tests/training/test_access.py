"""Who may open what, beyond the table of all routes in tests/core: the rows, the windows, the steps."""

from __future__ import annotations

import pytest

from tests.training.makers import duty_in, make_attempt, make_bank, make_early

CREW = "wang zhao liu sun zhou han huang duo li jian mei mo du".split()
WATCHERS = "liu han duo mo du ming wu chen fu".split()
TRAINERS = "ming wu".split()
READERS = "ming wu chen fu hq".split()
EVERYBODY = "wang liu huang duo li jian nei mei mo du ming wu min cai chen fu hq mystery xi an shen".split()
ROUTES = {
    "/training/today": (CREW, 200),
    "/training/mine": (CREW, 200),
    "/training/practice": (CREW, 200),
    "POST /training/today/start": (CREW, 303),
    "/training/crew": (WATCHERS, 200),
    "/training/statistics": (READERS, 200),
    "/training/statistics.xlsx": (["ming", "wu", "chen"], 200),
    "/training/questions": (["ming", "wu", "chen"], 200),
    "/training/questions/1": (["ming", "wu", "chen"], 200),
    "/training/questions.xlsx": (TRAINERS, 200),
    "/training/questions/new": (TRAINERS, 200),
    "/training/questions/1/edit": (TRAINERS, 200),
    "POST /training/questions/1/retire": (TRAINERS, 303),
    "/training/imports/new": (TRAINERS, 200),
    "/training/imports/1": (TRAINERS, 404),
    "POST /training/imports/1/apply": (TRAINERS, 404),
}


@pytest.mark.one_engine
@pytest.mark.parametrize("route", ROUTES)
def test_each_role_that_may_gets_what_it_came_for(db, cast, as_, set_clock, route):
    from models.training import Question, bank

    make_bank(3)
    set_clock("12:00")
    allowed, status = ROUTES[route]
    verb, _space, path = route.rpartition(" ")
    for name in [*allowed, "xi"]:
        browser = as_(cast[name])
        answer = browser.post(path) if verb else browser.get(path)
        assert answer.status_code == (status if name in allowed else 403), (route, name)
        if "retire" in route and name in allowed:
            bank.activate(db.session.get_one(Question, 1, populate_existing=True), None)
            db.session.commit()


def test_strangers_are_sent_to_the_sign_in_page(client):
    for route in ROUTES:
        verb, _space, path = route.rpartition(" ")
        answer = client.post(path) if verb else client.get(path)
        assert answer.status_code == 303 and "/sign-in" in answer.location


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("liu", 200),
        ("duo", 200),
        ("ming", 200),
        ("wu", 200),
        ("han", 404),
        ("mo", 404),
        ("du", 404),
        ("wang", 403),
        ("chen", 403),
    ],
)
def test_excusing_needs_the_permission_and_the_crew(db, cast, units, as_, set_clock, who, status):
    make_bank(5)
    shift = make_early(units, cast["liu"], cast["wang"], cast["huang"])
    set_clock("12:00")
    duty = duty_in(shift, cast["huang"])
    assert as_(cast[who]).get(f"/training/crew/{duty.id}/excuse").status_code == status


def test_attempts_are_visible_to_their_person_and_the_watchers(db, cast, units, set_clock):
    from models.core.scope import visible
    from models.training import QuizAttempt

    make_bank(5)
    make_attempt(make_early(units, cast["liu"], cast["wang"]), cast["wang"], right=5)
    seen = {name: len(db.session.scalars(visible(QuizAttempt, cast[name])).all()) for name in EVERYBODY}
    assert {name for name, count in seen.items() if count} == {"wang", "liu", "duo", "ming", "wu", "chen", "fu"}
