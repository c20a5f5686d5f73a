"""Two months of inspections of the demonstration station, at every stage. Invented, and always the same."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from models.accounts import Unit, User
from models.core import attachments, clock
from models.core.db import db
from models.core.gathered import gather
from models.core.seeds import demo_data
from models.inspections import confirming, consequences, opening, queries, recording, replying, reviewing
from models.inspections.kinds import Kind, Method, Outcome, TemplateState, Verdict
from models.inspections.recording import Reading, Told
from models.inspections.tables import Finding, Inspection, Template

FILE = Path(__file__).with_name("demo_inspections.csv")
OFFICE, HEAD, INSPECTORS = "00021", "00020", ("00031", "00032")
HOURS = {"submitted": 2, "answered": 8, "decided": 30, "reported": 32, "filed": 80}
COLOURS = (("#b9c4cc", "#4d5a63"), ("#d5ccb8", "#6b5a42"), ("#c3cfc4", "#55604f"))


@dataclass(frozen=True, slots=True)
class Case:
    """One inspection: how many ``days`` ago, of which unit, by which sheet, what was wrong, how far it came.

    ``wrong`` lists ``code:number:words``, ``;`` between; the person is the next collector of the crew; ``absent`` are
    codes that did not apply.
    """

    days: int
    hour: int
    unit: str
    sheet: str
    kind: Kind
    method: Method
    topics: str
    weather: str
    wrong: str
    absent: str
    stage: str
    summary: str


@demo_data(order=45)
def fill() -> None:
    """Take every case as far as its stage, by the rules; nothing in a house that has inspections or no such people."""
    people = {person.staff_no: person for person in db.session.scalars(select(User)).unique()}
    if db.session.scalar(select(Inspection.id).limit(1)) or not {OFFICE, HEAD, *INSPECTORS} <= people.keys():
        return
    units = {unit.code: unit for unit in db.session.scalars(select(Unit))}
    for number, case in enumerate(_cases()):
        _Telling(case, people, units, number).tell()
    db.session.commit()


def _cases() -> list[Case]:
    with FILE.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    kinds = {"days": int, "hour": int, "kind": Kind, "method": Method}
    return [Case(**{name: kinds.get(name, str)(text) for name, text in row.items()}) for row in rows]


class _Telling:
    """One inspection on its way: people by staff number, units by code, and the clock of its steps."""

    def __init__(self, case: Case, people: dict[str, User], units: dict[str, Unit], number: int) -> None:
        self.case, self.people, self.units, self.number = case, people, units, number
        self.began = min(clock.at(clock.today() - timedelta(days=case.days), time(case.hour, 10)), clock.now())
        self.lead, self.fellow = (people[one] for one in (INSPECTORS if number % 2 else INSPECTORS[::-1]))

    def at(self, step: str) -> datetime:
        return min(self.began + timedelta(hours=HOURS[step]), clock.now())

    def tell(self) -> None:
        inspection = self._begun()
        template = inspection.template
        absent = self.case.absent.split()
        wrong = dict(self._wrong(inspection))
        items = template.items if self.case.stage != "running" else template.items[: len(template.items) // 2]
        readings = [Reading(item, *self._verdict(item.code, wrong, absent)) for item in items]
        recording.answer_all(inspection, readings, by=self.lead, at=self.began)
        for finding in inspection.findings:
            recording.add_photo(inspection, finding, photo=self._photo(), by=self.lead)
        if self.case.stage != "running":
            told = {"summary": self.case.summary, "suggestion": "班前会讲评，列入下次抽查。", "by": self.lead}
            confirming.submit(inspection, **told, at=self.at("submitted"))
            self._answered(inspection)

    def _begun(self) -> Inspection:
        case = self.case
        here = (Template.code == case.sheet, Template.state == TemplateState.PUBLISHED)
        inspection = opening.start(
            kind=case.kind,
            method=case.method,
            topics=case.topics.split(),
            template=db.session.scalars(select(Template).where(*here).options(queries.PARTS)).one(),
            unit=self.units[case.unit],
            started_at=self.began,
            weather=case.weather,
            inspectors=[self.fellow],
            by=self.lead,
            at=clock.now(),
        )
        found = gather(select(Inspection).where(Inspection.id == inspection.id), queries.WHOLE)
        return db.session.scalars(found.execution_options(populate_existing=True)).unique().one()

    def _wrong(self, inspection: Inspection):
        """Give ``(code, finding)``: each about another collector who was there."""
        crew = [one for one in self.people.values() if one.unit_id == inspection.unit_id and one.post_title == "收费员"]
        for place, part in enumerate(one for one in self.case.wrong.split(";") if one):
            code, number, words = part.split(":")
            person = crew[(self.number + place) % len(crew)] if crew and not words.startswith("公共") else None
            key = hashlib.md5(f"{self.number}-{place}".encode(), usedforsecurity=False).hexdigest()
            yield code, Told(key, int(number), person=person, words=words, video_ref=self._video(place))

    def _video(self, place: int) -> str:
        return f"LX-{self.began:%m%d}-{place + 1:02d}" if self.case.method is Method.VIDEO else ""

    def _verdict(self, code: str, wrong: dict[str, Told], absent: list[str]):
        if code in absent:
            return Verdict.NONE, ()
        return (Verdict.FAIL, (wrong[code],)) if code in wrong else (Verdict.PASS, ())

    def _answered(self, inspection: Inspection) -> None:
        stage = self.case.stage
        if stage == "confirming":
            return
        for place, finding in enumerate(one for one in inspection.findings if one.reply):
            self._reply(finding, disputes=place == 0 and stage in ("disputed", "overturned", "amended", "upheld"))
        if stage not in ("review", "disputed"):
            self._decided(inspection)

    def _reply(self, finding: Finding, *, disputes: bool) -> None:
        person = next(one for one in self.people.values() if one.id == finding.reply.person_id)
        if disputes:
            words = "当时正在更换，录像可以说明，请复核。"
            replying.dispute(finding, words=words, photo=self._photo(), by=person, at=self.at("answered"))
        else:
            replying.agree(finding, by=person, at=self.at("answered"))

    def _decided(self, inspection: Inspection) -> None:
        stage, head = self.case.stage, self.people[HEAD]
        outcome = {"overturned": Outcome.OVERTURNED, "amended": Outcome.AMENDED, "upheld": Outcome.UPHELD}.get(stage)
        if outcome is not None:
            finding = next(one for one in inspection.findings if one.reply and one.reply.words)
            told = {"outcome": outcome, "number": 1, "reason": "复核录像和现场照片后决定。"}
            reviewing.decide(finding, inspection, by=head, at=self.at("decided"), **told)
        reviewing.publish(inspection, by=head, at=self.at("reported"))
        if self.case.days > 20:
            consequences.archive(inspection, by=head)

    def _photo(self):
        return attachments.prepare(picture(*COLOURS[self.number % len(COLOURS)]))


def picture(sky: str, ground: str) -> BytesIO:
    """Draw a stand-in for a photo: a booth, a counter, a board."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (heavy, and only the demonstration needs it)

    image = Image.new("RGB", (640, 400), sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 270, 640, 400), fill=ground)
    draw.rectangle((70, 90, 330, 310), fill="#e9edf0", outline="#33424c", width=4)
    draw.rectangle((100, 130, 300, 220), fill="#7fa3b8")
    draw.rectangle((420, 120, 580, 220), fill="#00694a")
    draw.line((440, 150, 560, 150), fill="#ffffff", width=6)
    draw.line((440, 180, 530, 180), fill="#ffffff", width=6)
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out
