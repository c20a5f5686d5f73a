"""Who meets the conditions, with the sentence for every one that is missed; and the figures of who does.

Pure of the database: facts go in, sentences and figures come out. Source: domain §2.13.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from models.awards import ranking
from models.awards.facts import Facts
from models.awards.kinds import Component
from models.points import said


class Check(NamedTuple):
    """One condition: whether it is met, and how it stands in words."""

    is_met: bool
    title: str
    words: str


def checks(facts: Facts, filters: Mapping[str, Any]) -> list[Check]:
    """Return every condition that is asked, met or not, in the order of the page."""
    found = []
    if posts := filters.get("posts"):
        post = facts.person.post_title if facts.person else ""
        found.append(Check(post in posts, "岗位", f"{post or '未登记岗位'}，限于{'、'.join(posts)}"))
    if filters.get("no_ban"):
        found.append(Check(not facts.bans, "评先资格", "；".join(facts.bans) or "没有被取消"))
    if filters.get("no_complaint"):
        words = f"期间有属实投诉 {'、'.join(facts.complaints)}" if facts.complaints else "期间没有属实投诉"
        found.append(Check(not facts.complaints, "属实投诉", words))
    if (least := filters.get("least_score")) is not None:
        mean = ranking.mean(facts.scores)
        words = f"月均 {said(mean)} 分，要求 {said(least)} 分" if facts.scores else "期间没有积分"
        found.append(Check(bool(facts.scores) and mean >= least, "积分得分", words))
    if least := filters.get("least_shifts"):
        found.append(Check(facts.shifts >= least, "出勤班次", f"{facts.shifts} 个班，要求 {least} 个班"))
    if filters.get("needs_grievance"):
        words = (
            f"三方签认的委屈记录 {'、'.join(facts.grievances)}" if facts.grievances else "期间没有三方签认的委屈记录"
        )
        found.append(Check(bool(facts.grievances), "委屈记录", words))
    return found


def reasons(facts: Facts, filters: Mapping[str, Any]) -> list[str]:
    """Return why the holder does not qualify; empty when it does."""
    return [f"{one.title}：{one.words}" for one in checks(facts, filters) if not one.is_met]


def figures(everybody: Iterable[Facts], jury: Mapping[str, tuple[int, int]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return by holder and component the figure in hundredths with its words.

    Merits are measured by the most that any of them has. Whose crew was never inspected, or whom no juror judged,
    counts as the mean of the others: nobody is worse off for what did not take place. A quiz not taken is nothing:
    that was in one's own hands.
    ``jury`` is ``(mean in hundredths, votes)`` by holder.
    """
    people = list(everybody)
    most = max((sum(facts.merits) for facts in people), default=0)
    usual = ranking.mean([facts.inspection for facts in people if facts.inspections])
    judged = ranking.mean([jury[facts.key][0] for facts in people if facts.key in jury])
    return {facts.key: _of(facts, most, usual, jury.get(facts.key, (judged, 0))) for facts in people}


def _of(facts: Facts, most: int, usual: int, votes: tuple[int, int]) -> dict[str, dict[str, Any]]:
    mean, base, merit = ranking.mean(facts.scores), ranking.mean(facts.bases), sum(facts.merits)
    return {
        Component.SCORE.value: _figure(ranking.share(mean, base), f"月均 {said(mean)} 分，基础分 {said(base)}"),
        Component.MERIT.value: _figure(
            ranking.share(merit, most), f"加分余额共 {said(merit)} 分，候选中最多 {said(most)} 分"
        ),
        Component.QUIZ.value: _figure(facts.quiz, f"{facts.quizzes} 次首答的平均分"),
        Component.INSPECTION.value: _inspected(facts, usual),
        Component.JURY.value: _figure(votes[0], _judged(votes[1])),
    }


def _judged(votes: int) -> str:
    return f"{votes} 位评委的平均分" if votes else "没有评委打分，按候选的平均得分计"


def _inspected(facts: Facts, usual: int) -> dict[str, Any]:
    if not facts.inspections:
        return _figure(usual, "期间没有督查，按候选的平均得分计")
    return _figure(facts.inspection, f"所在班组 {facts.inspections} 次督查的平均得分")


def _figure(value: int, words: str) -> dict[str, Any]:
    return {"value": value, "words": words}
