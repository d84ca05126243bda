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
from functools import lru_cache
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

_LEVELS = {phase: level for level, phase in enumerate(ORDER)}
_HEAD = 48  # pixels of a lane's name
_NARROWEST_GAP = 6.0  # percent: a mark's width where the picture has 300 pixels
_TALL = 480  # pixels: a higher picture does not fit on a screen together with what stands beneath it


class Claim(NamedTuple):
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
        return f"{_release_address(self.filing, self.number)}#{anchor(self.start, self.end)}"

    @property
    def says(self) -> str:
        """Phase and status: `Phase 2 ongoing`."""
        return f"{self.phase} {self.status}".strip()

    @property
    def level(self) -> int:
        """The phase's place in the order of all."""
        return _LEVELS[self.phase]


@lru_cache(maxsize=10_000)
def _release_address(filing: str, number: int) -> str:
    return reverse("release", args=[filing, number])


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
    return [Claim._make(row) for row in rows[:most]]


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
    def is_tall(self) -> bool:
        """Tell whether it is higher than a screen shows together with what stands beneath it."""
        rows = sum(row.ladder.height for lane in self.lanes for row in lane.rows)
        return rows + _HEAD * len(self.lanes) > _TALL

    @property
    def is_dense(self) -> bool:
        """Tell whether marks would cover each other on the smallest screens, unless it scrolls there."""
        return any(row.ladder.gap < _NARROWEST_GAP for lane in self.lanes for row in lane.rows)


def of(
    claims: Sequence[Claim], *, until: date | None = None, lanes: int = MOST_LANES, asked: str = ""
) -> Pipeline:
    """Return the picture of these claims, the latest first; it has no lanes where none of them is dated.

    until: the day to which the time axis reaches at least.
    lanes: how many candidates are drawn at most, those with the most claims.
    asked: a query string that the searches begin with to which rows lead.
    """
    dated = [claim for claim in claims if claim.date]
    by_product = _grouped(dated, attrgetter("product"))
    spoken = sorted(by_product, key=lambda slug: -len(by_product[slug]))
    chosen = _drawable([by_product[slug] for slug in spoken[:lanes]])
    chosen.sort(key=_standing)
    period = _period(chosen)
    marked = [mark for same in chosen for row in _rows(same) for mark in period.marks(row.claims)]
    told = _told([*claims[:MOST_IN_TABLE], *(claim for mark in marked for claim in mark[: period.sentences])])
    along = axis([_day(claim) for same in chosen for claim in same] + ([until] if until and chosen else []))
    drawing = _Drawing(along, period, told, asked, names=len(chosen) > 1)
    return Pipeline(
        lanes=[drawing.lane(same) for same in chosen],
        ticks=along.ticks if along else [],
        period=period.name,
        total=len(claims),
        undated=len(claims) - len(dated),
        left_out=len(by_product) - len(chosen),
        latest=[told[claim.pk] for claim in claims[:MOST_IN_TABLE]],
    )


@dataclass(frozen=True, slots=True)
class _Period:
    """A stretch of time whose claims become one mark; `most` of such marks make a picture that can be read.

    `sentences` of a mark are shown beneath the picture: the more marks there are, the fewer.
    """

    name: str
    most: int
    sentences: int
    begins: Callable[[date], Hashable]
    words: Callable[[date], str]
    parts_status: bool = True

    def marks(self, claims: Iterable[Claim]) -> list[list[Claim]]:
        """Return the claims of one row that become one mark each, in order of time."""
        marks = _grouped(claims, self._key).values()
        return sorted(marks, key=lambda same: (_middle(same), same[0].level))

    def _key(self, claim: Claim) -> Hashable:
        return claim.phase, claim.status if self.parts_status else "", self.begins(_day(claim))


