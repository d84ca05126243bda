"""Reading as a whole: what holds for any bytes at all."""

import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.domain import FilingRecord, SourceFile
from filings.exceptions import FilingError
from filings.reading import read
from tests.filings.parsers.test_form import COVER, SIGNED

HEAD = "NEWS RELEASE\n\nLOREM STARTS PHASE II TRIAL OF LRM-1\n\nOSLO, MAY 5, 2008 - Lorem Biologics Ltd. "
WORDS = (
    "said today that LRM-1 (lorimab) is in a Phase II trial in asthma", "Phase\nIII", "(TSX: LRM)", "CONTACTS:",
    "Ada Ng, Tel: 555-555-0101, ada@example.com", "About Lorem", "“It works,” said Dr. Bo Li, CEO.", "\t", "\n\n", "- ",
    "formerly known as LRM 1", "with docetaxel", "has been stopped", "Exhibit 99.1", "(more)", "®", "<b>", "&amp;",
)  # fmt: skip


def source(text):
    data = text.encode("utf-8", "surrogatepass")
    return SourceFile("made.txt", hashlib.sha256(data).hexdigest(), data)


def reading(text):
    try:
        return read(source(text))
    except FilingError as error:
        return str(error)


def places(release):
    for fact in release.facts.simple:
        yield fact.span
    for candidate in release.facts.candidates:
        yield from candidate.mentions
        yield from (alias.span for alias in candidate.aliases)
    for found in (*release.facts.phases, *release.facts.contacts, *release.facts.quotes):
        yield found.span


class TestAnyText:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=30)), max_size=30), st.booleans())
    def test_is_read_without_loss_and_the_same_way_twice(self, words, as_html):
        body = " ".join(words)
        text = COVER + SIGNED + HEAD + body
        if as_html:
            text = "<html><body><p>" + text.replace("\n\n", "</p><p>") + "</p></body></html>"
        found = reading(text)

        assert found == reading(text)
        if isinstance(found, FilingRecord):
            for document in found.documents:
                assert "".join(part.span.of(document.text) for part in document.parts) == document.text
            for release in found.releases:
                assert "".join(section.span.of(release.text) for section in release.sections) == release.text
                assert all(span.end <= len(release.text) for span in places(release))

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=400))
    def test_of_bytes_is_a_filing_or_a_clear_refusal(self, data):
        try:
            found: FilingRecord | str = read(SourceFile("made.bin", hashlib.sha256(data).hexdigest(), data))
        except FilingError as error:
            found = str(error)

        assert isinstance(found, FilingRecord) or found.startswith("made.bin: ")


class TestDoubts:
    def test_a_typing_error_in_a_code_is_told(self):
        body = (
            "said that LRM-2040 is in a Phase II trial in asthma.\n\nLRM-2040 is an oral drug. Lorem has treated 40 "
            "patients with LRM-2040.\n\nPatients given LRM-2400 had fewer attacks.\n\n"
        )
        found = reading(COVER + SIGNED + HEAD + body)

        assert isinstance(found, FilingRecord)
        assert [problem.detail for problem in found.problems if problem.code == "name-doubtful"] == [
            "LRM-2400 is read as LRM-2040: a typing error, as nothing is said of it alone."
        ]


HOSTILE = {
    "one paragraph": "the trial of drug LRM-1 was in Phase II and ",
    "brackets": "(",
    "closed brackets": "()",
    "capitals": "A",
    "words in capitals": "ABC ",
    "digits": "1",
    "numbers": "12 ",
    "at signs": "a@",
    "phases": "Phase ",
    "dashes": "- ",
    "quotes": '" ',
    "short lines": "a\n",
    "paragraphs": "word word\n\n",
    "tab rows": "a\tb\n",
    "open tags": "<",
    "stars": "**a",
    "dates": "May 5, 2004 ",
    "tickers": "TSX: AB ",
    "contact blocks": "CONTACTS:\n\nA B\n\n",
    "labels": "Exhibit 99.1\n\n",
    "abouts": "About Lorem\n\n",
    "datelines": "OSLO, May 5, 2004 - Lorem said today that it has\n\n",
    "full stops": ". ",
    "codes": "LRM-1 ",
    "marks": "Lorimab(R) ",
    "money": "$a\\ ",
    "phones": "555-555-0101 ",
    "names": "Ada Ng ",
}


class TestTimeGrowsWithLength:
    @pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
    def test_and_no_more(self, piece):
        text = COVER + SIGNED + HEAD
        seconds = []
        for length in (20_000, 160_000):
            data = source(text + piece * (length // len(piece)))
            started = time.process_time()
            read(data)
            seconds.append(time.process_time() - started)

        # eight times the length may take eight times as long, with room for noise; a square would take sixty-four
        assert seconds[1] < 24 * max(seconds[0], 0.15)
