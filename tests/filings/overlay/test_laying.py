"""Corrections laid over records, as values."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.domain import Fact, FactKind, FilingRecord, Problem, ReleaseRecord, Span
from filings.overlay import Action, Ruling, State, What, facts_listed, folded_headline, lay_over
from filings.overlay.shelves import SHELVES, fold, place_again
from tests.filings.records import filing, release

WORDS = st.text(max_size=30)
NAMES = st.sampled_from(["XY-12", "QX-5", "ZZ-9", "Bo Finch", "gout", ""])
PHASES = st.sampled_from(["Phase 1", "Phase 2", "Approved"])


def fields(what: What, *, whole: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Values that could have been checked and kept: whole facts, or some of their fields."""
    by_field: dict[str, st.SearchStrategy[Any]] = {
        "date": st.none() | st.dates().map(lambda day: day.isoformat()),
        "phase": PHASES,
        "status": st.none() | st.sampled_from(["ongoing", "completed"]),
        "aliases": st.lists(NAMES.filter(bool), max_size=2),
        "phones": st.lists(WORDS, max_size=2),
        "emails": st.lists(WORDS, max_size=2),
    }
    kinds = {name: by_field.get(name, (NAMES | WORDS).filter(bool)) for name in SHELVES[what].fields}
    if what is What.PHASE_CLAIM and whole:
        kinds["evidence"] = WORDS | st.just("XY-12 is in a Phase II trial.")
    return st.fixed_dictionaries(kinds) if whole else st.fixed_dictionaries({}, optional=kinds)


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    what, action = draw(st.sampled_from(What)), draw(st.sampled_from(Action))
    start = draw(st.none() | st.integers(0, 100))
    return Ruling(
        id=draw(st.integers(1, 9)),
        number=draw(st.integers(1, 3)),
        headline=draw(st.sampled_from(["", fold("Larkspur begins trial"), "another"])),
        what=what,
        action=action,
        extracted=None if action is Action.ADD else draw(fields(what, whole=True)),
        corrected=None if action is Action.REJECT else draw(fields(what, whole=action is Action.ADD)),
        start=start,
        end=None if start is None else start + draw(st.integers(1, 40)),
        words=draw(WORDS),
    )


def record() -> FilingRecord:
    return filing(
        release(
            candidates=[("XY-12",)],
            claims=[("XY-12", "gout")],
            contacts=["Bo Finch"],
            indications=["gout"],
        ),
        release("Second story", "QX-5 rose."),
    )


def ruling(what: What, action: Action = Action.SET, **values: Any) -> Ruling:
    values = {"headline": "", "extracted": None, "corrected": None, **values}
    return Ruling(id=1, number=1, what=what, action=action, **values)


def proofs(found: ReleaseRecord) -> list[Span]:
    facts = found.facts
    spans = [fact.span for fact in facts.simple] + [claim.span for claim in facts.phases]
    spans += [contact.span for contact in facts.contacts] + [quote.span for quote in facts.quotes]
    spans += [span for candidate in facts.candidates for span in candidate.mentions]
    return spans + [alias.span for candidate in facts.candidates for alias in candidate.aliases]


