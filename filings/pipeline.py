"""What releases claim of phases, as a picture over time, as a matrix and as a table.

A page reads its claims once, bounded (`read`), and hands them on (`of`, `matrix`).

A picture has a lane for each candidate and in it a row for each indication. Where there are too many marks
to be told apart, those of one quarter, or of one year, that say the same become one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeVar

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from filings.domain import Status
from filings.models import PhaseClaim
from filings.pictures import Ladder, Spot, axis, ladder
from filings.pictures.ladders import ORDER
from filings.pictures.timeline import Axis, Tick
from filings.proof import anchor

MOST_CLAIMS = 5_000
"""Of more claims the latest are read."""

MOST_LANES = 12
MOST_ROWS = 6
MOST_IN_TABLE = 100
"""What a page shows of each; the rest is in the CSV file."""

_MOST_MARKS = 90  # in a picture, before marks are grouped
_MOST_SENTENCES = 3  # beneath the picture, of one mark
_HEAD = 48  # pixels of a lane's name
_TALL = 480  # pixels: a higher picture does not fit on a screen together with what stands beneath it


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says of a product's phase, as pages and files need it. Slugs are empty where nothing is.

    `story` is the same for all copies of a release; `date` the day the release came out, if that is known.
    """

    pk: int
    product: str
    product_name: str
    indication: str
    indication_name: str
    phase: str
    status: str
    date: date | None
    date_suspect: bool
    printed_date: str
    story: int
    filing: str
    number: int
    start: int
    end: int
    rule: str

    @property
    def address(self) -> str:
        """The address of the sentence in its release."""
        return f"{reverse('release', args=[self.filing, self.number])}#{anchor(self.start, self.end)}"

    @property
    def says(self) -> str:
        """Phase and status: `Phase 2 ongoing`."""
        return f"{self.phase} {self.status}".strip()

    @property
    def level(self) -> int:
        """The phase's place in the order of all."""
        return ORDER.index(self.phase)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim with the words that prove it."""

    claim: Claim
    evidence: str


def read(claims: QuerySet[PhaseClaim], *, most: int | None = MOST_CLAIMS) -> list[Claim]:
    """Return the claims, the latest release first and at most so many: one query, without their sentences."""
    rows = claims.order_by(
        F("release__date").desc(nulls_last=True), "release__filing__key", "release__number", "start"
    ).values_list(
        "pk",
        "product__slug",
        "product__name",
        Coalesce("indication__slug", Value("")),
        Coalesce("indication__name", Value("")),
        "phase",
        "status",
        "release__date",
        "release__date_suspect",
        "release__printed_date",
        Coalesce("release__story_id", "release_id"),
        "release__filing__key",
        "release__number",
        "start",
        "end",
        "rule",
    )
    return [Claim(*row) for row in rows[:most]]


def with_sentences(claims: Iterable[Claim]) -> list[Sentence]:
    """Return the claims with their sentences, in one query."""
    claims = list(claims)
    words = dict(
        PhaseClaim.objects.filter(pk__in=[claim.pk for claim in claims])
        .order_by()
        .values_list("pk", "evidence")
    )
    return [Sentence(claim, words.get(claim.pk, "")) for claim in claims]


def highest(claims: Iterable[Claim]) -> Claim | None:
    """Return the claim of the highest phase reached; what is only planned counts where nothing else is said.

    Of several claims of that phase the one of the latest release is meant.
    """
    return max(claims, key=_rank, default=None)


def _rank(claim: Claim) -> tuple[bool, int, date]:
    return claim.status != Status.PLANNED, claim.level, claim.date or date.min


# --- the picture ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """One or several claims that say the same at the same time, at their place."""

    number: int  # within the picture, from 1
    x: float
    y: int
    phase: str
    status: str
    label: str
    claims: tuple[Claim, ...]  # the latest first
    sentences: tuple[Sentence, ...]

    @property
    def address(self) -> str:
        """The address of the latest sentence in its release."""
        return self.claims[0].address

    @property
    def untold(self) -> int:
        """How many sentences more there are than are shown beneath the picture."""
        return len(self.claims) - len(self.sentences)


@dataclass(frozen=True, slots=True)
class Row:
    """An indication of a candidate; `search` asks for both."""

    number: int  # within the picture, from 1
    name: str
    search: str
    summary: str
    ladder: Ladder
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Lane:
    """A candidate."""

    product: str
    name: str
    highest: Claim
    rows: list[Row]

    @property
    def address(self) -> str:
        """The address of the candidate's page."""
        return reverse("product", args=[self.product])


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A picture: lanes on one time axis. `latest` is a table of the same, the latest first, to its bound."""

    lanes: list[Lane] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    period: str = "day"  # what one mark stands for at most: a day, quarter or year
    total: int = 0
    undated: int = 0
    left_out: int = 0  # candidates without a lane
    latest: list[Sentence] = field(default_factory=list)

    @property
    def first_year(self) -> str:
        """The year in which it begins."""
        return self.ticks[0].label if self.ticks else ""

    @property
    def is_tall(self) -> bool:
        """Tell whether it is higher than a screen shows together with what stands beneath it."""
        rows = sum(row.ladder.height for lane in self.lanes for row in lane.rows)
        return rows + _HEAD * len(self.lanes) > _TALL


def of(
    claims: Sequence[Claim], *, until: date | None = None, lanes: int = MOST_LANES, asked: str = ""
) -> Pipeline:
    """Return the picture of these claims; it has no lanes where none of them is dated.

    until: the day to which the time axis reaches at least.
    lanes: how many candidates are drawn, those with the most claims.
    asked: a query string that the searches begin with to which rows lead.
    """
    dated = [claim for claim in claims if claim.date]
    by_product = _grouped(dated, attrgetter("product"))
    chosen = sorted(by_product, key=lambda slug: -len(by_product[slug]))[:lanes]
    chosen.sort(key=lambda slug: [-part for part in _weight(by_product[slug])])
    drawn = [claim for slug in chosen for claim in by_product[slug]]
    along = axis([_day(claim) for claim in drawn] + ([until] if until and drawn else []))
    period = _period(drawn)
    told = {sentence.claim.pk: sentence for sentence in _told(drawn, claims, period)}
    drawing = _Drawing(along, period, told, asked, names=len(chosen) > 1)
    return Pipeline(
        lanes=[drawing.lane(by_product[slug]) for slug in chosen],
        ticks=along.ticks if along else [],
        period=period.name,
        total=len(claims),
        undated=len(claims) - len(dated),
        left_out=len(by_product) - len(chosen),
        latest=[told[claim.pk] for claim in claims[:MOST_IN_TABLE]],
    )


class _Period(NamedTuple):
    """A stretch of time whose claims become one mark."""

    name: str
    of: Callable[[date], Hashable]
    words: Callable[[date], str]


_PERIODS = (
    _Period("day", lambda day: day, lambda day: f"{day:%-d %B} {day.year}"),
    _Period(
        "quarter",
        lambda day: (day.year, (day.month - 1) // 3),
        lambda day: f"{('1st', '2nd', '3rd', '4th')[(day.month - 1) // 3]} quarter of {day.year}",
    ),
    _Period("year", lambda day: day.year, lambda day: str(day.year)),
)


def _period(claims: Sequence[Claim]) -> _Period:
    """Return the shortest period whose marks can be told apart."""
    for period in _PERIODS:
        marks = {
            (claim.product, claim.indication, claim.phase, claim.status, period.of(_day(claim)))
            for claim in claims
        }
        if len(marks) <= _MOST_MARKS:
            break
    return period


def _told(drawn: Sequence[Claim], claims: Sequence[Claim], period: _Period) -> list[Sentence]:
    """Return the claims that are shown with their sentences: beneath the picture and in the table."""
    shown = {claim.pk: claim for claim in claims[:MOST_IN_TABLE]}
    for same in _grouped(
        drawn, lambda claim: (claim.product, claim.indication, *_mark_of(claim, period))
    ).values():
        shown |= {claim.pk: claim for claim in same[:_MOST_SENTENCES]}
    return with_sentences(shown.values())


def _mark_of(claim: Claim, period: _Period) -> tuple[Hashable, ...]:
    return claim.phase, claim.status, period.of(_day(claim))


class _Drawing:
    """Draws the lanes of one picture, numbering rows and marks as it goes."""

    def __init__(
        self, along: Axis | None, period: _Period, told: dict[int, Sentence], asked: str, *, names: bool
    ) -> None:
        self.along = along
        self.period = period
        self.told = told
        self.asked = asked
        self.names = names
        self.rows = 0
        self.marks = 0

    def lane(self, claims: Sequence[Claim]) -> Lane:
        by_indication = _grouped(claims, attrgetter("indication"))
        order = sorted(
            by_indication, key=lambda slug: (not slug, [-part for part in _weight(by_indication[slug])])
        )
        rest = [claim for slug in order[MOST_ROWS - 1 :] for claim in by_indication[slug]]
        rows = [self.row(by_indication[slug]) for slug in order[: MOST_ROWS - 1]]
        if len(order) == MOST_ROWS:
            rows.append(self.row(rest))
        elif rest:
            rows.append(self.row(rest, f"{len(order) - len(rows)} other indications"))
        return Lane(claims[0].product, claims[0].product_name, highest(claims) or claims[0], rows)

    def row(self, claims: Sequence[Claim], name: str = "") -> Row:
        assert self.along is not None  # noqa: S101  for the type checker: dated claims have an axis
        self.rows += 1
        number = self.rows
        one = claims[0]
        groups = list(_grouped(claims, lambda claim: _mark_of(claim, self.period)).values())
        groups.sort(key=lambda same: (_middle(same), same[0].level))
        drawn = ladder([Spot(_middle(same), same[0].phase, same[0].status) for same in groups], self.along)
        asked = {"product": one.product} | (
            {"indication": one.indication} if one.indication and not name else {}
        )
        return Row(
            number=number,
            name=name or one.indication_name,
            search=_search(self.asked, asked),
            summary=_summary(claims),
            ladder=drawn,
            marks=[self.mark(same, *place) for same, place in zip(groups, drawn.places, strict=True)],
        )

    def mark(self, same: Sequence[Claim], x: float, y: int) -> Mark:
        self.marks += 1
        one = same[0]
        label = f"{self.period.words(_day(one))}: {f'{one.product_name}, ' if self.names else ''}{one.says}"
        if one.indication:
            label += f" in {one.indication_name}"
        if len(same) > 1:
            label += f", {len(same)} claims"
        return Mark(
            number=self.marks,
            x=x,
            y=y,
            phase=one.phase,
            status=one.status,
            label=label,
            claims=tuple(same),
            sentences=tuple(self.told[claim.pk] for claim in same[:_MOST_SENTENCES]),
        )


def _weight(claims: Sequence[Claim]) -> tuple[int, int, int]:
    """Return what lanes and rows are ordered by: those that reached most, then those most spoken of."""
    top = highest(claims) or claims[0]
    return int(top.status != Status.PLANNED), top.level, len(claims)


def _summary(claims: Sequence[Claim]) -> str:
    """Return a row in a sentence: `3 claims from May 2003 to June 2004. Highest phase reached: Phase 2.`"""
    days = sorted(_day(claim) for claim in claims)
    first, last = f"{days[0]:%B} {days[0].year}", f"{days[-1]:%B} {days[-1].year}"
    when = f"of {first}" if first == last else f"from {first} to {last}"
    number = f"{len(claims)} claim{'' if len(claims) == 1 else 's'}"
    top = highest(claims) or claims[0]
    reached = "planned" if top.status == Status.PLANNED else "reached"
    return f"{number} {when}. Highest phase {reached}: {top.phase}."


def _day(claim: Claim) -> date:
    assert claim.date is not None  # noqa: S101  for the type checker: undated claims are not drawn
    return claim.date


def _middle(claims: Sequence[Claim]) -> date:
    """Return the day that lies in the middle of all, of claims in order."""
    return _day(claims[len(claims) // 2])


_Key = TypeVar("_Key", bound=Hashable)


def _grouped(claims: Iterable[Claim], key: Callable[[Claim], _Key]) -> dict[_Key, list[Claim]]:
    groups: dict[_Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    return dict(groups)


def _search(asked: str, more: dict[str, str]) -> str:
    return f"{reverse('search')}?{'&'.join(filter(None, [asked, urlencode(more)]))}"


# --- the matrix -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """How many releases claim one phase of one candidate, and the search that finds them.

    `status` is what the latest of them says.
    """

    phase: str
    status: str
    count: int
    search: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A candidate; a cell for each phase of the matrix, None where nothing claims it."""

    product: str
    name: str
    cells: list[Cell | None]

    @property
    def address(self) -> str:
        """The address of the candidate's page."""
        return reverse("product", args=[self.product])


