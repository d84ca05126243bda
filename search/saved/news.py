"""What is new in a search, since when, and how often it would have been told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from filings.models import Filing, Release
from search.backends import get_backend
from search.exceptions import QueryError
from search.models import SavedSearch
from search.query import SearchQuery

DAYS = 100
"""How far `forecast` looks back."""


def numbers(searches: Iterable[SavedSearch]) -> dict[int, int | None]:
    """Return by key how many releases came since each search was looked at; None where it cannot be answered.

    One question to the database for all of them.
    """
    searches = list(searches)
    looked = [search.seen_at for search in searches]
    rows = Release.objects.filter(filing__created_at__gt=min(looked, default=timezone.now()))
    came = list(rows.values_list("pk", "filing__created_at"))
    return {search.pk: _number(search, came) for search in searches}


def _number(search: SavedSearch, came: list[tuple[int, datetime]]) -> int | None:
    new = {pk for pk, moment in came if moment > search.seen_at}
    try:
        query = search.query
        return len(new.intersection(get_backend().ids(query))) if new else 0
    except QueryError:
        return None


def since(query: SearchQuery, moment: datetime) -> QuerySet[Release]:
    """Return the releases that answer and whose filing came into the archive after this moment, newest first."""
    came = Release.objects.filter(filing__created_at__gt=moment)
    ids = set(came.values_list("pk", flat=True))
    if ids:
        ids.intersection_update(get_backend().ids(query))
    return Release.objects.filter(pk__in=ids).order_by("-date", "-pk")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The releases that a search would have told of in the days up to `until`, by the day of their filing."""

    until: date
    releases: int
    days: int  # days on which there was something to tell
    weeks: int


def forecast(query: SearchQuery, today: date) -> list[Forecast]:
    """Return what the last days would have told; of an older archive, its own last days as well."""
    newest = Filing.objects.filter(filed_on__lte=today).aggregate(newest=Max("filed_on"))["newest"]
    ends = [today]
    if newest and newest <= today - timedelta(days=DAYS):
        ends.append(newest)
    ids = get_backend().ids(query)
    return [_forecast(ids, end) for end in ends]


def _forecast(ids: list[int], until: date) -> Forecast:
    filed = Release.objects.filter(
        filing__filed_on__gt=until - timedelta(days=DAYS), filing__filed_on__lte=until
    )
    answering = set(ids)
    days = [day for pk, day in filed.values_list("pk", "filing__filed_on") if pk in answering and day]
    return Forecast(until, len(days), len(set(days)), len({day.isocalendar()[:2] for day in days}))
