"""The digests: one e-mail a reader, of what is new in the searches that are due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from filings.models import Release
from search.exceptions import SearchError
from search.models import Frequency, SavedSearch, Told
from search.query import SearchQuery
from search.saved import news

PAUSE = {Frequency.DAILY: timedelta(hours=20), Frequency.WEEKLY: timedelta(days=6, hours=12)}
"""Least time between two e-mails; shorter than its name, so that a timer which is a little early skips none."""

LOOK_BACK = timedelta(days=14)
"""How long a release may stay out of the index after its ingest and still be told of."""

SHOWN = 20
"""Releases of one search that an e-mail lists; it says how many more there are."""

_SALT = "search.saved.unsubscribe"


@dataclass(frozen=True, slots=True)
class News:
    """What an e-mail tells of one saved search."""

    search: SavedSearch
    query: SearchQuery
    ids: list[int]
    releases: list[Release]  # the first of them
    url: str
    stop_url: str

    @property
    def total(self) -> int:
        """How many releases are new."""
        return len(self.ids)

    @property
    def more(self) -> int:
        """How many are not listed."""
        return len(self.ids) - len(self.releases)


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to be."""

    reader_id: int
    address: str
    news: list[News]


def letters(now: datetime, frequencies: Iterable[str] = tuple(PAUSE)) -> Iterator[Letter]:
    """Yield the e-mails that are due; a search that cannot be answered any more is left out."""
    due = SavedSearch.objects.filter(frequency__in=frequencies, reader__is_active=True)
    due = due.exclude(reader__email="").select_related("reader").order_by("reader_id", "name")
    for _, searches in groupby(due, key=lambda search: search.reader_id):
        found = [item for search in searches if _is_due(search, now) and (item := _news(search))]
        if found:
            reader = found[0].search.reader
            yield Letter(reader.pk, reader.email, found)


def send(letter: Letter, now: datetime) -> None:
    """Send it and remember what it told; where sending fails nothing is remembered, and the next try tells it."""
    with transaction.atomic():
        for item in letter.news:
            _remember(item, now)
        message(letter).send()  # last, so that a failure undoes what was remembered


def message(letter: Letter) -> EmailMultiAlternatives:
    """Return the e-mail, as text and as HTML, with the headers of one-click unsubscription (RFC 8058)."""
    total = sum(item.total for item in letter.news)
    stop = address("saved-unsubscribe", token({"reader": letter.reader_id}))
    context = {
        "news": letter.news,
        "stop_url": stop,
        "home": address("saved"),
        "site": settings.PHASELINE_URL.rstrip("/"),
    }
    mail = EmailMultiAlternatives(
        subject=f"{total} new release{'' if total == 1 else 's'} in {_names(letter.news)}",
        body=render_to_string("saved/letter.txt", context),
        to=[letter.address],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    mail.attach_alternative(render_to_string("saved/letter.html", context), "text/html")
    return mail


def address(name: str, *arguments: object) -> str:
    """Return a page's whole address, for a reader who is not on the site."""
    return urljoin(settings.PHASELINE_URL, reverse(name, args=arguments))


def token(whom: dict[str, int]) -> str:
    """Return what allows to stop e-mails to a `reader`, or of a `search`, without signing in."""
    return signing.dumps(whom, salt=_SALT)


def searches_of(signed: str) -> list[SavedSearch]:
    """Return the searches whose e-mails a token may stop; raise signing.BadSignature for a false one."""
    whom = signing.loads(signed, salt=_SALT)
    wanted = {"reader_id": whom["reader"]} if "reader" in whom else {"pk": whom["search"]}
    return list(SavedSearch.objects.filter(**wanted))


def _is_due(search: SavedSearch, now: datetime) -> bool:
    return search.last_told_at is None or now - search.last_told_at >= PAUSE[Frequency(search.frequency)]


def _news(search: SavedSearch) -> News | None:
    try:
        query = search.query
        untold = _untold(search, query)
    except SearchError:
        return None
    if not untold:
        return None
    rows = Release.objects.filter(pk__in=untold[:SHOWN]).select_related("filing__registrant")
    rows = rows.defer("text", "body_html").order_by("-date", "-pk")
    rows = rows.prefetch_related("phase_claims__product", "phase_claims__indication")
    return News(
        search,
        query,
        untold,
        list(rows),
        address("saved-open", search.pk),
        address("saved-unsubscribe", token({"search": search.pk})),
    )


def _untold(search: SavedSearch, query: SearchQuery) -> list[int]:
    """Return what came since, newest first, without what was told."""
    told = set(search.told.values_list("release_id", flat=True))
    return [pk for pk in news.since(query, search.told_from).values_list("pk", flat=True) if pk not in told]


def _remember(item: News, now: datetime) -> None:
    """Keep what was told as long as it could be found again."""
    search = item.search
    Told.objects.bulk_create([Told(search=search, release_id=pk) for pk in item.ids])
    search.told_from = max(search.told_from, now - LOOK_BACK)
    search.last_told_at = now
    search.save(update_fields=["told_from", "last_told_at"])
    search.told.filter(release__filing__created_at__lte=search.told_from).delete()


def _names(found: list[News]) -> str:
    """Return the searches' names as a subject line may hold them."""
    first = " ".join(found[0].search.name.split())
    return f"“{first}”" if len(found) == 1 else f"“{first}” and {len(found) - 1} more"
