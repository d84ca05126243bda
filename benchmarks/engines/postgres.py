"""PostgreSQL's full-text search with GIN, and SQL over narrow tables for the facets.

A question is one statement: what the words find, the hits and every facet's counts as branches of it. The
cluster's address is in BENCHMARK_POSTGRES; `tests/with_postgres.sh` makes one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from benchmarks.engines.base import HITS, WEIGHTS, Answer, Counting, countings, selection
from benchmarks.engines.facts import TABLES, Codes, conditions, named, of_one_claim, rows_of
from benchmarks.questions import Question, Term

ADDRESS = "BENCHMARK_POSTGRES"

BATCH = 1000
CLASSES = dict(zip(WEIGHTS, "ABCD", strict=True))
"""The class of each field's words in a tsvector."""

ASKED = "to_tsquery('english', %(match)s)"
RANK = f"ts_rank('{{0.125, 0.25, 0.5, 1.0}}', words, {ASKED})"

_SCHEMA = """
CREATE UNLOGGED TABLE release (id integer PRIMARY KEY, day integer, year integer, month integer);
CREATE UNLOGGED TABLE claim (release integer, product integer, phase integer, status integer, indication integer);
CREATE UNLOGGED TABLE text (id integer, words tsvector);
CREATE UNLOGGED TABLE boilerplate (id integer, words tsvector);
""" + "\n".join(f"CREATE UNLOGGED TABLE {facet} (release integer, value integer);" for facet in TABLES)
_INDEXES = """
ALTER TABLE text ADD PRIMARY KEY (id);
CREATE INDEX text_words ON text USING gin (words) WITH (fastupdate = off);
CREATE INDEX boilerplate_words ON boilerplate USING gin (words) WITH (fastupdate = off);
CREATE INDEX release_newest ON release (day DESC, id) INCLUDE (year, month);
CREATE INDEX claim_product ON claim (product, phase, status, indication, release);
CREATE INDEX claim_phase ON claim (phase, status, indication, product, release);
CREATE INDEX claim_status ON claim (status, indication, product, phase, release);
CREATE INDEX claim_release ON claim (release, product, phase, status, indication);
""" + "\n".join(
    f"ALTER TABLE {facet} ADD PRIMARY KEY (release, value); CREATE INDEX ON {facet} (value, release);"
    for facet in TABLES
)


class Found(NamedTuple):
    """The rows of the one statement: each with the branch that it comes from."""

    rows: list[tuple[str, int, int]]


