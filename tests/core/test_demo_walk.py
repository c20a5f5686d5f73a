"""The demonstration house, walked by its people: no page leads to a refusal, none asks row by row, no list is heavy.

Source: docs/ui.md; performance.md. Between two kinds of page a few links are followed, since the others differ by the
row alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest

from tests import postgres
from tests.browser import LiveServer, furnished_folder
from tests.core.access import routes
from tests.core.test_lists import EXPORTS
from tests.missing import skip_or_fail
from tests.stories.visitor import Answer, Visitor

PASSWORD = "Qinglan-2026"
SOME = ["00041", "21031", "21101", "21102"]  # finance, the station's office, a shift leader, a collector
ALL = [*SOME, "00001", "00020", "00021", "00031", "00011", "00013", "21001"]
KEEPERS = ["00020", "00011", "00013", "00041", "21001", "21101", "21102"]  # who between them read every list
MOST_STATEMENTS = 70  # of a page; one that asks for each row has hundreds
PAPER = "."  # in the address of a file, which may be long
HEAVIEST = 6 * 1024  # bytes, compressed
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
FIGURE = re.compile(r'<a class="stat" href="([^"#]+)">(.*?)</a>', re.DOTALL)
NUMBER = re.compile(r'stat-value num">([\d,]+)(?:<small>([^<]*)</small>)?</span>')
SAID = (  # how a rate or a mean says of how many rows it is made, those that its link opens
    re.compile(r"\d+ 件中 (\d+) 件"),
    re.compile(r"又下发 (\d+) 件"),
    re.compile(r"n=(\d+) [份件人] · 目标"),
    re.compile(r"(\d+) (?:次督查|件下发到销号)的平均"),
)
BEHIND = re.compile(r'<a href="([^"#]+)">(?:(?:([\d.]+) %（)?n ?= ?(\d+)）?|(\d+) [次件份])</a>')  # in a table, same
RATES = (  # what the rates and means of the rooms open
    *("handled=met", "verified=yes", "verdict=changed", "recurring=1", "timely=1", "/service/appointments?counted=met"),
    *("/service/records?special=y", "alone=y", "how=changed", "/mystery-visits/?unit="),
    *("replied=y", "again=y", "type=attitude", "inspections/?counted=y", "&item=", "category="),
    *("/service/sheets?", "/service/appointments?rated=y", "/service/calls?rated=y"),
)
HERE = re.compile(r'<a class="stat" href="#([\w-]+)">(.*?)</a>', re.DOTALL)
COUNTED = {"", *"件项条笔份人场次张起个班期台"}  # units of things that have a row each
TODO = re.compile(r'<a class="item" href="([^"]+)">.*?<span class="item-body"><b>(.*?)</b>', re.DOTALL)
MANY = re.compile(r" (\d+) 件$")
TOTAL = re.compile(r"共 ([\d,]+) 条")
NOTHING = '<div class="empty"'
ELSEWHERE = ("/static/", "/sign-out", "/switch")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A demonstration house that counts its statements."""
    with LiveServer(furnished_folder(tmp_path_factory, "demo-walk"), ZW_BENCH="1") as live:
        yield live


def kind_of(path: str) -> str:
    """Return what the pages of all rows of a kind have in common."""
    return re.sub(r"\d+", "#", path.partition("?")[0])


def walk(visitor: Visitor, each: int) -> Iterator[tuple[str, str, Answer]]:
    """Yield every page that can be reached, the page that links to it, and the answer.

    ``each`` is how many links are followed between two kinds of page.
    """
    waiting, seen, followed = [("/", "")], {"/"}, Counter()
    while waiting:
        path, shown_on = waiting.pop()
        answer = visitor.get(path)
        yield path, shown_on, answer
        if answer.status >= 400 or PAPER in path:
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


def faults(server, staff_no: str, each: int) -> dict[str, str]:
    """Return the links that were refused, with the page that shows them, and the pages that ask too much."""
    found = {}
    for path, shown_on, answer in walk(Visitor(server).sign_in(staff_no, PASSWORD), each):
        if answer.status >= 400:
            found[path] = f"{answer.status}, shown on {shown_on}"
        elif PAPER not in path and answer.statements > MOST_STATEMENTS:
            found[path] = f"{answer.statements} statements"
    return found


def miscounted(server, staff_no: str) -> tuple[list[str], dict[str, str]]:
    """Return the lists that figures were compared with, and the figures that count something else."""
    visitor = Visitor(server).sign_in(staff_no, PASSWORD)
    rows, found = {}, {}
    for path, _shown_on, answer in walk(visitor, each=2):
        if answer.status != 200 or PAPER in path:
            continue
        for href, figure in figures_of(answer.text):
            opened = urljoin(path, unescape(href))
            if opened not in rows:
                rows[opened] = rows_told(visitor.get(opened).text)
            if rows[opened] not in (figure, None):
                found[f"{path} {opened}"] = f"{figure}, but {rows[opened]} rows"
        for place, told in HERE.findall(answer.text):
            figure, listed = NUMBER.search(told), rows_at(answer.text, place)
            if figure and listed is not None and listed != int(figure[1].replace(",", "")):
                found[f"{path}#{place}"] = f"{figure[1]}, but {listed} rows"
    return [opened for opened, many in rows.items() if many is not None], found


