"""No page leads to a refusal: its links are followed, by the people of the demonstration house. Source: docs/ui.md.

Between two kinds of page a few links are followed, since the others differ by the row alone.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import pytest

from tests.stories.visitor import Visitor

PASSWORD = "Qinglan-2026"
SOME = ["00041", "21031", "21101", "21102"]  # finance, the station's office, a shift leader, a collector
ALL = [*SOME, "00001", "00020", "00021", "00031", "00011", "00013", "21001"]
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
ELSEWHERE = ("/static/", "/sign-out", "/switch")


def kind_of(path: str) -> str:
    """Return what the pages of all rows of a kind have in common."""
    return re.sub(r"\d+", "#", path.partition("?")[0])


def refused(server, staff_no: str, each: int) -> dict[str, str]:
    """Return the links that were refused, with the page that shows them and the answer; ``each`` between two kinds."""
    visitor, waiting, found = Visitor(server).sign_in(staff_no, PASSWORD), [("/", "")], {}
    seen, followed = {"/"}, Counter()
    while waiting:
        path, shown_on = waiting.pop()
        answer = visitor.get(path)
        if answer.status >= 400:
            found[path] = f"{answer.status}, shown on {shown_on}"
            continue
        for link in LINK.findall(answer.text):
            target = urljoin(path, unescape(link)).partition("#")[0]
            step = (kind_of(path), kind_of(target))
            inside = target.startswith("/") and not target.startswith(ELSEWHERE)
            if inside and target not in seen and followed[step] < each:
                followed[step] += 1
                seen.add(target)
                waiting.append((target, path))
    assert len(seen) > 20, "the visitor saw nothing"
    return found


@pytest.mark.parametrize("staff_no", SOME)
def test_no_link_leads_to_a_refusal(server, staff_no):
    assert refused(server, staff_no, each=1) == {}


@pytest.mark.soak
@pytest.mark.parametrize("staff_no", ALL)
def test_no_link_of_the_whole_house_leads_to_a_refusal(server, staff_no):
    assert refused(server, staff_no, each=4) == {}
