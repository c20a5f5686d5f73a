"""One row of everything in each of two stations, and who is who there: what the walk over all addresses asks for.

``MAKERS`` names, for every argument of an address, the maker of its row. An address with an argument that has none
makes the walk fail: whoever adds a room adds its rows here.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from models import approvals, closings, deadlines, inbox
from models.accounts import Body, BodyPost, Role, RoleGrant, Terminal, User, role_requests, terminals
from models.approvals import ApprovalChain, ApprovalTask
from models.awards import AwardKind, AwardPayment, keeping, objections, rounds
from models.certificates import CertificateTemplate
from models.complaints import Channel, ComplaintChannel
from models.core import attachments, audit, clock
from models.core.db import db
from models.core.holidays import Holiday
from models.deadlines import DeadlineRule, DeadlineTimer
from models.handover import Difference, Matter
from models.handover.kinds import DifferenceKind, Urgency
from models.inbox import Message
from models.inspections import confirming, editing, recording
from models.penalties import Collection
from models.points import PointBalance, PointEntry, PointRule
from models.relays import ChannelKind, RelayDelivery, setup
from models.roster import Change, DayOffKind, Duty, DutyPost, rules
from models.roster.changing import Span
from models.service import (
    Channel as SurveyChannel,
)
from models.service import (
    FollowUpCall,
    ItemState,
    Scale,
    ServiceKind,
    SpecialGroup,
    WindowGap,
    WindowItem,
    appointments,
    asking,
    follow_ups,
    records,
    surveys,
    windows,
)
from models.training import ImportState, QuestionImport
from models.training import rules as quiz
from tests.awards import makers as awards
from tests.certificates import makers as certificates
from tests.complaints import makers as complaints
from tests.footage import makers as filming
from tests.handover import makers as handovers
from tests.inspections import makers as inspecting
from tests.measures import makers as measures
from tests.meetings import makers as meetings
from tests.mystery_visits import makers as visiting
from tests.notices import makers as notices
from tests.penalties import makers as penalties
from tests.points.makers import make_deed, make_grievance
from tests.rectifications import makers as rectifying
from tests.relays import makers as relays
from tests.roster.makers import make_lanes, make_shift
from tests.sampling import makers as drawing
from tests.service import makers as services
from tests.training import makers as training

# station: (leader, who takes over, 值班站长, collector, crew)
STATIONS = {
    "qinglan": ("liu", "han", "duo", "wang", "crew1"),
    "meiling": ("mo", "mei", "du", "mei", "mcrew1"),
}
PHONES = {"qinglan": "13800001111", "meiling": "13900002222"}
AT_HOME = {
    "qinglan": ("wang", "zhao", "liu", "sun", "zhou", "han", "huang", "duo", "li", "jian", "nei"),
    "meiling": ("mei", "mo", "du"),
}
DAY = date(2026, 11, 24)


def make_all(cast, units, station: str) -> dict[str, object]:
    """Make a row of everything at ``station``; return the values of addresses by the name of their argument."""
    made: dict[str, object] = {}
    for maker in (
        _people,
        _shifts,
        _handover,
        _penalty,
        _measures,
        _complaint,
        _points,
        _awards,
        _closing,
        _quiz,
        _inbox,
        _files,
        _certificate,
        _notice,
        _meeting,
    ):
        made |= maker(cast, units, station)
        db.session.commit()
    return made


def make_services(cast, units, station: str) -> dict[str, object]:
    """Make the rows of help given, and of what is looked at and put right."""
    made: dict[str, object] = {}
    for maker in (_service, _rectification, _footage, _inspection, _sampling, _visit, _campaign):
        made |= maker(cast, units, station)
        db.session.commit()
    return made


def make_house(cast, units) -> dict[str, object]:
    """Return the rows that belong to the whole house."""
    question = training.make_question(900)
    sheet = QuestionImport(
        file_name="题.xlsx", by_id=cast["ming"].id, checked_at=clock.now(), state=ImportState.CHECKED
    )
    sheet.good_count = sheet.new_count = 0
    sheet.rows = sheet.refusals = sheet.duplicates = sheet.flaws = []
    db.session.add(sheet)
    audit.record("question.check", sheet, cast["ming"])
    db.session.commit()
    return {
        "body_id": db.session.scalars(select(Body.id)).first(),
        "post_id": db.session.scalars(select(BodyPost.id)).first(),
        "chain_id": db.session.scalars(select(ApprovalChain.id)).first(),
        "clause_id": penalties.clause().id,
        "holiday_id": db.session.scalars(select(Holiday.id)).first(),
        "import_id": sheet.id,
        "question_id": question.id,
        "role_id": db.session.scalars(select(Role.id)).first(),
        "rule_id": db.session.scalars(select(PointRule.id)).first(),
        **_ways_out(cast, units),
        **_check_sheet(cast),
        "deadline_rule_id": db.session.scalars(select(DeadlineRule.id)).first(),
        "template_id": db.session.scalars(select(CertificateTemplate.id)).first(),
        "kind_id": db.session.scalars(select(AwardKind.id)).first(),
    }


def _check_sheet(cast) -> dict[str, object]:
    """A new edition of a check sheet, which can still be changed."""
    row = editing.renew(inspecting.sheet("month-1000"), by=cast["ming"])
    db.session.flush()
    return {"sheet_id": row.id, "section_id": row.sections[0].id, "sheet_item_id": row.items[0].id}


def _people(cast, units, station: str) -> dict[str, object]:
    _leader, _heir, _duo, collector, crew = STATIONS[station]
    person = cast[collector]
    db.session.execute(db.update(User).where(User.id == person.id).values(phone=PHONES[station]))
    role = db.session.scalars(select(Role).where(Role.code == "field")).one()
    asked = role_requests.ask(person, role, units[crew], cast["xi"])
    grant = db.session.scalars(select(RoleGrant.id).where(RoleGrant.user_id == person.id)).one()
    pc = Terminal()
    terminals.register(
        pc, name=f"{units[station].name}岗亭", unit=units[station], is_shared=True, token=f"pc-{station}", by=cast["xi"]
    )
    db.session.flush()
    return {
        "user_id": person.id,
        "unit_id": units[crew].id,
        "grant_id": grant,
        "request_id": asked.id,
        "terminal_id": pc.id,
    }


def _shifts(cast, units, station: str) -> dict[str, object]:
    leader, _heir, duo, collector, crew = STATIONS[station]
    lanes = make_lanes(units[station], "X08 X09")
    posts = {cast[leader]: (DutyPost.LEADER, None), cast[collector]: (DutyPost.COLLECTOR, lanes["X08"])}
    shift = make_shift(units[station], DAY, "early", units[crew], posts)
    duty = training.duty_in(shift, cast[collector])
    rules.move(duty, lanes["X09"], Span(duty.starts_at, duty.ends_at), "车道检修", cast[leader])
    db.session.commit()
    off = rules.register(cast[collector], date(2026, 12, 9), DayOffKind.LEAVE, "家中有事", cast[duo])
    standing = (Duty.shift_id == shift.id, Duty.user_id == cast[collector].id, Duty.is_void.is_(False))
    return {
        "shift_id": shift.id,
        "lane_id": lanes["X08"].id,
        "duty_id": db.session.scalars(select(Duty.id).where(*standing)).one(),
        "change_id": db.session.scalars(select(Change.id).where(Change.shift_id == shift.id)).first(),
        "day_off_id": off.id,
    }


def _handover(cast, units, station: str) -> dict[str, object]:
    leader, heir, _duo, collector, crew = STATIONS[station]
    day = handovers.DAY
    lanes = make_lanes(units[station], "X01 X02")
    handovers.give_pins(cast[leader], cast[heir])
    posts = {cast[leader]: (DutyPost.LEADER, None), cast[collector]: (DutyPost.COLLECTOR, lanes["X01"])}
    middle = make_shift(units[station], day, "middle", units[crew], posts)
    make_shift(units[station], date(2026, 10, 28), "night", units[crew], {cast[heir]: (DutyPost.LEADER, None)})
    handover = handovers.fill(handovers.make_handover(middle, cast[leader]), cast[leader])
    handover = handovers.sign_out(handover, cast[leader])
    place = {"unit_id": units[station].id, "handover_id": handover.id}
    matter = Matter(
        **place, opened_in_id=handover.id, sentence="栏杆待修", urgency=Urgency.NORMAL, opened_at=clock.now()
    )
    short = Difference(**place, user_id=cast[collector].id, kind=DifferenceKind.SHORT, subject="X01", amount=7000)
    short.explanation, short.on = "找零差错", day
    for row in (matter, short):
        db.session.add(row)
        audit.record("handover.make", row, cast[leader])
    return {
        "handover_id": handover.id,
        "settlement_id": handover.settlements[0].id,
        "matter_id": matter.id,
        "difference_id": short.id,
    }


def _penalty(cast, units, station: str) -> dict[str, object]:
    collector = STATIONS[station][3]
    penalty = penalties.make_submitted(cast, collector, facts=f"{units[station].name}的事实")
    due = penalties.make_due(cast, STATIONS[station][0], occurred_at=clock.now() - timedelta(days=2))
    approval = approvals.latest_of(penalty)
    task = db.session.scalars(select(ApprovalTask.id).where(ApprovalTask.approval_id == approval.id)).first()
    told = {"receipt_no": f"SK-{station}", "ten_clause": penalties.ten()}
    earlier = clock.now() - timedelta(days=3)  # another fact: one of the people is taken for two parts
    paid = penalties.make_collected(cast, STATIONS[station][1], occurred_at=earlier, **told)
    receipt = db.session.scalars(select(Collection.id).where(Collection.penalty_id == paid.id)).one()
    rows = {"penalty_id": penalty.id, "violation_id": penalty.violation_id, "collection_id": receipt}
    return rows | {"task_id": task, "due_id": due.id, "paid_id": paid.id}


def _awards(cast, units, station: str) -> dict[str, object]:
    """A round in 公示 with an objection to the leader, a bar of the crew, and a reward that was paid."""
    leader, _heir, _duo, collector, crew = STATIONS[station]
    since = clock.today().replace(day=1)
    kind = awards.kind(filters={}, weights={"score": 100})
    told = {"title": f"{units[station].name}标兵", "since": since, "until": clock.today(), "by": cast["ming"]}
    award = rounds.begin(kind=kind, unit=units[station], at=clock.now(), **told)
    rounds.screen(award, by=cast["ming"], at=clock.now())
    rounds.start_jury(award, by=cast["ming"])
    rounds.publish(award, by=cast["ming"], at=clock.now())
    row = awards.candidate(award, cast[leader].name)
    doubt = objections.object_to(award, candidate=row, words="请核实", by=cast[collector], at=clock.now())
    barred = keeping.bar(holder=units[crew], year=2020, reason="试", by=cast["wu"], at=clock.now())
    paid = AwardPayment(candidate_id=row.id, unit_id=award.unit_id, amount=5000, receipt_no=f"JJ-{station}")
    paid.paid_on, paid.paid_by_id, paid.paid_at = clock.today(), cast["cai"].id, clock.now()
    db.session.add(paid)
    audit.record("award.pay", paid, cast["cai"])
    db.session.flush()
    rows = {"award_id": award.id, "candidate_id": row.id, "objection_id": doubt.id, "bar_id": barred.id}
    return rows | {"payment_id": paid.id}


def _measures(cast, units, station: str) -> dict[str, object]:
    leader, heir, duo, _collector, _crew = STATIONS[station]
    talk = measures.make_talk(cast, leader, talker=cast[duo])
    row, order = measures.make_submitted(cast, person=heir), measures.make_directive(cast, duo)
    return {"talk_id": talk.id, "measure_id": row.id, "directive_id": order.id}


def _closing(cast, units, station: str) -> dict[str, object]:
    closed = closings.close(units[station], month=date(2020, 1, 1), note="", by=cast["chen"], at=clock.now())
    return {"closing_id": closed.id}


def _points(cast, _units, station: str) -> dict[str, object]:
    """The account and the entry that the penalty in force left behind."""
    leader = cast[STATIONS[station][0]]
    mine = (PointEntry.person_id == leader.id, PointEntry.kind == "penalty")
    account = select(PointBalance.id).where(PointBalance.person_id == leader.id)
    deed = make_deed(leader, cast[STATIONS[station][3]])
    return {
        "deed_id": deed.id,
        "grievance_id": make_grievance(leader).id,
        "entry_id": db.session.scalars(select(PointEntry.id).where(*mine)).first(),
        "balance_id": db.session.scalars(account).first(),
    }


def _complaint(cast, units, station: str) -> dict[str, object]:
    """A case that the collector took, and a channel of the station."""
    leader, _heir, duo, collector, _crew = STATIONS[station]
    told = {"unit": units[station], "content": f"{units[station].name}的事实", "phone": PHONES[station]}
    case = complaints.make_accepted(cast, collector, **told)
    channel = ComplaintChannel(unit_id=units[station].id, channel=Channel.VISIT, address="站部", method="当面说明")
    channel.keeper_id, channel.deputy_id = cast[duo].id, cast[leader].id
    db.session.add(channel)
    audit.record("complaint.keep_channels", channel, cast[duo])
    return {"complaint_id": case.id, "channel_id": channel.id}


def _service(cast, units, station: str) -> dict[str, object]:
    """A line of help, a visit with two people, a call back, a survey, and a check that found something."""
    leader, heir, duo, collector, _crew = STATIONS[station]
    unit, at, phone = units[station], clock.now(), PHONES[station]
    told = {"kind": services.kind(), "quantity": 1, "served_at": at, "signed_by": cast[duo], "phone": phone}
    told |= {"person_name": services.NAME, "plate": services.PLATE}
    record = records.register(unit=unit, by=cast[duo], at=at, **told)
    booked = {"person_name": services.NAME, "phone": phone, "group": SpecialGroup.ELDERLY, "note": ""}
    booked |= {"address": services.ADDRESS, "business": "补缴通行费"}
    slot = {"on": clock.local(at).date() + timedelta(days=1), "slot": "14:00"}
    visit = appointments.register(unit=unit, by=cast[duo], at=at, **slot, **booked)
    pair = {"collector": cast[collector], "recorder": cast[leader if leader != collector else heir]}
    appointments.dispatch(visit, device_no="", by=cast[duo], at=at, **pair)
    days = {"since": clock.local(at).date(), "until": clock.local(at).date()}
    sample = follow_ups.draw(unit=unit, sample_size=5, by=cast["ming"], at=at, **days)
    asked = {"name": "司乘满意度", "greeting": "", "dimensions": list(surveys.DIMENSIONS), "wanted": 10, **days}
    survey = surveys.create(unit=unit, scale=Scale.FIVE, by=cast["ming"], at=at, **asked)
    running = surveys.create(unit=unit, scale=Scale.FIVE, by=cast["ming"], at=at, **asked)
    surveys.start(running, by=cast["ming"])
    scores = {db.session.scalars(asking.dimensions_of(running.id)).first().id: 5}
    told = {"channel": SurveyChannel.PAPER, "answered_on": days["since"], "by": cast["ming"], "at": at}
    (typed,) = surveys.enter(running, [(scores, "")], **told)
    bad = services.found(unit.id, 轮椅=(ItemState.MISSING, "被借走"))
    check = windows.check(unit.id, found=bad, note="", by=cast[duo], at=at)
    db.session.flush()
    here = select(FollowUpCall.id).where(FollowUpCall.round_id == sample.id)
    return {
        "record_id": record.id,
        "appointment_id": visit.id,
        "sample_id": sample.id,
        "call_id": db.session.scalars(here).first(),
        "round_id": survey.id,
        "slug": survey.slug,
        "survey_sheet_id": typed.id,
        "check_id": check.id,
        "gap_id": db.session.scalars(select(WindowGap.id).where(WindowGap.check_id == check.id)).first(),
        "window_item_id": _own(WindowItem(name=f"{unit.name}的拐杖"), unit),
        "kind_id": _own(ServiceKind(name=f"{unit.name}的雨衣"), unit),
    }


def _own(row, unit) -> int:
    """Keep an entry of a list that one station has for itself."""
    row.unit_id = unit.id
    db.session.add(row)
    audit.record("service.setup", row, None)
    return row.id


def _rectification(cast, units, station: str) -> dict[str, object]:
    """An order that is worked on, with its clock."""
    leader, _heir, _duo, _collector, crew = STATIONS[station]
    row = rectifying.make_working(cast, who=leader, owners=(leader,), unit=crew)
    timers = deadlines.of(row).with_only_columns(DeadlineTimer.id)
    return {
        "rectification_id": row.id,
        "planned_measure_id": row.measures[0].id,
        "timer_id": db.session.scalars(timers).first(),
    }


def _inspection(cast, units, station: str) -> dict[str, object]:
    """One that has been submitted, with a finding about the collector and its photo."""
    _leader, _heir, _duo, collector, crew = STATIONS[station]
    row = inspecting.make_running(cast, units, unit=units[crew])
    told = inspecting.found(cast, collector, words=f"{units[station].name}的事实")
    inspecting.mark(row, "4.1", cast["min"], told)
    row = inspecting.whole(row.id)
    photo = attachments.prepare(inspecting.picture())
    kept = recording.add_photo(row, row.findings[0], photo=photo, by=cast["min"])
    inspecting.fill(row, cast["min"])
    confirming.submit(row, summary="一处不合格。", suggestion="", by=cast["min"], at=clock.now())
    return {"inspection_id": row.id, "finding_id": row.findings[0].id, "shot_id": kept.id}


def _sampling(cast, units, station: str) -> dict[str, object]:
    """A draw of two clips out of the month in which the crew was on duty."""
    leader, _heir, _duo, collector, crew = STATIONS[station]
    lanes = make_lanes(units[station], "E08")
    for day in (date(2026, 10, 5), date(2026, 10, 6)):
        posts = {cast[leader]: (DutyPost.LEADER, None), cast[collector]: (DutyPost.COLLECTOR, lanes["E08"])}
        make_shift(units[station], day, "early", units[crew], posts)
    draw = drawing.make_draw(cast, units, station=station, total=2)
    clip = drawing.clips(draw)[0]
    return {
        "draw_id": draw.id,
        "clip_id": clip.id,
        "clip_review_id": clip.reviews[0].id,
        "station_id": units[station].id,
        "month": f"{drawing.MONTH:%Y-%m}",
    }


def _visit(cast, units, station: str) -> dict[str, object]:
    """A published visit, and a sealed one with a photo."""
    told = {"station": station, "errand": f"{units[station].name}的事实", "focus": ""}
    shown = visiting.make_published(cast, units, **told)
    sealed = visiting.make_sent(cast, units, photo=True, **told)
    proposal = next(one for one in shown.matters if one.kind.value == "proposal")
    return {
        "visit_id": shown.id,
        "visit_matter_id": proposal.id,
        "planned_visit_id": visiting.make_plan(cast, units, station=station, focus="").id,
        "sealed_visit_id": sealed.id,
        "photo_id": sealed.photos[0].id,
    }


def _campaign(cast, units, station: str) -> dict[str, object]:
    """A campaign of the station alone, and a process that it simplified."""
    campaign = rectifying.make_campaign(cast, unit=units[station])
    review = rectifying.make_review(cast, unit=units[station])
    db.session.flush()
    return {
        "campaign_id": campaign.id,
        "phase_id": campaign.phases[0].id,
        "goal_id": campaign.goals[0].id,
        "study_id": campaign.studies[0].id,
        "process_review_id": review.id,
    }


def _footage(cast, units, station: str) -> dict[str, object]:
    group = filming.make_group(cast, units, station=station)
    row = filming.ask(cast, units, by=STATIONS[station][2], station=station)
    return {"footage_id": row.id, "group_id": group.id}


def _quiz(cast, units, station: str) -> dict[str, object]:
    leader, _heir, _duo, collector, crew = STATIONS[station]
    training.make_bank(6) if station == "qinglan" else None
    shift = training.make_early(units, cast[leader], cast[collector], crew=crew)
    attempt = quiz.start(training.duty_in(shift, cast[collector]), cast[collector], shift.starts_at)
    return {"attempt_id": attempt.id}


def _inbox(cast, _units, station: str) -> dict[str, object]:
    person = cast[STATIONS[station][3]]
    inbox.notify([person.id], "test", f"给{person.name}的消息", "/", key="walk", at=clock.now())
    return {"message_id": db.session.scalars(select(Message.id).where(Message.user_id == person.id)).first()}


def _files(cast, _units, station: str) -> dict[str, object]:
    out = BytesIO()
    Image.new("RGB", (64, 48), (9, 90, 9)).save(out, "PNG")
    out.seek(0)
    leader, _heir, _duo, collector, _crew = STATIONS[station]
    kept = attachments.keep(attachments.prepare(out), cast[collector], cast[leader])
    db.session.flush()
    return {"attachment_id": kept.id}


def _certificate(cast, _units, station: str) -> dict[str, object]:
    row = certificates.make_issued(cast, cast[STATIONS[station][3]])
    return {"certificate_id": row.id}


def _notice(cast, units, station: str) -> dict[str, object]:
    """A must-read of the station's own 值班站长, published to its people."""
    notice = notices.make_published(cast, units[station], by=STATIONS[station][2], units=[units[station]])
    return {"notice_id": notice.id}


