"""SQLite's FTS5 with bm25, and SQL over narrow tables for the facets.

The text table keeps no text (`content=''`), has a prefix index and is merged to one b-tree after it is filled;
boilerplate is a table of its own. A question's releases go into a temporary table once, and each facet is
counted from there by a join, or by a scan of its index where more than a third of the archive was found.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.engines.base import HITS, WEIGHTS, Answer, Counting, Selection, countings, selection
from benchmarks.engines.facts import TABLES, Codes, conditions, named, of_one_claim, rows_of
from benchmarks.questions import Question, Term

BATCH = 1000
MANY = 3
"""Where more than one release in so many was found, a facet's whole index is read."""

_SCHEMA = f"""
CREATE VIRTUAL TABLE text USING fts5({", ".join(WEIGHTS)}, content='', tokenize='porter unicode61', prefix='4');
CREATE VIRTUAL TABLE boilerplate USING fts5(words, content='', tokenize='porter unicode61');
CREATE TABLE release (id INTEGER PRIMARY KEY, day INTEGER, year INTEGER, month INTEGER);
CREATE TABLE claim (release INTEGER, product INTEGER, phase INTEGER, status INTEGER, indication INTEGER);
""" + "\n".join(
    f"CREATE TABLE {facet} (release INTEGER, value INTEGER, PRIMARY KEY (value, release)) WITHOUT ROWID;"
    for facet in TABLES
)
_INDEXES = """
CREATE INDEX release_newest ON release (day DESC, id);
CREATE INDEX release_month ON release (month);
CREATE INDEX release_year ON release (year);
CREATE INDEX claim_release ON claim (release, product, phase, status, indication);
CREATE INDEX claim_product ON claim (product, phase, status, indication, release);
CREATE INDEX claim_phase ON claim (phase, status, indication, product, release);
CREATE INDEX claim_status ON claim (status, indication, product, phase, release);
""" + "\n".join(f"CREATE INDEX {facet}_release ON {facet} (release, value);" for facet in TABLES)


