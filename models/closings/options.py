"""When the house is reminded of a month that is not closed."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "closing.remind_day",
        "月度结账提醒",
        5,
        "closings",
        "次月第几日起提醒上月还没有结账；第一次结账之前不提醒",
        "日",
        1,
        28,
    )
)