def figures_of(page: str) -> Iterator[tuple[str, int]]:
    """Yield the links of a page behind figures, and the number of rows that each promises."""
    for href, told in FIGURE.findall(page):
        figure, said = NUMBER.search(told), next(filter(None, (one.search(told) for one in SAID)), None)
        if figure and figure[2] in COUNTED | {None}:
            yield href, int(figure[1].replace(",", ""))
        elif said:
            yield href, int(said[1])
    for href, percent, many, times in BEHIND.findall(page):
        yield href, round(float(percent) * int(many) / 100) if percent else int(many or times)


def rows_at(page: str, place: str) -> int | None:
    """Return how many rows the table of a panel of the same page says it has; None for a panel without a table."""
    panel = page.partition(f'id="{place}"')[2].partition("</section>")[0]
    if (told := rows_told(panel)) is not None:
        return told
    return panel.partition("<tbody")[2].count("<tr") if "<tbody" in panel else None


def unlike_their_lists(server, staff_no: str) -> dict[str, str]:
    """Return the to-dos of many matters that count another number than the list they open at."""
    visitor, found = Visitor(server).sign_in(staff_no, PASSWORD), {}
    for opened, title in TODO.findall(visitor.get("/inbox/").text):
        count, rows = MANY.search(title), rows_told(visitor.get(unescape(opened)).text)
        if "?" in opened and int(count[1] if count else 1) != rows:
            found[opened] = f"{title}, but {rows} rows"
    return found


def rows_told(page: str) -> int | None:
    """Return how many rows a list says it has; None for a page that is no list."""
    told = TOTAL.search(page)
    return int(told[1].replace(",", "")) if told else 0 if NOTHING in page else None


@pytest.mark.parametrize("staff_no", SOME)
def test_no_link_leads_to_a_refusal(server, staff_no):
    assert faults(server, staff_no, each=1) == {}


@pytest.mark.one_engine
def test_every_list_is_light(app, server):
    """As it goes over the wire, with as many rows as a page takes."""
    lists = {address for endpoint, method, address in routes(app) if method == "GET" and endpoint in EXPORTS}
    weights, read = {}, set()
    for staff_no in KEEPERS:
        visitor = Visitor(server).sign_in(staff_no, PASSWORD)
        for address in sorted(lists):
            answer = visitor.get(address, Accept_Encoding="gzip")
            if answer.status == 200:
                weights[f"{address} {staff_no}"] = answer.length
                read.add(address)
    assert {place: length for place, length in weights.items() if length > HEAVIEST} == {}
    assert len(read) > len(lists) * 0.9


@pytest.mark.soak
@pytest.mark.parametrize("staff_no", ALL)
def test_no_link_of_the_whole_house_leads_to_a_refusal(server, staff_no):
    assert faults(server, staff_no, each=4) == {}


@pytest.mark.parametrize("staff_no", ["00001", "21001"])
def test_every_figure_opens_the_rows_it_counts(server, staff_no):
    """Source: docs/ui.md, every figure opens what it counts; by the most who lead, by all in the long run."""
    compared, found = miscounted(server, staff_no)
    assert found == {} and len(compared) > 10
    if staff_no == "00001":
        assert [one for one in RATES if not any(one in opened for opened in compared)] == []


@pytest.mark.parametrize("staff_no", ALL)
def test_every_todo_opens_what_it_counts(server, staff_no):
    assert unlike_their_lists(server, staff_no) == {}


@pytest.mark.soak
@pytest.mark.parametrize("staff_no", ALL)
def test_every_figure_of_the_whole_house_opens_the_rows_it_counts(server, staff_no):
    assert miscounted(server, staff_no)[1] == {}


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory):
    """The same house on the other database, filled there: sums of money and orders of nothing differ."""
    database = postgres.server() or skip_or_fail(postgres.MISSING)
    url, instance = database.reset("zw_demo_walk", "template1"), tmp_path_factory.mktemp("demo-postgresql")
    with LiveServer(instance / "instance", DATABASE_URL=url, ZW_BENCH="1") as live:
        yield live
    database.drop("zw_demo_walk")


@pytest.mark.soak
@pytest.mark.parametrize("staff_no", ALL)
def test_no_link_leads_to_a_refusal_on_postgresql(on_postgresql, staff_no):
    assert faults(on_postgresql, staff_no, each=2) == {}
