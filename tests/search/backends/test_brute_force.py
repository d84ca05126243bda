"""Every hit and every count, compared with a loop over the documents."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import columns
from search.backends.whoosh import WhooshBackend, building
from search.facets import PHASES, QUESTIONED, STATUSES, form_slug
from search.query import FACETS, PartialDate, SearchQuery
from tests.search.backends.contract import answer_or_refusal, claim, document

PRODUCTS = ("hlv-101", "hlv-202", "zelmarit")
PHASE_SLUGS = tuple(PHASES)[:4]
DISEASES = ("melanoma", "lung-cancer")
COMPANIES = ("halvorsen", "quillon")
TOPICS = ("legal", "clinical-trial")
FORMS = ("6-K", "6-K/A", "8-K", "")
STATUS_VALUES = tuple(STATUSES)[:3]
WORDS = ("zebra", "lion", "tiger")
DAYS = ("2003-12-31", "2004-01-01", "2004-02-29", "2004-02-01", "2005-06-15", None)


def some(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


claims = st.builds(
    claim,
    st.sampled_from(PRODUCTS),
    st.sampled_from(PHASE_SLUGS),
    st.sampled_from(("", *DISEASES)),
    status=st.sampled_from(("", *STATUS_VALUES)),
)
contents = st.fixed_dictionaries(
    {
        "body": st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join),
        "headline": st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
        "boilerplate": st.lists(st.sampled_from(WORDS), max_size=1).map(" ".join),
        "day": st.sampled_from(DAYS),
        "claims": st.lists(claims, max_size=3),
        "products": some(PRODUCTS),
        "indications": some(DISEASES),
        "registrants": some(COMPANIES),
        "topics": some(TOPICS),
        "form_type": st.sampled_from(FORMS),
        "questioned": st.booleans(),
        "story": st.sampled_from((None, None, 1, 2, 3)),
        "copy_number": st.integers(0, 2),
    }
)
corpora = st.lists(contents, max_size=8).map(
    lambda rows: [document(number, **row) for number, row in enumerate(rows, 1)]
)
partial_dates = st.sampled_from([None, "2003", "2004", "2004-02", "2004-02-01", "2005-06-15"]).map(
    lambda text: PartialDate.parse(text) if text else None
)
changes = st.lists(
    st.tuples(
        st.dictionaries(st.integers(1, 10), contents, max_size=3),
        st.lists(st.integers(1, 10), max_size=2),
    ),
    max_size=4,
)
"""What is done to an archive: releases that are added or rewritten, and then some that go."""


def has(item, *fields: str):
    """Return the words of a release's texts, each text by itself."""
    return [getattr(item, field).split() for field in fields]


def every(words: list[list[str]]) -> set[str]:
    """Return the words of all texts together."""
    return {word for text in words for word in text}


def claims_with(item, **wanted: str):
    return [
        said for said in item.claims if all(getattr(said, name) == value for name, value in wanted.items())
    ]


