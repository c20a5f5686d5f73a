"""In what order a list stands: named on the page, in its address, and the same in its export."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import SelectField

Orders = Mapping[str, tuple[str, tuple]]  # the name in the address → what the page calls it, the key for ``page_of``


class OrderField(SelectField):
    """A select of orders. ``key`` is what the rows are ordered by; the first order is what nobody has to choose.

    The parts of a key are columns or ``column.desc()``, never null, the last one unique (see ``page_of``).
    """

    def __init__(self, orders: Orders, **kwargs) -> None:
        self._orders, self._usual = orders, next(iter(orders))
        captions = {name: caption for name, (caption, _key) in orders.items()}
        super().__init__("顺序", choices=captions, default=self._usual, **kwargs)

    @property
    def key(self) -> tuple:
        """The key of the chosen order; of the usual one as long as none of these is chosen."""
        return self._orders.get(self.data, self._orders[self._usual])[1]


def newest_first(*columns, newest: str = "最新的在前", oldest: str = "最早的在前") -> Orders:
    """Return the two orders in time of a list that begins with the newest; ``columns`` as for a key, ascending."""
    down, up = tuple(column.desc() for column in columns), columns
    name = columns[0].key
    return {f"-{name}": (newest, down), name: (oldest, up)}