_PERIODS = (
    _Period("day", 120, 3, lambda day: day, lambda day: f"{day:%-d %B} {day.year}"),
    _Period(
        "quarter",
        320,
        1,
        lambda day: (day.year, (day.month - 1) // 3),
        lambda day: f"{('1st', '2nd', '3rd', '4th')[(day.month - 1) // 3]} quarter of {day.year}",
    ),
    _Period("year", 320, 1, lambda day: day.year, lambda day: str(day.year), parts_status=False),
)


def _period(lanes: Sequence[Sequence[Claim]]) -> _Period:
    """Return the shortest period of which not too many marks are made; the longest where there is none."""
    rows = [row for same in lanes for row in _rows(same)]
    fitting = (
        period for period in _PERIODS if sum(len(period.marks(row.claims)) for row in rows) <= period.most
    )
    return next(fitting, _PERIODS[-1])


def _drawable(lanes: Sequence[list[Claim]]) -> list[list[Claim]]:
    """Return the first lanes whose marks are not too many altogether, one at least."""
    longest, marks = _PERIODS[-1], 0
    for number, same in enumerate(lanes):
        marks += sum(len(longest.marks(row.claims)) for row in _rows(same))
        if number and marks > longest.most:
            return list(lanes[:number])
    return list(lanes)


class _RowClaims(NamedTuple):
    name: str
    indication: str  # slug; empty where there is none or several
    claims: list[Claim]


def _rows(lane: Sequence[Claim]) -> list[_RowClaims]:
    """Return a candidate's claims by indication, those furthest on first; the last row may hold several."""
    by_indication = _grouped(lane, attrgetter("indication"))
    rows = [_RowClaims(same[0].indication_name, slug, same) for slug, same in by_indication.items()]
    rows.sort(key=lambda row: (not row.indication, _standing(row.claims)))
    if len(rows) <= MOST_ROWS:
        return rows
    kept = {row.indication for row in rows[: MOST_ROWS - 1]}
    rest = [claim for claim in lane if claim.indication not in kept]
    return [*rows[: MOST_ROWS - 1], _RowClaims(f"{len(rows) - len(kept)} other indications", "", rest)]


def _told(claims: Iterable[Claim]) -> dict[int, Sentence]:
    """Return claims with their sentences, by their keys."""
    once = {claim.pk: claim for claim in claims}
    return {sentence.claim.pk: sentence for sentence in with_sentences(once.values())}


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
        one = claims[0]
        return Lane(
            one.product, one.product_name, highest(claims) or one, [self.row(row) for row in _rows(claims)]
        )

    def row(self, row: _RowClaims) -> Row:
        assert self.along is not None  # noqa: S101  for the type checker: dated claims have an axis
        self.rows += 1
        number = self.rows
        marks = self.period.marks(row.claims)
        drawn = ladder([Spot(_middle(same), same[0].phase, same[0].status) for same in marks], self.along)
        asked = {"product": row.claims[0].product}
        if row.indication:
            asked["indication"] = row.indication
        return Row(
            number=number,
            name=row.name,
            search=_search(self.asked, asked),
            summary=_summary(row.claims),
            ladder=drawn,
            marks=[self.mark(same, row.name, x, y) for same, (x, y) in zip(marks, drawn.places, strict=True)],
        )

    def mark(self, same: Sequence[Claim], indication: str, x: float, y: int) -> Mark:
        self.marks += 1
        one = same[0]
        name = f"{one.product_name}, " if self.names else ""
        label = f"{self.period.words(_day(one))}: {name}{_say(same)}"
        if indication:
            label += f" in {indication}"
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
            sentences=tuple(self.told[claim.pk] for claim in same[: self.period.sentences]),
        )


def _say(same: Sequence[Claim]) -> str:
    """Return what the claims of one mark say: `Phase 2 ongoing`, `Phase 2 last completed`."""
    one = same[0]
    if one.status and any(claim.status != one.status for claim in same):
        return f"{one.phase} last {one.status}"
    return one.says


def _standing(claims: Sequence[Claim]) -> tuple[int, int, int]:
    """Return what lanes and rows are sorted by: what has reached most, then what is most spoken of, first."""
    top = highest(claims) or claims[0]
    return int(top.status == Status.PLANNED), -top.level, -len(claims)


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
    order = sorted(by_product, key=lambda slug: _standing(by_product[slug]))
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