SAYS = {
    "": lambda words, item: True,
    "zebra": lambda words, item: any("zebra" in text for text in words),
    "zebra lion": lambda words, item: {"zebra", "lion"} <= every(words),
    "-tiger": lambda words, item: "tiger" not in every(words),
    "zebra OR lion": lambda words, item: bool({"zebra", "lion"} & every(words)),
    '"zebra lion"': lambda words, item: any(("zebra", "lion") in pairwise(text) for text in words),
    '"zebra lion"~1': lambda words, item: any(
        {"zebra", "lion"} <= set(text[at : at + 3]) for text in words for at in range(len(text))
    ),
    "zeb* -lion": lambda words, item: "zebra" in every(words) and "lion" not in every(words),
    "zebar~ OR tiger": lambda words, item: bool({"zebra", "tiger"} & every(words)),
    "-(lion tiger)": lambda words, item: not {"lion", "tiger"} <= every(words),
    "headline:zebra": lambda words, item: "zebra" in item.headline.split(),
    "boilerplate:(zebra OR lion)": lambda words, item: bool(
        {"zebra", "lion"} & set(item.boilerplate.split())
    ),
    "drug:hlv-101": lambda words, item: "hlv-101" in slugs(item.products),
    "drug:hlv-101 phase:1": lambda words, item: bool(claims_with(item, product="hlv-101", phase="phase-1")),
    "-(drug:hlv-101 phase:1)": lambda words, item: not claims_with(item, product="hlv-101", phase="phase-1"),
    "phase:1 phase:preclinical": lambda words, item: bool(
        claims_with(item, phase="phase-1") and claims_with(item, phase="preclinical")
    ),
    "(drug:hlv-101 phase:1) (drug:hlv-202 status:planned)": lambda words, item: bool(
        claims_with(item, product="hlv-101", phase="phase-1")
        and claims_with(item, product="hlv-202", status="planned")
    ),
    "indication:melanoma status:planned OR topic:legal": lambda words, item: bool(
        ("melanoma" in slugs(item.indications) and (claims_with(item, status="planned")))
        or ("melanoma" in slugs(item.indications) and "legal" in slugs(item.topics))
    ),
    "date:2004-02.. -company:quillon": lambda words, item: bool(
        item.date and item.date >= date(2004, 2, 1) and "quillon" not in slugs(item.registrants)
    ),
}
"""What can be typed, and whether a release answers it; `words` are those of the texts that are looked into."""

queries = st.builds(
    SearchQuery,
    q=st.sampled_from(list(SAYS)),
    product=some(PRODUCTS).map(tuple),
    phase=some(PHASE_SLUGS).map(tuple),
    status=some(STATUS_VALUES).map(tuple),
    indication=some(DISEASES).map(tuple),
    registrant=some(COMPANIES).map(tuple),
    topic=some(TOPICS).map(tuple),
    form=some([form_slug(form) for form in FORMS if form]).map(tuple),
    questioned=st.sampled_from([(), (), ("yes",)]),
    year=some(["2003", "2004", "2005"]).map(tuple),
    month=some(["2003-12", "2004-01", "2004-02"]).map(tuple),
    date_from=partial_dates,
    date_to=partial_dates,
    sort=st.sampled_from(["", "newest", "oldest", "relevance"]),
    boilerplate=st.booleans(),
    copies=st.booleans(),
)


def slugs(labels):
    return {value for value, _ in labels}


def is_found(item, query: SearchQuery) -> bool:
    """The rules as they are written down, in the plainest code there is."""
    texts = ("headline", "body", *(["boilerplate"] if query.boilerplate else []))
    if not SAYS[query.q](has(item, *texts), item):
        return False
    if query.phase or query.status:
        if not any(
            (not query.phase or said.phase in query.phase)
            and (not query.status or said.status in query.status)
            and (not query.product or said.product in query.product)
            and (not query.indication or said.indication in query.indication)
            for said in item.claims
        ):
            return False
    else:
        if query.product and not slugs(item.products) & set(query.product):
            return False
        if query.indication and not slugs(item.indications) & set(query.indication):
            return False
    if query.registrant and not slugs(item.registrants) & set(query.registrant):
        return False
    if query.topic and not slugs(item.topics) & set(query.topic):
        return False
    if query.form and form_slug(item.form_type) not in query.form:
        return False
    if query.questioned and not item.questioned:
        return False
    return is_of_its_time(item.date, query)


def is_of_its_time(day: date | None, query: SearchQuery) -> bool:
    if query.year or query.month:
        if day is None:
            return False
        year, month = f"{day:%Y}", f"{day:%Y-%m}"
        is_narrowed = any(chosen.startswith(year) for chosen in query.month)
        if month not in query.month and (is_narrowed or year not in query.year):
            return False
    if query.date_from or query.date_to:
        if day is None:
            return False
        if query.date_from and day < query.date_from.first:
            return False
        if query.date_to and day > query.date_to.last:
            return False
    return True


def found_in(corpus, query: SearchQuery) -> list[int]:
    """Return the releases that answer, of each story one copy unless all are asked for."""
    found = [item for item in corpus if is_found(item, query)]
    if query.copies:
        return [item.release_id for item in found]
    stories = defaultdict(list)
    for item in found:
        stories[item.story or item.release_id].append(item)
    return [min(copies, key=partial(precedence, query)).release_id for copies in stories.values()]


