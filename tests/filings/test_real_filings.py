"""Real filings, read to the end."""

import hashlib
import re
from datetime import timedelta
from functools import cache

import pytest

from filings.domain import FactKind, FilingRecord, SourceFile
from filings.exceptions import FilingError
from filings.parsers.submission import is_release_exhibit, parse_submission
from filings.reading import read
from tests.shared import files, needs_shared

pytestmark = needs_shared

EDGAR = files("filings/edgar", "filings/6k")
SEEDS = files("seeds")


def source(path):
    data = path.read_bytes()
    return SourceFile(path.name, hashlib.sha256(data).hexdigest(), data)


@cache
def reading(path):
    try:
        return read(source(path))
    except FilingError as error:
        return error


def names(paths):
    return [path.name for path in paths]


@pytest.mark.parametrize("path", EDGAR, ids=names(EDGAR))
class TestEveryEdgarFile:
    def test_is_read_or_refused_with_its_name_and_a_reason(self, path):
        found = reading(path)

        assert isinstance(found, FilingRecord) or (found.source == path.name and found.reason)

    def test_as_many_exhibits_99_are_found_as_it_says(self, path):
        lines = len(re.findall(rb"(?im)^<TYPE>EX-99|<TYPE>EX-99", path.read_bytes()))
        try:
            documents = parse_submission(source(path)).documents
        except FilingError:
            documents = ()

        assert sum(is_release_exhibit(document.type) for document in documents) == lines

    def test_every_character_of_a_document_belongs_to_one_part(self, path):
        found = reading(path)
        if isinstance(found, FilingRecord):
            for document in found.documents:
                assert "".join(part.span.of(document.text) for part in document.parts) == document.text

    def test_its_releases_have_a_headline_and_a_date_within_thirty_days_before_the_filing_or_it_is_told_why_not(
        self, path
    ):
        found = reading(path)
        if isinstance(found, FilingRecord):
            for release in found.releases:
                assert release.facts.value(FactKind.HEADLINE)
                day, filed = release.facts.date.value, found.filed_on or found.signed_on
                assert day is not None
                assert filed is not None
                told = [problem.code for problem in found.problems]
                assert timedelta(0) <= filed - day or "dated-after-filing" in told
                assert filed - day <= timedelta(days=30) or "furnished-late" in told


class TestTheSeeds:
    @pytest.mark.parametrize("path", SEEDS, ids=names(SEEDS))
    def test_leave_no_text_unassigned(self, path):
        assert [problem for problem in reading(path).problems if problem.code == "unassigned-text"] == []

    def test_hold_ten_releases(self):
        assert sum(len(reading(path).releases) for path in SEEDS) == 10

    def test_two_dates_are_doubted_each_with_its_reason(self):
        dates = [release.facts.date for path in SEEDS for release in reading(path).releases]
        doubted = [found for found in dates if found.suspect]

        assert [found.value.isoformat() for found in doubted] == ["2006-12-29", "2004-01-22"]
        assert "signed on 3 January 2007" in doubted[0].reason
        assert "22 January 2004" in doubted[1].reason
