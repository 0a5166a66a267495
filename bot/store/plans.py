"""What SQLite is told of its indexes, so that it takes the one that finds few rows.

Without figures SQLite supposes that a key's first column leaves ten rows. Most of our keys begin with the
workspace, which leaves all of them: a click would read every call that was ever made. Figures that SQLite
counts itself would be none on a fresh file and others on each; these are the same everywhere, and so are the
plans: https://sqlite.org/optoverview.html#manctrl. PostgreSQL counts by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

ROWS = 1_000_000
PARTIAL_ROWS = 10_000
"""Of a table, and of an index that holds only some of its rows."""
DISTINCT = {
    "workspace": 100,
    "department": 5,
    **dict.fromkeys(("channel", "person"), 100),
    **dict.fromkeys(("state", "kind", "lane"), 3),
    **dict.fromkeys(("merged_into", "ended_at", "told_at"), 2),
    "message.state": 30,
}
"""How many values a column has; every other one names few rows. Less than there are where most rows have the
same one: nothing, or that all is over. Of messages only the few that are not sent yet are asked for so."""
MANY = 100_000

Figure = tuple[str, str, str]
"""Table, index, and its figures: all rows, then those with the same first column, first two columns, …"""


def tell(connection: Connection) -> None:
    """Write down every index's figures, where they are not there yet; connections made later go by them."""
    wanted = sorted(_figures(connection))
    if wanted == _told(connection):
        return
    connection.execute(text("ANALYZE sqlite_schema"))  # It makes the table that a program may then write to.
    connection.execute(text("DELETE FROM sqlite_stat1"))
    given = [dict(zip(("tbl", "idx", "stat"), figure, strict=True)) for figure in wanted]
    connection.execute(text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)"), given)
    connection.execute(text("ANALYZE sqlite_schema"))


def _told(connection: Connection) -> list[Figure]:
    there = connection.execute(text("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")).first()
    if there is None:
        return []
    rows = connection.execute(text("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx"))
    return [(table, index, figures) for table, index, figures in rows]


def _figures(connection: Connection) -> Iterator[Figure]:
    indexes = text(
        "SELECT t.name, i.name, i.partial, i.\"unique\", group_concat(c.name, ' ') "
        "FROM sqlite_schema AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c "
        "WHERE t.type = 'table' GROUP BY t.name, i.name ORDER BY t.name, i.name, c.seqno"
    )
    for table, index, partial, unique, columns in connection.execute(indexes):
        left = PARTIAL_ROWS if partial else ROWS
        figures = [left]
        for column in columns.split():
            left = max(left // _distinct(table, column), 2)
            figures.append(left)
        if unique:
            figures[-1] = 1
        yield table, index, " ".join(map(str, figures))


def _distinct(table: str, column: str) -> int:
    return DISTINCT.get(f"{table}.{column}", DISTINCT.get(column, MANY))
