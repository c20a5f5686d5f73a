"""A PostgreSQL database that goes back to its first rows between tests, instead of being copied anew each time.

Copying takes a tenth of a second or more: a file for every table and index. Here only the tables that a test
changed are filled again. A test that changed the schema itself makes the next one start from a whole copy.
"""

from __future__ import annotations

from psycopg import Connection, connect, sql

from tests.postgres import Server

# Where a changed schema shows; TRUNCATE and VACUUM touch pg_class too, which is no reason for a copy.
CATALOG = """
SELECT string_agg(name || ' ' || many || ' ' || newest, '; ' ORDER BY name) FROM (
    SELECT 'column' AS name, count(*) AS many, max(xmin::text::bigint) AS newest FROM pg_attribute
    UNION ALL SELECT 'trigger', count(*), max(xmin::text::bigint) FROM pg_trigger
    UNION ALL SELECT 'function', count(*), max(xmin::text::bigint) FROM pg_proc
    UNION ALL SELECT 'constraint', count(*), max(xmin::text::bigint) FROM pg_constraint
    UNION ALL SELECT 'index', count(*), max(xmin::text::bigint) FROM pg_index) AS seen
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SEQUENCES = "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences"
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Restored:
    """One database of a test process. ``renew`` gives it back as the template was."""

    def __init__(self, server: Server, dbname: str, template: str):
        self.server, self.dbname, self.template = server, dbname, template
        self.link: Connection | None = None

    def renew(self) -> None:
        """Cut all other connections and undo what the last test did, by rows where that is enough."""
        if self.link is not None:
            self.link.execute(OTHERS)
            if self._catalog() == self.catalog:
                self._put_back()
                return
            self.link.close()
        self._copy()

    def _copy(self) -> None:
        self.server.reset(self.dbname, self.template)
        self.link = connect(host=str(self.server.folder), user="test", dbname=self.dbname, autocommit=True)
        self.link.execute("SET session_replication_role = replica")  # no trigger and no foreign key while rows go back
        tables = [name for (name,) in self.link.execute(TABLES)]
        self.marks = _marks(tables)
        self.seen = self._look(self.marks)
        self.rows = {name: self._read(name) for name, (many, _newest) in self.seen.items() if many}
        numbers = sql.SQL("setval({}, {}, {})")
        said = [numbers.format(*map(sql.Literal, row)) for row in self.link.execute(SEQUENCES)]
        self.numbers = sql.SQL("SELECT ") + sql.SQL(", ").join(said)
        self.catalog = self._catalog()

    def _put_back(self) -> None:
        changed = [name for name, mark in self._look(self.marks).items() if mark != self.seen[name]]
        with self.link.transaction():
            for name in changed:
                self.link.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
                if rows := self.rows.get(name):
                    with self.link.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as into:
                        into.write(rows)
            self.link.execute(self.numbers)
        if changed:
            self.seen |= self._look(_marks(changed))

    def _catalog(self) -> str:
        return self.link.execute(CATALOG, prepare=True).fetchone()[0]

    def _look(self, marks: sql.Composed) -> dict[str, tuple[int, int]]:
        return {name: (many, newest) for name, many, newest in self.link.execute(marks, prepare=True)}

    def _read(self, name: str) -> bytes:
        with self.link.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as out:
            return b"".join(bytes(part) for part in out)


def _marks(tables: list[str]) -> sql.Composed:
    """Count every table and find its newest row: an insert, an update and a deletion each change one of them."""
    one = sql.SQL("SELECT {} AS name, count(*) AS many, max(xmin::text::bigint) AS newest FROM {}")
    return sql.SQL(" UNION ALL ").join(one.format(sql.Literal(name), sql.Identifier(name)) for name in tables)