class Postgres:
    """Engine: a database of its own within the cluster; the folder keeps what the numbers stand for."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "postgres.json"
        self.codes = Codes()
        self.database = f"benchmark_{folder.name}"
        self.address = os.environ[ADDRESS]
        self.connection: psycopg.Connection[Any] | None = None

    def build(self, documents: Iterable[Any]) -> None:
        """Copy the rows in, then make the indexes and gather statistics."""
        with psycopg.connect(self.address, autocommit=True) as cluster:
            cluster.execute(f"DROP DATABASE IF EXISTS {self.database}")
            cluster.execute(f"CREATE DATABASE {self.database}")
        with self._connected() as connection:
            connection.execute(_SCHEMA)
            waiting = iter(documents)
            while batch := list(islice(waiting, BATCH)):
                self._add(connection, batch)
            connection.execute(f"SET maintenance_work_mem = '512MB'; {_INDEXES}")
            connection.execute("VACUUM ANALYZE")
        self.file.write_text(json.dumps(self.codes.of))

    def _add(self, connection: psycopg.Connection[Any], batch: list[Any]) -> None:
        vectors = " || ".join(
            f"setweight(to_tsvector('english', %s), '{letter}')" for letter in CLASSES.values()
        )
        with connection.transaction(), connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO text VALUES (%s, {vectors})",
                [(each.release_id, *(getattr(each, name) for name in WEIGHTS)) for each in batch],
            )
            cursor.executemany(
                "INSERT INTO boilerplate VALUES (%s, to_tsvector('english', %s))",
                [(each.release_id, each.boilerplate) for each in batch],
            )
            rows = [pair for document in batch for pair in rows_of(document, self.codes)]
            for table in ("release", "claim", *TABLES):
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in (row for name, row in rows if name == table):
                        copy.write_row(row)

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            psycopg.conninfo.make_conninfo(self.address, dbname=self.database), autocommit=True
        )

    def open(self) -> None:
        """Connect anew, which makes a new server process."""
        if self.connection:
            self.connection.close()
        self.codes.of.update(json.loads(self.file.read_text()))
        self.connection = self._connected()
        self.connection.execute("SET jit = off; SET work_mem = '64MB'; SET random_page_cost = 1.1")

    # --- answering ------------------------------------------------------------------------------

    def ask(self, question: Question) -> Found:
        """Return (branch, value, count) of the hits, the total and every facet."""
        return Found(self._rows(self._statement(question), _match(question)))

    def _rows(self, statement: str, match: str) -> list[Any]:
        assert self.connection is not None, "open it first"
        return self.connection.execute(statement, {"match": match}, prepare=False).fetchall()

    def _statement(self, question: Question) -> str:
        bases = countings(question)
        steps = [f"found AS MATERIALIZED ({self._found(question)})"]
        branches = []
        for number, (selected, wanted) in enumerate(bases.items()):
            steps.append(
                f"base{number} AS MATERIALIZED (SELECT id, year, month FROM found {self._where(selected)})"
            )
            branches += [self._count(counting, f"base{number}") for counting in wanted]
        where = self._where(selection(question))
        order = "rank DESC, id" if _match(question) else "day DESC, id"
        steps.append(f"chosen AS MATERIALIZED (SELECT id, day, rank FROM found {where})")
        place = f"row_number() OVER (ORDER BY {order}) AS place"
        steps.append(f"hit AS (SELECT id, {place} FROM chosen ORDER BY {order} LIMIT {HITS})")
        branches.append("SELECT 'hit', id, place FROM hit")
        branches.append("SELECT 'total', 0, count(*) FROM chosen")
        return f"WITH {', '.join(steps)} {' UNION ALL '.join(branches)}"

    def _found(self, question: Question) -> str:
        if not _match(question):
            return "SELECT id, day, year, month, 0 AS rank FROM release"
        return (
            f"SELECT id, day, year, month, {RANK} AS rank"
            f" FROM text JOIN release USING (id) WHERE words @@ {ASKED}"
        )

    def _where(self, chosen: Any) -> str:
        found = conditions(chosen, self.codes)
        return f"WHERE {' AND '.join(found)}" if found else ""

    def _count(self, counting: Counting, base: str) -> str:
        facet = counting.facet
        if facet in ("year", "month"):
            return f"SELECT '{facet}', {facet}, count(*) FROM {base} GROUP BY {facet}"
        if counting.claim:
            return (
                f"SELECT '{facet}', {facet}, count(DISTINCT release) FROM claim JOIN {base} ON id = release"
                f" WHERE {of_one_claim(counting.claim, self.codes)} AND {facet} IS NOT NULL GROUP BY {facet}"
            )
        return f"SELECT '{facet}', value, count(*) FROM {facet} JOIN {base} ON id = release GROUP BY value"

    # --- reading --------------------------------------------------------------------------------

    def read(self, answer: Found, question: Question) -> Answer:
        """Sort the rows by their branches."""
        branches: dict[str, list[tuple[int, int]]] = {
            name: [] for name in ("hit", "total", *TABLES, "year", "month")
        }
        for branch, value, count in answer.rows:
            branches[branch].append((value, count))
        [(_, total)] = branches.pop("total")
        hits = [number for number, _ in sorted(branches.pop("hit"), key=lambda row: row[1])]
        if "year" not in question.filters:
            del branches["month"]
        return Answer(total, hits, named(branches, self.codes))

    def newest(self, question: Question, most: int) -> list[int]:
        """Return what answers by day."""
        where = self._where(selection(question))
        statement = (
            f"SELECT id FROM ({self._found(question)}) AS found {where} ORDER BY day DESC, id LIMIT {most}"
        )
        return [number for (number,) in self._rows(statement, _match(question))]

    def size(self) -> int:
        """Return the bytes of the database, less those of an empty one."""
        [(full, empty)] = self._rows(
            "SELECT pg_database_size(current_database()), pg_database_size('template0')", ""
        )
        return int(full - empty)

    def process(self) -> int:
        """Return the server's process behind the connection."""
        assert self.connection is not None, "open it first"
        return self.connection.info.backend_pid


def _match(question: Question) -> str:
    """Return the words as a tsquery, empty where there are none."""
    groups = [f"({' | '.join(map(_term, group))})" for group in question.wanted]
    return " & ".join(groups + [f"!({_term(term)})" for term in question.unwanted])


def _term(term: Term) -> str:
    return f"{term.words[0]}:*" if term.is_prefix else f"({' <-> '.join(term.words)})"
