"""The spreadsheets of one's approvals."""

from blueprints.core.sheets.exports import Column


def _case(unit_names: dict[int, str]) -> list[Column]:
    return [
        Column("事项", lambda t: t.approval.name, 28),
        Column("单位", lambda t: unit_names[t.approval.unit_id], 32),
        Column("提交人", lambda t: t.approval.drafted_by.name, 12),
        Column("环节", lambda t: t.name, 18),
    ]


def waiting(unit_names: dict[int, str]) -> list[Column]:
    return [
        *_case(unit_names),
        Column("代谁办理", lambda t: t.stands_for.name if t.stands_for else "", 12),
        Column("到达时间", lambda t: t.opened_at, 20, "moment"),
        Column("时限", lambda t: t.due_at, 20, "moment"),
    ]


def decided(unit_names: dict[int, str]) -> list[Column]:
    return [
        Column("办理时间", lambda t: t.decided_at, 20, "moment"),
        *_case(unit_names),
        Column("办理结果", lambda t: t.state, 10),
        Column("转办给", lambda t: t.delegated_to.name if t.delegated_to else "", 12),
        Column("意见", lambda t: t.opinion, 40),
        Column("事项现状", lambda t: t.approval.state, 10),
    ]
