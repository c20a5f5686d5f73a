"""Scores of check sheets: pure, in whole tenths of a point, with the reason for every tenth.

A sheet has sections with points; items take points off their section. What an item may take is bounded by its own
points (扣完为止), then by its section's. A broken ★ red line makes the section or the whole sheet zero. What does not
apply leaves the total, and the rest is scaled up to the full marks again. Source: domain §2.2 (W1, W2, W8, W12, W15,
Hebei ★ ※).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.core.db import Labelled
from models.inspections.kinds import Verdict


class Basis(Labelled):
    """How a sheet counts: from full marks down, section by section, or from a start up and down."""

    FULL = ("full", "满分扣减")
    START = ("start", "起评分加减")  # Source: domain §2.2 (W8: 90 points to start with)


class CapMode(Labelled):
    """How the occurrences of one item add up."""

    ACCUMULATE = ("accumulate", "※ 累计，本项扣完为止")
    OPEN = ("open", "累计，所在部分扣完为止")
    ONCE = ("once", "不论次数，只扣一次")


class RedLine(Labelled):
    """What a broken ★ item costs."""

    NO = ("no", "不是红线")
    SECTION = ("section", "★ 所在部分 0 分")
    SHEET = ("sheet", "★ 全表 0 分")


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One check. In tenths ``step`` to ``most_step`` for each occurrence, ``points`` at the most (None = no bound).

    ``sample_size`` says how many are looked at (10 辆); no more than were looked at can be wrong.
    """

    key: int
    step: int
    code: str = ""
    unit: str = "次"
    points: int | None = None
    cap: CapMode = CapMode.OPEN
    red_line: RedLine = RedLine.NO
    is_bonus: bool = False
    most_step: int | None = None
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class SectionRule:
    """A dimension of the sheet and its points in tenths, None on a sheet that starts from a number."""

    key: int
    title: str
    points: int | None
    items: tuple[ItemRule, ...]


