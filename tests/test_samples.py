"""The samples are read as a careful reader would read them."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from filings.domain import FactKind, FilingRecord, Part, ReleaseRecord, Section, SourceFile, Span
from filings.reading import read
from tests.scoring import folded, score

BAR = 0.90
"""Mean F1 over all fields of all samples below which the extraction has become worse."""

SAMPLES = Path(settings.BASE_DIR) / "samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".txt", ".htm", ".html", ".nc"})

each_sample = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def expected(path: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return facts


@cache
def filing(path: Path) -> FilingRecord:
    data = path.read_bytes()
    return read(SourceFile(name=str(path), sha256=hashlib.sha256(data).hexdigest(), data=data))


def pairs(path: Path) -> Iterator[tuple[dict[str, Any], ReleaseRecord]]:
    return zip(expected(path)["releases"], filing(path).releases, strict=True)


def pieces_touch(pieces: Sequence[Part] | Sequence[Section], text: str) -> bool:
    """Tell whether the pieces cover the text from end to end, none over another."""
    ends = [0, *(piece.span.end for piece in pieces)]
    return [piece.span.start for piece in pieces] == ends[:-1] and ends[-1] == len(text)


def places(release: ReleaseRecord) -> Iterator[Span]:
    """Yield the place of every fact of a release."""
    facts = release.facts
    for simple in facts.simple:
        yield simple.span
    for candidate in facts.candidates:
        yield from candidate.mentions
        yield from (alias.span for alias in candidate.aliases)
    yield from (claim.span for claim in facts.phases)
    yield from (contact.span for contact in facts.contacts)
    yield from (quote.span for quote in facts.quotes)


class TestTheSamples:
    def test_there_are_at_least_fourteen_filings_and_forty_releases(self):
        assert len(FILES) >= 14
        assert sum(len(expected(path)["releases"]) for path in FILES) >= 40

    def test_they_come_in_all_three_formats(self):
        assert {expected(path)["format"] for path in FILES} == {"edgar-submission", "html", "text"}

    def test_they_span_at_least_fifteen_years(self):
        dates = [release["date"] for path in FILES for release in expected(path)["releases"]]
        assert int(max(dates)[:4]) - int(min(dates)[:4]) >= 15

    @each_sample
    def test_each_has_its_expected_facts_beside_it(self, path):
        assert expected(path)["source"] == path.name

    @each_sample
    def test_each_expected_word_is_printed_in_the_sample(self, path):
        source = html.unescape(path.read_text(encoding="utf-8", errors="replace"))
        printed = folded(source)
        for release in expected(path)["releases"]:
            for name in release["candidates"]:
                assert folded(name) in printed
            for person in release["contacts"]:
                assert all(
                    email in path.read_text(encoding="utf-8", errors="replace") for email in person["emails"]
                )

    @each_sample
    def test_each_is_told_of_in_the_read_me_and_in_the_list_of_variations(self, path):
        for page in (SAMPLES / "README.md", Path(settings.BASE_DIR) / "docs" / "variations.md"):
            assert path.name in page.read_text(encoding="utf-8")

    @each_sample
    def test_none_is_larger_than_sixty_kilobytes(self, path):
        assert path.stat().st_size < 60_000


class TestReadingASample:
    @each_sample
    def test_the_form_says_who_filed_it_and_when(self, path):
        label, record = expected(path), filing(path)

        assert (record.format, record.form_type, record.accession_number) == (
            label["format"], label["form_type"], label["accession_number"],
        )  # fmt: skip
        assert folded(record.filers[0].name) == folded(label["company"])
        assert (record.filed_on and record.filed_on.isoformat()) == label["filed_on"]
        assert (record.signed_on and record.signed_on.isoformat()) == label["signed_on"]
        assert record.signatory_name == label["signatory"]

    @each_sample
    def test_it_holds_the_expected_releases(self, path):
        assert [r.exhibit for r in filing(path).releases] == [
            r["exhibit"] for r in expected(path)["releases"]
        ]

    @each_sample
    def test_each_release_has_its_headline_as_printed(self, path):
        for label, release in pairs(path):
            assert release.facts.value(FactKind.HEADLINE) == label["headline"]

    @each_sample
    def test_each_release_has_its_sub_headline_without_the_dashes(self, path):
        for label, release in pairs(path):
            assert release.facts.value(FactKind.SUBHEADLINE) == label["subheadline"]

    @each_sample
    def test_each_release_is_dated_right_whatever_its_dateline_prints(self, path):
        for label, release in pairs(path):
            date = release.facts.date
            assert (date.value and date.value.isoformat()) == label["date"]
            assert date.suspect == label["date_suspect"]

    @each_sample
    def test_a_questioned_date_comes_with_its_reason(self, path):
        for release in filing(path).releases:
            assert bool(release.facts.date.reason) == release.facts.date.suspect


class TestSpans:
    @each_sample
    def test_the_place_of_every_fact_is_within_the_text_of_its_release(self, path):
        for release in filing(path).releases:
            for span in places(release):
                assert span.end <= len(release.text)
                assert span.of(release.text).strip() == span.of(release.text) != ""

    @each_sample
    def test_the_words_at_the_place_of_a_simple_fact_are_what_it_says(self, path):
        for release in filing(path).releases:
            for fact in release.facts.simple:
                if fact.kind in {
                    FactKind.HEADLINE,
                    FactKind.SUBHEADLINE,
                    FactKind.PLACE,
                    FactKind.PRINTED_DATE,
                }:
                    assert folded(fact.value) == folded(fact.span.of(release.text))

    @each_sample
    def test_every_mention_of_a_candidate_is_one_of_its_names_or_the_end_of_one(self, path):
        for release in filing(path).releases:
            for candidate in release.facts.candidates:
                names = {
                    folded(name) for name in (candidate.name, *(alias.name for alias in candidate.aliases))
                }
                for mention in candidate.mentions:
                    words = folded(mention.of(release.text))  # "207" in "MPT-114 and 207"
                    assert any(name.endswith(words) for name in names)

    @each_sample
    def test_the_sentence_that_proves_a_numbered_phase_speaks_of_a_phase(self, path):
        for release in filing(path).releases:
            for claim in release.facts.phases:
                if claim.phase.startswith("Phase"):
                    assert "phase" in claim.span.of(release.text).casefold()

    @each_sample
    def test_a_release_is_cut_from_its_document_unchanged(self, path):
        record = filing(path)
        for release in record.releases:
            text = record.documents[release.document].text
            assert text[release.start : release.start + len(release.text)] == release.text

    @each_sample
    def test_every_character_of_a_document_belongs_to_one_part(self, path):
        for document in filing(path).documents:
            assert pieces_touch(document.parts, document.text)

    @each_sample
    def test_every_character_of_a_release_belongs_to_one_section(self, path):
        for release in filing(path).releases:
            assert pieces_touch(release.sections, release.text)

    @each_sample
    def test_nothing_is_left_over(self, path):
        assert [problem for problem in filing(path).problems if problem.code == "unassigned-text"] == []


def test_facts_agree_with_a_careful_readers():
    result = score((expected(path), filing(path)) for path in FILES)

    assert result.mean_f1 >= BAR, result.report()
