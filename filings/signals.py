"""The one piece of news that goes up from filings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import Signal

releases_changed = Signal()
"""Sent after commit, once a batch of an ingest.

`changed` and `removed` are lists of release ids: those whose rows were written, or are now told of under
another product or company name, and those that are gone. A receiver that cannot follow returns a sentence that
says so, and what to do, or raises.
"""

_complaints: ContextVar[list[str] | None] = ContextVar("complaints", default=None)


def announce(sender: Any, *, changed: list[int], removed: list[int]) -> None:
    """Tell of releases that are others now; no receiver stops another."""
    answers = releases_changed.send_robust(sender=sender, changed=changed, removed=removed)
    heard = _complaints.get()
    if heard is not None:
        heard += [str(answer) for _, answer in answers if answer]


@contextmanager
def complaints() -> Iterator[list[str]]:
    """Collect what receivers say of news that they could not follow, as long as the context lasts."""
    heard: list[str] = []
    token = _complaints.set(heard)
    try:
        yield heard
    finally:
        _complaints.reset(token)
