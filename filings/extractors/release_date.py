"""The day a release came out, weighed against everything else in the filing that tells of time.

Five dates are told apart: the dateline's, the signature's, the cover period's, the filing's, and those of events
in the text. The printed day stands unless the year cannot be right; then the year that fits is proposed, with
the reasons in one sentence. Where no year fits, the day stands as printed and the sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from filings.dates import MONTH, Period, PrintedDate, find_dates
from filings.domain import ReleaseDate, ReleaseText, SectionKind
from filings.vocabularies import load

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENDED = re.compile(r"(?i)\b(?:ended|ending|end\s+of|as\s+(?:of|at)|at|quarter\s+of)\s+$")
_PAST_MONTH = re.compile(
    rf"(?i)\b(?:was|were|has|had|have|took|made|met|completed|received|began|closed|ended|finished|announced|reported|"
    rf"presented|published|started|enrolled|treated)\b[^.]{{0,90}}?\bin\s+(?P<month>{MONTH})(?:\s+of)?,?\s+(?P<year>(?:19|20)\d\d)"
)
_AHEAD = re.compile(
    r"(?i)\b(?:will|to\s+be|to\s+take|takes\s+place|take\s+place|upcoming|to\s+hold|being\s+held|on|at|until)\b"
)
_TO_COME = re.compile(
    r"(?i)\b(?:will|would|shall|expect\w*|plan(?:s|ned)?|intend\w*|anticipat\w*|schedul\w*|forecast\w*|guidance|outlook|"
    r"until|ending|upcoming|to\s+(?:report|release|announce|discuss|publish|host|hold|file|provide|present|issue))\b"
)
"""What stands before a period whose results are still to come."""
_AIMS_AT = re.compile(
    r"(?i)\b(?:may|can|should|target\w*|project(?:s|ed|ions?)|estimat\w*|through|next|due|expir\w*|matur\w*|"
    r"to\s+(?!the\b|an?\b|its\b|our\b|their\b|date\b)[a-z]+)\b"
)
"""What else stands before a month that is only looked forward to."""
_NEAR = timedelta(days=120)
_SHORTLY = timedelta(days=10)
_LONGEST_COVER = timedelta(days=100)  # the cover of a year fits nearly every day, and so proves nothing
_SLACK = timedelta(days=1)  # a release may be given out the day after the form was signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the filing tells about the time of one release."""

    signed_on: date | None = None
    filed_on: date | None = None
    cover: Period | None = None  # what the form says it is furnished for
    listed_on: date | None = None  # the day that the exhibit index gives for this exhibit
    siblings: tuple[
        tuple[int, PrintedDate], ...
    ] = ()  # (place in the filing's order, printed date) of the others
    place: int = 0  # of this release in the filing's order

    @property
    def latest(self) -> date | None:
        """The day after which no release of the filing can be dated."""
        known = [day for day in (self.signed_on, self.filed_on) if day]
        return max(known) if known else None


def read_date(release: ReleaseText, printed: PrintedDate | None, around: Surroundings) -> ReleaseDate:
    """Return the day the release came out, and why it is not what is printed where that cannot be right."""
    if printed is None:
        return ReleaseDate(
            value=around.listed_on or _told_of(release, around) or around.filed_on or around.signed_on
        )
    if printed.year is None:
        return ReleaseDate(value=_with_year(printed, around))
    as_printed = printed.on()
    against = _contradictions(release, printed, printed.year, around)
    if not against or as_printed is None:
        return ReleaseDate(value=as_printed)
    best = _best_year(release, printed, around, against)
    words = " ".join(printed.span.of(release.text).split())
    if best is None:
        ended = _period_ended_after(release, as_printed)
        if ended is None:
            return ReleaseDate(value=as_printed)
        reason = (
            f"Printed as {words}, but the text tells of {ended} as past; no other year fits, so it stands."
        )
        return ReleaseDate(value=as_printed, suspect=True, reason=reason)
    reading = printed.on(best)
    support = _support(release, printed, best, around)
    because = "; ".join(reason for reason, _ in against)
    fits = f", which fits {support[0]}" if support else ""
    reason = f"Printed as {words}, but {because}; read as {_long(reading)}{fits}."
    return ReleaseDate(value=reading, suspect=True, reason=reason)