def precedence(query: SearchQuery, item) -> tuple[bool, int, int]:
    """A chosen company's own copy, then the one that was filed first."""
    filer = next((value for value, _ in item.registrants), None)
    return filer not in query.registrant, item.copy_number, item.release_id


def only(query: SearchQuery, name: str, value: str) -> SearchQuery:
    """Return the query with this value as the only choice of its facet."""
    both: dict[str, Any] = {"year": (), "month": ()} if name in ("year", "month") else {}
    return replace(query, **{**both, name: (value,)})


def every_value(corpus, name: str) -> set[str]:
    match name:
        case "phase":
            return set(PHASES)
        case "status":
            return set(STATUSES)
        case "form":
            return {form_slug(item.form_type) for item in corpus} - {""}
        case "questioned":
            return set(QUESTIONED)
        case "year":
            return {f"{item.date:%Y}" for item in corpus if item.date}
        case "month":
            return {f"{item.date:%Y-%m}" for item in corpus if item.date}
    return {value for item in corpus for value in slugs(getattr(item, f"{name}s"))}


@pytest.fixture(scope="module")
def engine():
    with tempfile.TemporaryDirectory() as folder:
        yield WhooshBackend(Path(folder) / "index")


def in_order(corpus, query: SearchQuery) -> list[int]:
    """Return what is found by date, where dates decide; what has none comes last."""
    days = {item.release_id: item.date for item in corpus}
    newest = query.sort == "newest"

    def key(release_id: int):
        day = days[release_id]
        return day is None, (-day.toordinal() if newest else day.toordinal()) if day else 0, release_id

    return sorted(found_in(corpus, query), key=key)


def open_years(corpus, query: SearchQuery) -> set[str]:
    """Return the years whose months are shown: those that are chosen, or the only one there is."""
    if chosen := {*query.year, *(month[:4] for month in query.month)}:
        return chosen
    years = {year for year in every_value(corpus, "year") if found_in(corpus, only(query, "year", year))}
    return years if len(years) == 1 else set()


def expected_counts(corpus, query: SearchQuery, name: str) -> dict[str, int]:
    counts = {
        value: len(found_in(corpus, only(query, name, value)))
        for value in every_value(corpus, name) | set(query.chosen(name))
    }
    if name == "month":
        years = open_years(corpus, query)
        counts = {month: count if month[:4] in years else 0 for month, count in counts.items()}
    return {value: count for value, count in counts.items() if count or value in query.chosen(name)}


@pytest.fixture
def merging(monkeypatch):
    """Have segments merged as soon as there are three of about one size."""
    monkeypatch.setattr(building, "FAN", 2)


def done(archive, changed):
    """Return the archive after changes."""
    for rewritten, gone in changed:
        archive = {number: item for number, item in (archive | rewritten).items() if number not in gone}
    return archive


def changed_and_compared(engine, archive, changed, asked) -> None:
    engine.replace_all(archive.values())
    for rewritten, gone in changed:
        engine.upsert(rewritten.values())
        engine.remove(gone)
    for query in asked:
        compare(engine, list(done(archive, changed).values()), query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpus=corpora, changed=changes, asked=st.lists(queries, min_size=1, max_size=6))
def test_hits_and_counts_are_those_of_a_loop_over_the_documents(engine, merging, corpus, changed, asked):
    archive = {item.release_id: item for item in corpus}
    rounds = [({key: document(key, **row) for key, row in rows.items()}, gone) for rows, gone in changed]

    changed_and_compared(engine, archive, rounds, asked)


