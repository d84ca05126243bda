"""Sentences and set phrases keep their places in the frozen text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.domain import Block, BlockKind, CleanText, ReleaseText, Section, SectionKind, Span
from filings.prose import Phrases, continuations, fold, level, sentences, split
from tests.filings.extractors.releases import release


def pieces(text: str) -> list[str]:
    return [span.of(text) for span in split(level(text))]


class TestSplit:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Dr. Ansel spoke. All agreed.", ["Dr. Ansel spoke.", "All agreed."]),
            ("Abc Inc. announced a trial. It began.", ["Abc Inc. announced a trial.", "It began."]),
            ("It trades in the U.S. The stock rose.", ["It trades in the U.S.", "The stock rose."]),
            ("In the U.S. Food and Drug law it counts.", ["In the U.S. Food and Drug law it counts."]),
            ("A rise of 2.5 per cent vs. 2003. Good.", ["A rise of 2.5 per cent vs. 2003.", "Good."]),
            (
                "The call is at 10 a.m. Eastern time. Dial in.",
                ["The call is at 10 a.m. Eastern time.", "Dial in."],
            ),
            ("J. Marc Ode, Ph.D., spoke (No. 7). Yes.", ["J. Marc Ode, Ph.D., spoke (No. 7).", "Yes."]),
            ("Lorem K.K. (TSE: 4000) said so. It is.", ["Lorem K.K. (TSE: 4000) said so.", "It is."]),
            (
                "It was sold to Lorem K.K. The price was low.",
                ["It was sold to Lorem K.K.", "The price was low."],
            ),
            ('"It works." Mr. Poe smiled.', ['"It works."', "Mr. Poe smiled."]),
            (
                "Some drugs, e.g. MBX, fail... Others do not.",
                ["Some drugs, e.g. MBX, fail...", "Others do not."],
            ),
            ("One line\nends here. Another\nhere.", ["One line\nends here.", "Another\nhere."]),
        ],
    )
    def test_knows_which_stops_end_a_sentence(self, text, expected):
        assert pieces(text) == expected

    def test_cuts_what_goes_on_without_a_stop_at_a_blank(self):
        text = "word " * 2000

        assert all(len(piece) <= 1500 for piece in pieces(text))
        assert "".join(pieces(text)).replace(" ", "") == text.replace(" ", "")

    @given(st.text())
    def test_leaves_out_nothing_but_blanks(self, text):
        words = level(text)
        spans = list(split(words))

        assert all(a.end <= b.start for a, b in pairwise(spans))
        told = "".join(span.of(words) for span in spans)
        assert "".join(told.split()) == "".join(words.split())


class TestLevel:
    @given(st.text())
    def test_keeps_every_character_in_its_place(self, text):
        assert len(level(text)) == len(text)

    def test_gives_quotation_marks_hyphens_and_blanks_one_form(self):
        assert level("MB\u201140\u00a0\u201cone\u201d it\u2019s\n") == 'MB-40 "one" it\'s '


class TestFold:
    @pytest.mark.parametrize("name", ["MBX-204", "mbx 204", "MBX\u2011204", "Mbx204"])
    def test_is_equal_for_all_spellings_of_a_code(self, name):
        assert fold(name) == "mbx204"


class TestSentences:
    def test_a_headline_is_one_sentence_whatever_stops_it_holds(self):
        text = release("The body.", headline="MARISTOW BIOLOGICS INC. ANNOUNCES RESULTS. TRIAL GOES ON")

        assert (
            sentences(text)[0]
            .span.of(text.text)
            .startswith("MARISTOW BIOLOGICS INC. ANNOUNCES RESULTS. TRIAL")
        )

    def test_boilerplate_is_left_out(self):
        text = release("The body.", about="Maristow is a company.")

        assert [sentence.words for sentence in sentences(text)] == [
            "Maristow Biologics Reports Progress",
            "The body.",
        ]

    def test_a_paragraph_that_a_page_end_tore_apart_is_put_together(self):
        text = "The trial has now\n\n- 2 -\n\nbegun in Leeds.\n"
        blocks = (
            Block(BlockKind.PARAGRAPH, Span(0, 17)),
            Block(BlockKind.PAGE_BREAK, Span(19, 24)),
            Block(BlockKind.PARAGRAPH, Span(26, 41)),
        )
        torn = ReleaseText(
            document=0,
            start=0,
            exhibit=None,
            clean=CleanText(text, blocks),
            sections=(Section(SectionKind.BODY, Span(0, len(text))),),
        )

        assert [sentence.span for sentence in sentences(torn)] == [Span(0, 41)]

    @pytest.mark.parametrize(
        ("above", "below", "torn"),
        [
            ("The trial has begun in the", "United Kingdom with ten patients.", True),
            ("The trial has begun.", "United Kingdom: ten patients.", False),
            ("Highlights", "o net income rose", False),
        ],
    )
    def test_behind_a_pages_end_a_hanging_paragraph_goes_on_in_capitals_too(self, above, below, torn):
        text = f"{above}\n\n- 2 -\n\n{below}"
        at = len(text) - len(below)
        blocks = (
            Block(BlockKind.PARAGRAPH, Span(0, len(above))),
            Block(BlockKind.PAGE_BREAK, Span(len(above) + 2, at - 2)),
            Block(BlockKind.PARAGRAPH, Span(at, len(text))),
        )

        assert [block.span.start for block in continuations(blocks, text)] == ([at] if torn else [])

    def test_a_heading_on_the_same_page_does_not_go_on_in_small_letters(self):
        text = release("Highlights", "net income rose by a tenth")

        assert [sentence.words for sentence in sentences(text)][1:] == [
            "Highlights",
            "net income rose by a tenth",
        ]

    def test_each_paragraph_of_a_sub_headline_is_one_sentence(self):
        text = release("The body.", subheadline="MBX-1 met its goals\n\nMBX-2 trial to begin")

        assert [sentence.words for sentence in sentences(text)][1:3] == [
            "MBX-1 met its goals",
            "MBX-2 trial to begin",
        ]

    def test_a_line_that_begins_with_a_label_is_a_sentence_of_its_own(self):
        text = release("Title: A Trial of MBX-1\nPresenter: Ada Ng\nDate and Time: May 5\nin Oslo")

        assert [sentence.words for sentence in sentences(text)][1:] == [
            "Title: A Trial of MBX-1",
            "Presenter: Ada Ng",
            "Date and Time: May 5 in Oslo",
        ]

    def test_a_short_table_row_is_one_sentence_and_long_cells_are_prose(self):
        text = (
            "MBX-1\tPhase 2\nx\t" + "A cell that tells a story of some length. It has two sentences, in fact."
        )
        rows = ((Span(0, 5), Span(6, 13)), (None, Span(16, len(text))))
        table = ReleaseText(
            document=0,
            start=0,
            exhibit=None,
            clean=CleanText(text, (Block(BlockKind.TABLE, Span(0, len(text)), rows),)),
            sections=(Section(SectionKind.BODY, Span(0, len(text))),),
        )

        assert [(sentence.words[:7], sentence.tabular) for sentence in sentences(table)] == [
            ("MBX-1 P", True),
            ("A cell ", False),
            ("It has ", False),
        ]


class TestPhrases:
    BOOK = Phrases({"lung cancer": "lung", "non-small cell lung cancer": "nsclc", "Crohn's disease": "crohn"})

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("lung cancers", ["lung"]),
            ("NON SMALL-CELL LUNG CANCER", ["nsclc"]),
            ("Crohn's disease", ["crohn"]),
            ("the lung. Cancer is", []),
            ("lungs", []),
        ],
    )
    def test_finds_the_longest_phrase_in_any_spelling(self, words, expected):
        assert [value for _, value in self.BOOK.find(words)] == expected

    @settings(deadline=None)
    @given(st.text())
    def test_places_lie_in_the_text(self, words):
        assert all(0 <= span.start < span.end <= len(words) for span, _ in self.BOOK.find(level(words)))


def test_a_megabyte_without_a_full_stop_is_split_within_a_second():
    began = time.perf_counter()

    sentences(release("word " * 200_000))

    assert time.perf_counter() - began < 2
