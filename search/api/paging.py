"""Pages that hold still while the archive grows: a cursor names the last thing that was given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from filings.models import Release

MOST = 100
"""Things on a page at most."""

Row = TypeVar("Row", bound=Model)


class CursorError(ValueError):
    """A cursor that no answer gave; the message says what to do."""


def after(ids: Sequence[int], cursor: str) -> int:
    """Return where to go on in the ids of a search, after the release that a cursor names."""
    if not cursor:
        return 0
    key, _, number = cursor.partition("/")
    if not (number.isascii() and number.isdigit() and len(number) < 7):
        raise CursorError("The cursor is the id of the last release of an answer, as its “next” gives it.")
    found = Release.objects.filter(filing__key=key, number=int(number)).values_list("pk", flat=True).first()
    try:
        return ids.index(found) + 1 if found is not None else _lost(cursor)
    except ValueError:
        return _lost(cursor)


def by_slug(rows: QuerySet[Row], name: str, cursor: str, size: int) -> tuple[list[Row], str]:
    """Return the rows whose `name` comes after the cursor, and the next cursor, empty at the end."""
    found = list(rows.filter(**{f"{name}__gt": cursor}).order_by(name)[: size + 1])
    return found[:size], getattr(found[size - 1], name) if len(found) > size else ""


def next_address(request: HttpRequest, cursor: str) -> str | None:
    """Return the address of this request that goes on from a cursor."""
    if not cursor:
        return None
    kept: list[tuple[str, Any]] = [
        (name, value) for name, values in request.GET.lists() for value in values if name != "cursor"
    ]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}")


def _lost(cursor: str) -> int:
    raise CursorError(
        f"The search does not hold the release {cursor} any more. Begin again without a cursor."
    )