def drawn(random: Random, release_id: int):
    """Return a release with more of everything: several claims of few things, and copies."""

    def several(values, most):
        return random.sample(values, random.randint(0, most))

    said = [
        claim(
            random.choice(PRODUCTS),
            random.choice(PHASE_SLUGS),
            random.choice(("", *DISEASES)),
            status=random.choice(("", *STATUS_VALUES)),
        )
        for _ in range(random.randint(0, 3))
    ]
    return document(
        release_id,
        " ".join(random.choices(WORDS, k=random.randint(0, 4))),
        headline=" ".join(random.choices(WORDS, k=random.randint(0, 2))),
        boilerplate=random.choice(("", *WORDS)),
        day=random.choice(DAYS),
        claims=said,
        products=several(PRODUCTS, 2),
        indications=several(DISEASES, 1),
        registrants=several(COMPANIES, 2),
        topics=several(TOPICS, 2),
        form_type=random.choice(FORMS),
        questioned=random.random() < 0.3,
        story=random.choice((None, None, 1, 2, 3, 4, 5)),
        copy_number=random.randint(0, 2),
    )


def asked_at_random(random: Random) -> SearchQuery:
    """Return a query that leaves something: two or three things are asked for at most."""
    chosen: dict[str, Any] = {}
    for name, values in random.sample(sorted(CHOICES.items()), random.randint(0, 3)):
        chosen[name] = tuple(random.sample(values, random.randint(1, 2) if len(values) > 1 else 1))
    ends = [None] * 6 + [PartialDate.parse(text) for text in ("2003", "2004-02", "2004-02-29")]
    return SearchQuery(
        q=random.choice(("", random.choice(list(SAYS)))),
        date_from=random.choice(ends),
        date_to=random.choice(ends),
        sort=random.choice(("newest", "oldest", "relevance")),
        boilerplate=random.random() < 0.2,
        copies=random.random() < 0.3,
        **chosen,
    )


CHOICES = {
    "product": PRODUCTS,
    "phase": PHASE_SLUGS,
    "status": STATUS_VALUES,
    "indication": DISEASES,
    "registrant": COMPANIES,
    "topic": TOPICS,
    "form": tuple(form_slug(form) for form in FORMS if form),
    "questioned": ("yes",),
    "year": ("2003", "2004", "2005"),
    "month": ("2003-12", "2004-01", "2004-02"),
}


@pytest.mark.parametrize("seed", range(9))
def test_so_they_are_in_larger_archives_that_change(engine, merging, monkeypatch, seed):
    monkeypatch.setattr(columns, "FEW", (0, 2, 24)[seed % 3])  # counted by value, by row, or as it comes
    random = Random(seed)  # noqa: S311
    archive = {number: drawn(random, number) for number in range(1, 81)}
    changed = [
        (
            {key: drawn(random, key) for key in random.sample(range(1, 101), 12)},
            random.sample(range(1, 101), 6),
        )
        for _ in range(4)
    ]

    changed_and_compared(engine, archive, changed, [asked_at_random(random) for _ in range(60)])


def compare(engine, corpus, query: SearchQuery) -> None:
    """Compare everything that is said of one query with what a loop over the documents finds."""
    page = engine.search(query)
    found = found_in(corpus, query)

    assert set(engine.ids(query)) == set(found)
    assert [hit.release_id for hit in page.hits] == engine.ids(query)[: query.size]
    assert page.total == len(found) == engine.count(query)
    if query.sort != "relevance":
        assert engine.ids(query) == in_order(corpus, query)
    for name in FACETS:
        shown = {item.value: item.count for item in page.facets[name].values}
        assert shown == expected_counts(corpus, query, name), name
    if page.histogram:
        name = page.histogram[0].name
        expected = expected_counts(corpus, replace(query, year=(), month=()), "year")
        if name == "month":
            (year,) = open_years(corpus, query)
            months = [f"{year}-{number:02}" for number in range(1, 13)]
            expected = {month: len(found_in(corpus, only(query, "month", month))) for month in months}
        assert {bar.value: bar.count for bar in page.histogram if bar.count} == {
            value: count for value, count in expected.items() if count
        }


@settings(max_examples=400, deadline=None)
@given(q=st.text(max_size=60) | st.text(alphabet='ab "-*()OR\n', max_size=60))
def test_whatever_is_typed_is_answered_or_refused(engine, q):
    if not (engine.location / "current.json").exists():
        engine.replace_all([document(1, "zebra")])

    answer = answer_or_refusal(engine, q)

    assert isinstance(answer, int) or str(answer).endswith(".")
