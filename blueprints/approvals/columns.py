"""The spreadsheets of one's approvals."""

from blueprints.core.sheets.exports import Column
from models.approvals import planning
from models.approvals.kinds import KINDS


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


def chains(steps: dict, running: dict) -> list[Column]:
    """Return the columns of the chains: the version in force and the one to come."""

    def path_of(chain) -> str:
        return " → ".join(step.name for step in steps[chain.id]) if chain else ""

    return [
        Column("流程", lambda line: line.newest.name, 20),
        Column("事项", lambda line: KINDS[line.newest.kind].label, 14),
        Column("适用条件", lambda line: planning.condition_in_words(line.newest), 24),
        Column("现行版次", lambda line: line.current.version if line.current else None, 10, "number"),
        Column("现行环节", lambda line: path_of(line.current), 60),
        Column("审批中", lambda line: running.get(line.current.id, 0) if line.current else 0, 8, "number"),
        Column("新版生效日期", lambda line: line.coming.valid_from if line.coming else None, 14, "date"),
        Column("新版环节", lambda line: path_of(line.coming), 60),
    ]