def _told_of(release: ReleaseText, around: Surroundings) -> date | None:
    """Return the first day of the opening that lies shortly before the filing: "announced on October 26, 2023"."""
    body = next(iter(release.spans(SectionKind.BODY)), None)
    if body is None or around.latest is None:
        return None
    days = (printed.on() for printed in find_dates(release.text, body.start, min(body.end, body.start + 700)))
    return next((day for day in days if day and timedelta(0) <= around.latest - day <= _SHORTLY), None)


def _with_year(printed: PrintedDate, around: Surroundings) -> date | None:
    """Return the latest such day that is not after the filing."""
    if around.listed_on:
        return printed.on(around.listed_on.year)
    latest = around.latest
    if latest is None and around.cover:
        latest = around.cover.end
    if latest is None:
        years = [other.year for _, other in around.siblings if other.year]
        return printed.on(max(years)) if years else None
    days = (printed.on(year) for year in (latest.year, latest.year - 1))
    return next((day for day in days if day and day <= latest + _SLACK), printed.on(latest.year))


def _best_year(
    release: ReleaseText, printed: PrintedDate, around: Surroundings, against: Sequence[tuple[str, int]]
) -> int | None:
    """Return the neighbouring year that fits where the printed one does not, or None where none fits better."""
    assert printed.year is not None  # noqa: S101 - the caller looked
    weight = sum(w for _, w in against)
    if weight < 2:
        return None
    ranked = []
    for year in sorted(_years_nearby(printed.year, around)):
        if printed.on(year) is None:
            continue
        other = sum(w for _, w in _contradictions(release, printed, year, around))
        ranked.append((other, -len(_support(release, printed, year, around)), abs(year - printed.year), year))
    if not ranked:
        return None
    other, _, _, year = min(ranked)
    return year if other < weight and other < 2 else None


def _years_nearby(printed: int, around: Surroundings) -> set[int]:
    """Return the years that may have been meant: near the printed one, or those of the filing and its cover."""
    years = {printed - 1, printed + 1, printed - 2, printed + 2}
    if around.latest:
        years |= {around.latest.year, around.latest.year - 1}
    if around.cover:
        years |= {around.cover.start.year, around.cover.end.year}
    return years - {printed}


def _contradictions(
    release: ReleaseText, printed: PrintedDate, year: int, around: Surroundings
) -> list[tuple[str, int]]:
    """Return (reason, weight) for all that speaks against this year: two is enough to doubt it."""
    day = printed.on(year)
    if day is None:
        return [("there is no such day", 2)]
    out: list[tuple[str, int]] = []
    latest = around.latest
    if _too_late(day, latest):
        what = "filed" if around.filed_on else "signed"
        out.append((f"the filing was {what} on {_long(latest)}", 2))
    listed = around.listed_on
    if (
        listed
        and listed.year not in (year, printed.year)  # an index that repeats the printed year proves nothing
        and (listed.month, listed.day) == (day.month, day.day)
        and not _too_late(listed, latest)
    ):
        out.append((f"the exhibit index gives {_long(around.listed_on)}", 2))
    ended = _ended_after(release, day)
    if ended:
        out.append((f"the text tells of {ended} as past", 2))
    if printed.weekday is not None and printed.weekday != day.weekday():
        out.append((f"that day was a {_WEEKDAYS[day.weekday()]}", 1))
    if cover := _beside_the_cover(printed, day, around.cover):
        out.append((f"the form is for {cover}", 1))
    neighbours = _out_of_step(day, around)
    if neighbours:
        out.append((neighbours, 1))
    event = _far_event(release, day)
    if event:
        out.append((f"it announces an event of {event}", 1))
    if latest and latest - day > timedelta(days=300):
        out.append(
            (f"the filing came only on {_long(latest)}", 0 if latest - day > timedelta(days=500) else 1)
        )
    return out


def _beside_the_cover(printed: PrintedDate, day: date, cover: Period | None) -> str | None:
    """Return the period of the cover where this day of another year, but not of this one, lies within it.

    A release furnished months late lies outside too, but so it does in every other year.
    """
    if cover is None or cover.end - cover.start > _LONGEST_COVER or day in cover:
        return None
    others = (printed.on(year) for year in {cover.start.year, cover.end.year})
    return _in_words(cover) if any(other and other in cover for other in others) else None


def _in_words(cover: Period) -> str:
    first, last = (f"{_month_name(day.month)} {day.year}" for day in (cover.start, cover.end))
    return first if first == last else f"{first} to {last}"


def _too_late(day: date, latest: date | None) -> bool:
    return latest is not None and day > latest + _SLACK


