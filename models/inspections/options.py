"""What one house may want different from another about inspections. Source: domain §2.2."""

from models.core.settings import Setting, declare

declare(
    Setting(
        "inspection.least_inspectors",
        "每次督查至少几人",
        2,
        "inspections",
        "自查不受此限",
        "人",
        1,
        5,
    ),
)