def _meeting(cast, units, station: str) -> dict[str, object]:
    """A meeting of the station that was held, with a point of its agenda and a decision its leader carries out."""
    leader, _heir, duo, _collector, _crew = STATIONS[station]
    meeting = meetings.make_held(cast, units[station], called=[cast[duo]])
    made = {"meeting_id": meeting.id, "agenda_id": meeting.agenda[0].id}
    told = {"department": units[station], "owner": cast[leader], "overseer": cast["ming"]}
    return made | {"decision_id": meetings.make_decision(cast, units, meeting, **told).id}


def _ways_out(cast, units) -> dict[str, object]:
    """A mail server of the house and a message that waits for it."""
    given = {"host": "127.0.0.1", "port": 25, "sender": "zhan@example.cn"}
    channel = relays.make_channel(cast, units["office"], ChannelKind.EMAIL, **given)
    setup.set_address(cast["wang"], email="wang@example.cn")
    relays.say([cast["wang"]], "外发")
    return {"channel_id": channel.id, "delivery_id": db.session.scalars(select(RelayDelivery.id)).first()}


def tables_of(made: dict[str, object]) -> dict[str, object]:
    """Return the rows whose history can be asked for, by table."""
    own = {
        "users": "user_id",
        "units": "unit_id",
        "handovers": "handover_id",
        "matters": "matter_id",
        "handover_differences": "difference_id",
        "shifts": "shift_id",
        "notices": "notice_id",
        "penalties": "penalty_id",
        "violations": "violation_id",
        "days_off": "day_off_id",
        "lanes": "lane_id",
        "month_closings": "closing_id",
        "talks": "talk_id",
        "measures": "measure_id",
        "directives": "directive_id",
        "point_entries": "entry_id",
        "awards": "award_id",
        "award_payments": "payment_id",
        "good_deeds": "deed_id",
        "grievances": "grievance_id",
        "certificates": "certificate_id",
        "complaints": "complaint_id",
        "penalty_collections": "collection_id",
        "meetings": "meeting_id",
        "meeting_decisions": "decision_id",
    }
    return {table: made[name] for table, name in own.items()}


__all__ = ["AT_HOME", "PHONES", "STATIONS", "make_all", "make_house", "tables_of"]
