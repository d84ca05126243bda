"""The engines that are compared, each in a module of its own behind one protocol; imported only where it runs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from benchmarks.engines.base import Engine

CLASSES = {
    "phaseline": "phaseline.Phaseline",
    "fts5": "fts5.Fts5",
    "tantivy": "tantivy.Tantivy",
    "postgres": "postgres.Postgres",
    "whoosh": "whoosh.PlainWhoosh",
    "once": "phaseline.Once",
    "shown": "phaseline.Shown",
    "pages": "phaseline.Pages",
}
"""Every engine's class."""

TITLES = {
    "phaseline": "Phaseline",
    "fts5": "SQLite FTS5",
    "tantivy": "tantivy",
    "postgres": "PostgreSQL",
    "whoosh": "plain Whoosh",
    "once": "Phaseline, one copy a story",
    "shown": "Phaseline, with snippets",
    "pages": "Phaseline, the whole page",
}

PEERS = ("fts5", "tantivy", "postgres", "whoosh")
"""What the archive's engine is compared with."""

OURS = ("phaseline", "once", "shown", "pages")
"""What needs the archive: its settings, and for the page its database."""


def engine(name: str, folder: Path) -> Engine:
    """Return an engine that keeps its index in a folder; raise ImportError where its library is missing."""
    module, _, kind = CLASSES[name].partition(".")
    made: Engine = getattr(import_module(f"benchmarks.engines.{module}"), kind)(folder)
    return made
