"""Every hit and every count, compared with a loop over the documents."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.backends.whoosh import WhooshBackend
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
queries = st.builds(
    SearchQuery,
    q=st.sampled_from(
        ["", "zebra", "zebra lion", "-tiger", "zebra OR lion", '"zebra lion"', "zeb* -lion", "-(lion tiger)"]
    ),
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


def says(text: str, query: SearchQuery) -> bool:
    words = text.split()
    pairs = list(pairwise(words))
    return {
        "": True,
        "zebra": "zebra" in words,
        "zebra lion": {"zebra", "lion"} <= set(words),
        "-tiger": "tiger" not in words,
        "zebra OR lion": bool({"zebra", "lion"} & set(words)),
        '"zebra lion"': ("zebra", "lion") in pairs,
        "zeb* -lion": "zebra" in words and "lion" not in words,
        "-(lion tiger)": not {"lion", "tiger"} <= set(words),
    }[query.q]


def is_found(item, query: SearchQuery) -> bool:
    """The rules as they are written down, in the plainest code there is."""
    texts = [item.headline, item.body, *([item.boilerplate] if query.boilerplate else [])]
    if not says(" / ".join(texts), query):
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


@settings(max_examples=60, deadline=None)
@given(corpus=corpora, asked=st.lists(queries, min_size=1, max_size=6), later=st.lists(contents, max_size=3))
def test_hits_and_counts_are_those_of_a_loop_over_the_documents(engine, corpus, asked, later):
    engine.replace_all(corpus)
    rewritten = [document(number, **row) for number, row in enumerate(later, 2)]
    engine.upsert(rewritten)
    engine.remove([1])
    corpus = [*[item for item in corpus if item.release_id > len(later) + 1], *rewritten]

    for query in asked:
        page = engine.search(query)
        found = found_in(corpus, query)

        assert {hit.release_id for hit in page.hits} == set(found)
        assert page.total == len(found) == engine.count(query)
        for name in FACETS:
            shown = {item.value: item.count for item in page.facets[name].values}
            expected = {
                value: len(found_in(corpus, only(query, name, value)))
                for value in every_value(corpus, name) | set(query.chosen(name))
            }
            if name == "month":  # months are shown within the years that are looked at
                expected = {
                    month: count
                    for month, count in expected.items()
                    if month in shown or month in query.month
                }
            assert shown == {
                value: count for value, count in expected.items() if count or value in query.chosen(name)
            }, name
        if page.histogram and page.histogram[0].name == "year":
            assert {bar.value: bar.count for bar in page.histogram if bar.count} == {
                item.value: item.count for item in page.facets["year"].values if item.count
            }


@settings(max_examples=400, deadline=None)
@given(q=st.text(max_size=60) | st.text(alphabet='ab "-*()OR\n', max_size=60))
def test_whatever_is_typed_is_answered_or_refused(engine, q):
    if not (engine.location / "current.json").exists():
        engine.replace_all([document(1, "zebra")])

    answer = answer_or_refusal(engine, q)

    assert isinstance(answer, int) or str(answer).endswith(".")