class Fts5:
    """Engine: one database file."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "fts5.sqlite3"
        self.codes = Codes()
        self.connection: sqlite3.Connection | None = None

    def build(self, documents: Iterable[Any]) -> None:
        """Fill the tables, then make the indexes, merge the text and gather statistics."""
        connection = self._connected()
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
        waiting = iter(documents)
        while batch := list(islice(waiting, BATCH)):
            self._add(connection, batch)
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        connection.execute("INSERT INTO text(text, rank) VALUES ('rank', ?)", [f"bm25({weights})"])
        connection.execute("INSERT INTO text(text) VALUES ('optimize')")
        connection.execute("INSERT INTO boilerplate(boilerplate) VALUES ('optimize')")
        connection.executescript(f"{_INDEXES}; ANALYZE; VACUUM;")
        connection.close()
        self.file.with_suffix(".json").write_text(json.dumps(self.codes.of))

    def _add(self, connection: sqlite3.Connection, batch: list[Any]) -> None:
        marks = ", ".join("?" * (len(WEIGHTS) + 1))
        connection.execute("BEGIN")
        connection.executemany(
            f"INSERT INTO text(rowid, {', '.join(WEIGHTS)}) VALUES ({marks})",
            ((each.release_id, *(getattr(each, name) for name in WEIGHTS)) for each in batch),
        )
        connection.executemany(
            "INSERT INTO boilerplate(rowid, words) VALUES (?, ?)",
            ((each.release_id, each.boilerplate) for each in batch),
        )
        for document in batch:
            for table, row in rows_of(document, self.codes):
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        connection.execute("COMMIT")

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, isolation_level=None)
        connection.executescript(
            "PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296; PRAGMA temp_store = MEMORY;"
        )
        return connection

    def open(self) -> None:
        """Connect anew, with empty caches."""
        if self.connection:
            self.connection.close()
        self.codes.of.update(json.loads(self.file.with_suffix(".json").read_text()))
        self.connection = self._connected()
        self.connection.executescript(
            """CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, rank REAL, day INTEGER, year INTEGER, month INTEGER);
            CREATE TEMP TABLE base (id INTEGER PRIMARY KEY, year INTEGER, month INTEGER);"""
        )
        [(self.releases,)] = self._rows("SELECT count(*) FROM release")

    def _rows(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        assert self.connection is not None, "open it first"
        return self.connection.execute(sql, tuple(values)).fetchall()

    # --- answering ------------------------------------------------------------------------------

    def ask(self, question: Question) -> tuple[int, list[tuple[int]], dict[str, list[tuple[int, int]]]]:
        """Return the number, the hits, and (value, count) of each facet."""
        chosen = selection(question)
        source = self._find(question)
        where = self._where(chosen)
        order = "rank" if question.wanted or question.unwanted else "day DESC, id"
        hits = self._rows(f"SELECT id FROM {source} {where} ORDER BY {order} LIMIT {HITS}")
        [(total,)] = self._rows(f"SELECT count(*) FROM {source} {where}")
        counts: dict[str, list[tuple[int, int]]] = {}
        for selected, wanted in countings(question).items():
            base, size = self._base(selected, source)
            counts |= {counting.facet: self._count(counting, base, size) for counting in wanted}
        return total, hits, counts

    def _find(self, question: Question) -> str:
        """Return the table of what the words find."""
        if not (question.wanted or question.unwanted):
            return "release"
        self._rows("DELETE FROM found")
        self._rows(
            "INSERT INTO found SELECT text.rowid, text.rank, day, year, month"
            " FROM text JOIN release ON release.id = text.rowid WHERE text MATCH ?",
            [_match(question)],
        )
        return "found"

    def _where(self, chosen: Selection) -> str:
        found = conditions(chosen, self.codes)
        return f"WHERE {' AND '.join(found)}" if found else ""

    def _base(self, selected: Selection, source: str) -> tuple[str, int]:
        """Return a table of the releases that a facet is counted over, and how many they are."""
        if selected.is_everything:
            [(size,)] = self._rows(f"SELECT count(*) FROM {source}")
            return source, size
        self._rows("DELETE FROM base")
        self._rows(f"INSERT INTO base SELECT id, year, month FROM {source} {self._where(selected)}")
        [(size,)] = self._rows("SELECT count(*) FROM base")
        return "base", size

    def _count(self, counting: Counting, base: str, size: int) -> list[tuple[int, int]]:
        facet = counting.facet
        if facet in ("year", "month"):
            return self._rows(f"SELECT {facet}, count(*) FROM {base} GROUP BY {facet}")
        if counting.claim:
            return self._rows(
                f"SELECT {facet}, count(DISTINCT release) FROM {base} CROSS JOIN claim ON release = id"
                f" WHERE {of_one_claim(counting.claim, self.codes)} AND {facet} IS NOT NULL GROUP BY {facet}"
                if size * MANY < self.releases
                else f"SELECT {facet}, count(DISTINCT release) FROM claim"
                f" WHERE {of_one_claim(counting.claim, self.codes)} AND {facet} IS NOT NULL"
                f" AND release IN (SELECT id FROM {base}) GROUP BY {facet}"
            )
        if base == "release":
            return self._rows(f"SELECT value, count(*) FROM {facet} GROUP BY value")
        if size * MANY > self.releases:
            return self._rows(
                f"SELECT value, count(*) FROM {facet} CROSS JOIN {base} ON id = release GROUP BY value"
            )
        return self._rows(
            f"SELECT value, count(*) FROM {base} CROSS JOIN {facet} ON release = id GROUP BY value"
        )

    # --- reading --------------------------------------------------------------------------------

    def read(self, answer: Any, question: Question) -> Answer:
        """Give the values their names."""
        total, hits, counts = answer
        return Answer(total, [number for (number,) in hits], named(counts, self.codes))

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers by day."""
        where = self._where(selection(question))
        source = self._find(question)
        return [
            number
            for (number,) in self._rows(f"SELECT id FROM {source} {where} ORDER BY day DESC, id LIMIT {most}")
        ]

    def size(self) -> int:
        """Return the bytes of the file."""
        return self.file.stat().st_size

    def process(self) -> int:
        """Return this process."""
        return os.getpid()


def _match(question: Question) -> str:
    wanted = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in question.wanted)
    return f"({wanted})" + "".join(f" NOT {_term(term)}" for term in question.unwanted)


def _term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "")