@dataclass(frozen=True, slots=True)
class Matrix:
    """Candidates by phase; only phases that somebody claims are columns."""

    phases: list[str]
    rows: list[MatrixRow]
    left_out: int = 0


def matrix(claims: Iterable[Claim], *, asked: str = "", most: int = 50) -> Matrix:
    """Return how many releases claim which phase of which candidate, those furthest on first.

    asked: a query string to which each cell's search adds its product and phase.
    most: how many candidates have a row.
    """
    by_product = _grouped(claims, attrgetter("product"))
    phases = sorted({claim.phase for same in by_product.values() for claim in same}, key=ORDER.index)
    order = sorted(by_product, key=lambda slug: [-part for part in _weight(by_product[slug])])
    return Matrix(
        phases=phases,
        rows=[_matrix_row(by_product[slug], phases, asked) for slug in order[:most]],
        left_out=max(len(order) - most, 0),
    )


def _matrix_row(claims: Sequence[Claim], phases: Sequence[str], asked: str) -> MatrixRow:
    by_phase = _grouped(claims, attrgetter("phase"))
    return MatrixRow(
        claims[0].product,
        claims[0].product_name,
        [_cell(by_phase[phase], asked) if phase in by_phase else None for phase in phases],
    )


def _cell(claims: Sequence[Claim], asked: str) -> Cell:
    latest = claims[0]
    slug = latest.phase.lower().replace(" ", "-").replace("/", "-")
    return Cell(
        phase=latest.phase,
        status=latest.status,
        count=len({claim.story for claim in claims}),
        search=_search(asked, {"product": latest.product, "phase": slug}),
    )
