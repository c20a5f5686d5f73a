"""Every route × every role × every method gives exactly the approved answer. Source: security.md 1."""

from __future__ import annotations

import pytest

from blueprints.core import access as doors
from tests.cast import PEOPLE
from tests.core import access

ROLE_OF = {row[4]: key for key, row in reversed(PEOPLE.items())}


@pytest.fixture
def browsers(cast, as_, monkeypatch):
    """One asker per role, ``(method, address) -> status``."""
    access.without_pages(monkeypatch)
    monkeypatch.setattr(doors, "_note_refusal", lambda: None)  # thousands of entries that nobody reads
    return {role: access.asker(as_, cast[key]) for role, key in ROLE_OF.items()}


@pytest.mark.one_engine
def test_every_role_reaches_just_what_the_table_says(app, cast, browsers):
    people = {role: cast[key] for role, key in ROLE_OF.items()}
    done, approved = set(access.lines(access.walk(app, people, browsers))), set(access.lines(access.approved()))
    wrong = [f"+ {line}" for line in sorted(done - approved)] + [f"- {line}" for line in sorted(approved - done)]
    if wrong:
        pytest.fail("\n".join(["tests/core/access.txt differs; is it meant that these get in?", *wrong]), pytrace=False)


@pytest.mark.one_engine
def test_strangers_are_sent_to_sign_in(app, client):
    """No route that asks for a permission answers somebody who has not signed in."""
    for endpoint, method, address in access.routes(app):
        if getattr(app.view_functions[endpoint], "permission", None) is not None:
            answer = client.open(address, method=method)
            assert answer.status_code == 303 and "/sign-in" in answer.location, (endpoint, method, answer.status_code)