def _support(release: ReleaseText, printed: PrintedDate, year: int, around: Surroundings) -> list[str]:
    """Return in words what speaks for this year."""
    day = printed.on(year)
    if day is None:
        return []
    out = []
    event = next((e for e in _events(release) if -3 <= (e - day).days <= 120), None)
    if event:
        out.append(f"the event of {_long(event)} in the text")
    if around.latest and timedelta(0) - _SLACK <= around.latest - day <= _NEAR:
        out.append(f"the filing of {_long(around.latest)}")
    elif around.cover and day in around.cover:
        out.append(f"the form for {_in_words(around.cover)}")
    if around.siblings and not _out_of_step(day, around):
        out.append("its neighbours in the filing")
    return out


def _out_of_step(day: date, around: Surroundings) -> str | None:
    """Tell how a day breaks the order of the filing's releases, where the others are in order."""
    before = [other.on() for place, other in around.siblings if place < around.place and other.on()]
    after = [other.on() for place, other in around.siblings if place > around.place and other.on()]
    others = [d for d in [*before, *after] if d]
    if len(others) < 2 or others != sorted(others):
        return None
    if before and before[-1] and day < before[-1] - timedelta(days=60):
        return f"the release before it in the filing is of {_long(before[-1])}"
    if after and after[0] and day > after[0] + timedelta(days=60):
        return f"the release after it in the filing is of {_long(after[0])}"
    return None


def _events(release: ReleaseText) -> list[date]:
    """Return the full dates printed in body and headlines, the dateline's own aside."""
    out = []
    for span in release.spans(SectionKind.BODY, SectionKind.HEADLINE, SectionKind.SUBHEADLINE):
        found = list(find_dates(release.text, span.start, span.end))
        out += [day for printed in found if printed.year and (day := printed.on())]
    return out


def _far_event(release: ReleaseText, day: date) -> str | None:
    """Return an event ahead that lies 9 to 18 months after `day`, where the text tells of none that is nearer.

    A release speaks of a meeting weeks ahead, hardly ever of one in a year to the month.
    """
    ahead: list[date] = []
    for span in release.spans(SectionKind.BODY, SectionKind.HEADLINE, SectionKind.SUBHEADLINE):
        for printed in find_dates(release.text, span.start, span.end):
            when = printed.on()
            if (
                printed.year
                and when
                and when != day
                and _AHEAD.search(release.text[max(0, printed.span.start - 60) : printed.span.start])
            ):
                ahead.append(when)
    later = [when for when in ahead if when > day]
    if not later or min(later) - day < timedelta(days=270) or min(later) - day > timedelta(days=550):
        return None
    return _long(min(later))


def _ended_after(release: ReleaseText, day: date) -> str | None:
    """Return what the text tells of as past although it is later than `day`: an ended period, a finished visit."""
    return _period_ended_after(release, day) or _month_passed_after(release, day)


def _period_ended_after(release: ReleaseText, day: date) -> str | None:
    text = release.text
    for span in release.spans(SectionKind.BODY):
        for printed in find_dates(text, span.start, span.end):
            when = printed.on()
            if printed.year is None or when is None or when <= day + timedelta(days=7):
                continue
            at = printed.span.start
            before = text[max(span.start, at - 24) : at]
            if (
                _ENDED.search(before)
                and "ended" in before.casefold()
                and not _looks_ahead(text, span.start, at)
            ):
                return f"the period ended {_long(when)}"
    return None


def _looks_ahead(text: str, start: int, at: int) -> bool:
    """Tell whether the sentence before `at` speaks of what is to come."""
    sentence = re.split(r"[.!?]\s+(?=[A-Z])|\n\n", text[max(start, at - 160) : at])[-1]
    return _TO_COME.search(sentence) is not None


def _month_passed_after(release: ReleaseText, day: date) -> str | None:
    months = load("months")["numbers"]
    for span in release.spans(SectionKind.BODY):
        for match in _PAST_MONTH.finditer(release.text, span.start, span.end):
            month = months[match["month"].rstrip(".").casefold()]
            first = date(int(match["year"]), month, 1)
            if first > day + timedelta(days=31) and not (
                _TO_COME.search(match[0]) or _AIMS_AT.search(match[0])
            ):
                return f"{_month_name(month)} {first.year}"
    return None


def _month_name(month: int) -> str:
    return date(2000, month, 1).strftime("%B")


def _long(day: date | None) -> str:
    return f"{day.day} {_month_name(day.month)} {day.year}" if day else "an unknown day"