@dataclass(frozen=True, slots=True)
class SheetRule:
    """``full`` marks (or the start) and ``ceiling``, the most that bonuses can reach, in tenths."""

    full: int
    ceiling: int
    basis: Basis
    sections: tuple[SectionRule, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Some occurrences of one item: whose they are is the caller's ``key``; ``rate`` in tenths, None = the step."""

    key: object
    number: int = 1
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at one item. ``sampled`` is how many were looked at, None = as many as the sheet asks for."""

    verdict: Verdict
    counts: tuple[Count, ...] = ()
    sampled: int | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """``taken`` tenths off (or added, at a bonus) after all bounds; ``shares`` of each count; ``why`` in sentences."""

    key: int
    verdict: Verdict | None
    taken: int = 0
    shares: Mapping[object, int] | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionScore:
    """In tenths the ``points`` that applied, ``taken`` off them, ``got``; None on a sheet that starts from a number."""

    key: int
    title: str
    points: int | None
    taken: int
    got: int | None
    items: tuple[ItemScore, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The result in tenths. ``applicable`` are the points that applied; ``why`` reckons from them to ``total``."""

    total: int
    full: int
    applicable: int
    taken: int
    added: int
    is_vetoed: bool
    sections: tuple[SectionScore, ...]
    why: tuple[str, ...]

    @property
    def permille(self) -> int:
        """The score as thousandths of the full marks: what sheets with different bases are compared by."""
        return _rounded(self.total * 1000, self.full) if self.full else 0

    def item(self, key: int) -> ItemScore:
        return next(item for section in self.sections for item in section.items if item.key == key)


def said(tenths: int | None) -> str:
    """Return tenths as a page shows them: 85 → 8.5, 100 → 10, -5 → −0.5."""
    if tenths is None:
        return "—"
    whole, rest = divmod(abs(tenths), 10)
    return f"{'−' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def score(sheet: SheetRule, seen: Mapping[int, Seen]) -> Score:
    """Reckon a sheet. Items without an entry in ``seen`` were not looked at yet and take nothing.

    Raises ValueError: more wrong than were looked at, a negative number, a rate out of the item's range.
    """
    sections = tuple(_section(rule, seen, sheet.basis) for rule in sheet.sections)
    added = sum(
        item.taken for rule, found in zip(sheet.sections, sections, strict=True) for item in _bonuses(rule, found)
    )
    taken = sum(section.taken for section in sections)
    if sheet.basis is Basis.START:
        return _from_start(sheet, sections, taken, added, seen)
    return _from_full(sheet, sections, taken, added, seen)


def refusal_of(rule: ItemRule, seen: Seen) -> str | None:
    """Say why ``seen`` cannot be true of an item, or None."""
    if seen.verdict is not Verdict.FAIL:
        return None
    number = sum(count.number for count in seen.counts)
    if any(count.number < 1 for count in seen.counts) or number < 1:
        return f"不合格请填写数量，至少 1 {rule.unit}。"
    sampled = rule.sample_size if seen.sampled is None else seen.sampled
    if rule.sample_size is not None and number > sampled:
        return f"不合格 {number} {rule.unit}，多于抽查的 {sampled} {rule.unit}。"
    most = rule.step if rule.most_step is None else rule.most_step
    if any(count.rate is not None and not rule.step <= count.rate <= most for count in seen.counts):
        return f"每{rule.unit}扣分应在 {said(rule.step)} 到 {said(most)} 之间。"
    return None


def _section(rule: SectionRule, seen: Mapping[int, Seen], basis: Basis) -> SectionScore:
    """Reckon one section: the items in order, each within what is left of the section's points."""
    points, why = _points_that_apply(rule, seen) if basis is Basis.FULL else (None, ())
    left, items = points, []
    for item in rule.items:
        found = _item(item, seen.get(item.key), None if item.is_bonus else left)
        if not item.is_bonus and left is not None:
            left -= found.taken
        items.append(found)
    taken = sum(found.taken for item, found in zip(rule.items, items, strict=True) if not item.is_bonus)
    if points is not None and (broken := _broken(rule, seen, RedLine.SECTION)):
        why, taken = (*why, f"★ 触犯红线（第 {broken} 项），本部分 0 分"), points
    got = None if points is None else points - taken
    return SectionScore(rule.key, rule.title, points, taken, got, tuple(items), why)


def _points_that_apply(rule: SectionRule, seen: Mapping[int, Seen]) -> tuple[int, tuple[str, ...]]:
    """Return the section's points without those of the items that do not apply, and why they went."""
    checks = [item for item in rule.items if not item.is_bonus]
    absent = [item for item in checks if item.key in seen and seen[item.key].verdict is Verdict.NONE]
    if not absent:
        return rule.points, ()
    if len(absent) == len(checks):
        return 0, (f"各项都不适用，{said(rule.points)} 分不计入总分",)
    own = sum(item.points for item in absent if item.points is not None)
    return rule.points - own, (f"不适用项的 {said(own)} 分不计入总分",) if own else ()


def _item(rule: ItemRule, seen: Seen | None, left: int | None) -> ItemScore:
    """Reckon one item within ``left`` tenths of its section (None = no bound)."""
    if seen is None or seen.verdict is not Verdict.FAIL:
        return ItemScore(rule.key, seen.verdict if seen else None, shares={})
    if refusal := refusal_of(rule, seen):
        raise ValueError(refusal)
    claims = [(count, count.number * (rule.step if count.rate is None else count.rate)) for count in seen.counts]
    if rule.cap is CapMode.ONCE:
        claims = [
            (count, (rule.step if count.rate is None else count.rate) if n == 0 else 0)
            for n, (count, _) in enumerate(claims)
        ]
    bound = rule.points if rule.cap is not CapMode.OPEN or rule.is_bonus else None
    limit = min((one for one in (bound, left) if one is not None), default=None)
    shares = _shared(claims, limit)
    taken = sum(shares.values())
    return ItemScore(rule.key, Verdict.FAIL, taken, shares, _why(rule, seen, claims, bound, left, taken))


def _shared(claims: Sequence[tuple[Count, int]], limit: int | None) -> dict[object, int]:
    """Give each count its claim in order until ``limit`` is used up."""
    shares: dict[object, int] = {}
    for count, claim in claims:
        share = claim if limit is None else min(claim, limit)
        shares[count.key] = shares.get(count.key, 0) + share
        limit = None if limit is None else limit - share
    return shares


def _why(rule: ItemRule, seen: Seen, claims, bound: int | None, left: int | None, taken: int) -> tuple[str, ...]:
    """Say how the item's tenths came about: the multiplication, then each bound that cut it."""
    verb, claim = ("加" if rule.is_bonus else "扣"), sum(amount for _count, amount in claims)
    lines = []
    if rule.sample_size is not None:
        sampled = rule.sample_size if seen.sampled is None else seen.sampled
        asked = "" if sampled == rule.sample_size else f"（应抽 {rule.sample_size} {rule.unit}）"
        lines.append(f"抽查 {sampled} {rule.unit}{asked}")
    if rule.cap is CapMode.ONCE:
        lines.append(f"不论次数，{verb} {said(claim)} 分")
    else:
        each = "，".join(f"{c.number} {rule.unit} × {said(rule.step if c.rate is None else c.rate)}" for c, _ in claims)
        lines.append(f"{each} = {verb} {said(claim)} 分")
    if bound is not None and claim > bound:
        lines.append(f"本项最多{verb} {said(bound)} 分")
    if left is not None and taken < min(claim, claim if bound is None else bound):
        lines.append(f"所在部分只剩 {said(left)} 分，扣完为止")
    return tuple(lines)


def _from_full(sheet: SheetRule, sections, taken: int, added: int, seen: Mapping[int, Seen]) -> Score:
    applicable = sum(section.points for section in sections)
    got = sum(section.got for section in sections)
    why = [f"{said(applicable)} − {said(taken)} = {said(got)} 分"]
    total = got
    if applicable != sheet.full:
        total = _rounded(got * sheet.full, applicable) if applicable else sheet.full
        part = f"{said(got)} ÷ {said(applicable)} × {said(sheet.full)}"
        why.append(f"按适用的 {said(applicable)} 分折算：{part} = {said(total)} 分")
    return _finished(sheet, sections, (applicable, taken, added), total, why, seen)


def _from_start(sheet: SheetRule, sections, taken: int, added: int, seen: Mapping[int, Seen]) -> Score:
    why = [f"起评 {said(sheet.full)} 分，扣 {said(taken)} 分"]
    return _finished(sheet, sections, (sheet.full, taken, added), sheet.full - taken, why, seen)


def _finished(sheet: SheetRule, sections, sums: tuple[int, int, int], total: int, why: list[str], seen) -> Score:
    """Add the bonuses, keep within 0 and the ceiling, and let a broken red line of the sheet undo it all."""
    applicable, taken, added = sums
    if added:
        total += added
        why.append(f"加 {said(added)} 分 = {said(total)} 分")
    if total > sheet.ceiling:
        total = sheet.ceiling
        why.append(f"最高 {said(sheet.ceiling)} 分")
    if total < 0:
        total = 0
        why.append("扣完为止，0 分")
    broken = next((key for rule in sheet.sections if (key := _broken(rule, seen, RedLine.SHEET))), "")
    if broken:
        total = 0
        why.append(f"★ 一票否决（第 {broken} 项），全表 0 分")
    return Score(total, sheet.full, applicable, taken, added, bool(broken), tuple(sections), tuple(why))


def _bonuses(rule: SectionRule, found: SectionScore) -> Iterable[ItemScore]:
    return (item for asked, item in zip(rule.items, found.items, strict=True) if asked.is_bonus)


def _broken(rule: SectionRule, seen: Mapping[int, Seen], line: RedLine) -> str:
    """Return the code of the first item of the section whose red line was broken, or ""."""
    for item in rule.items:
        if item.red_line is line and item.key in seen and seen[item.key].verdict is Verdict.FAIL:
            return item.code or str(item.key)
    return ""


def _rounded(number: int, by: int) -> int:
    """Divide, halves up, in whole numbers."""
    return (2 * number + by) // (2 * by)