class TestLayOver:
    @settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.lists(rulings(), max_size=4))
    def test_any_rulings_end_in_a_record_whose_proofs_lie_in_its_text(self, several):
        overlaid = lay_over(record(), several)

        assert [finding.id for finding in overlaid.findings] == [one.id for one in several]
        for found in overlaid.record.releases:
            assert all(span.end <= len(found.text) for span in proofs(found))
            assert all(candidate.mentions for candidate in found.facts.candidates)
        assert lay_over(record(), several) == overlaid

    @settings(max_examples=200, suppress_health_check=list(HealthCheck), deadline=None)
    @given(rulings())
    def test_what_a_ruling_does_not_speak_of_stays_as_it_is(self, one):
        before = record()
        after = lay_over(before, [one]).record

        for old, new in zip(before.releases, after.releases, strict=True):
            kept = [
                [listed for listed in facts_listed(r.facts, r.text) if not _is_touched(listed.what, one.what)]
                for r in (old, new)
            ]
            assert kept[0] == kept[1]
            assert (new.text, new.sections, new.body_html) == (old.text, old.sections, old.body_html)

    def test_without_rulings_the_record_is_the_same(self):
        given_record = record()

        assert lay_over(given_record, []).record is given_record

    def test_the_headline_leads_to_the_release_whose_number_is_another_now(self):
        moved = replace(
            ruling(What.HEADLINE, corrected={"value": "X"}, extracted={"value": "Second story"}),
            headline=folded_headline(record().releases[1]),
        )

        overlaid = lay_over(record(), [moved])

        assert overlaid.findings[0].release == 2
        assert overlaid.record.releases[1].facts.value(FactKind.HEADLINE) == "X"

    def test_a_headline_that_is_read_otherwise_today_is_still_found_by_its_words(self):
        first = record().releases[0]
        headline = Fact(kind=FactKind.HEADLINE, value="Larkspur", span=Span(0, 8), rule="new")
        read_anew = replace(first, facts=replace(first.facts, simple=(headline,)))
        one = replace(
            ruling(What.PLACE, Action.ADD, corrected={"value": "York"}), headline=folded_headline(first)
        )

        overlaid = lay_over(filing(read_anew), [one])

        assert overlaid.findings[0].state == State.APPLIED

    def test_a_doubt_about_a_date_ends_with_its_correction(self):
        doubtful = replace(
            record(),
            problems=(
                Problem(code="date-questioned", detail="?", release=1),
                Problem(code="date-questioned", detail="?", release=2),
                Problem(code="unassigned-text", detail="?"),
            ),
        )
        one = ruling(What.DATE, extracted={"date": "2004-03-02"}, corrected={"date": "2005-03-02"})

        left = lay_over(doubtful, [one]).record.problems

        assert [(problem.code, problem.release) for problem in left] == [
            ("date-questioned", 2),
            ("unassigned-text", None),
        ]

    def test_a_rejected_candidate_takes_its_claims_with_it(self):
        one = ruling(What.CANDIDATE, Action.REJECT, extracted={"name": "xy 12", "aliases": []})

        [first, _] = lay_over(record(), [one]).record.releases

        assert (first.facts.candidates, first.facts.phases) == ((), ())

    def test_a_rejected_claim_is_not_taken_for_another_sentence_of_the_same_phase(self):
        elsewhere = {
            "product": "XY-12",
            "phase": "Phase 2",
            "status": None,
            "indication": None,
            "evidence": "Elsewhere it says so too.",
        }
        one = ruling(What.PHASE_CLAIM, Action.REJECT, extracted=elsewhere)

        overlaid = lay_over(record(), [one])

        assert overlaid.findings[0].state == State.AGREED
        assert len(overlaid.record.releases[0].facts.phases) == 1

    def test_a_large_text_costs_no_more_than_reading_through_it(self):
        body = "XY-12 rose. " * 200_000
        large = filing(release(body=body, candidates=[("XY-12",)]))
        several = [
            ruling(What.CANDIDATE, Action.ADD, corrected={"name": name, "aliases": []}, words=name)
            for name in ("ZZ-9", "rose", "xy-12 rose")
        ]
        began = time.perf_counter()

        lay_over(large, [replace(one, headline="nowhere to be found") for one in several])
        lay_over(large, several)

        assert time.perf_counter() - began < 10


def _is_touched(what: What, ruled: What) -> bool:
    """Claims go with candidates and candidates with claims; all else is on its own."""
    pair = {What.CANDIDATE, What.PHASE_CLAIM}
    return what is ruled or {what, ruled} <= pair


class TestPlaceAgain:
    @pytest.mark.parametrize(
        ("words", "start", "text", "expected"),
        [
            ("b c", 2, "a b c", "b c"),
            ("b c", 2, "a  B\nc", "B\nc"),
            ("x", 6, "x y z x y", "x"),
            ("not there", 0, "a b c", None),
            ("", 0, "a b c", None),
        ],
    )
    def test_finds_words_in_a_text_that_moved(self, words, start, text, expected):
        found = place_again(words, start, text)

        assert (found.of(text) if found else None) == expected

    def test_of_several_places_the_nearest_is_meant(self):
        assert place_again("x", 7, "x y z x y") == Span(6, 7)
