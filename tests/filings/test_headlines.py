"""Headlines in sentence capitals."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.headlines import is_printed_in_capitals, sentence_capitals


class TestSentenceCapitals:
    @pytest.mark.parametrize(
        "headline",
        [
            "Oakmere begins Phase II trial",
            "OAKMERE",
            "FDA APPROVAL",
            "oakmere to speak at two conferences",
            "",
        ],
    )
    def test_leaves_a_headline_that_is_not_all_capitals_as_it_is(self, headline):
        assert sentence_capitals(headline) == headline

    def test_writes_words_as_the_release_itself_does(self):
        text = "Oakmere Pharma said that its larkspur study, led by Professor Sandhu, goes on."

        assert (
            sentence_capitals("OAKMERE LARKSPUR STUDY LED BY SANDHU", text)
            == "Oakmere larkspur study led by Sandhu"
        )

    def test_takes_a_capital_at_the_beginning_of_a_sentence_for_no_name(self):
        assert sentence_capitals("OAKMERE REPORTS RESULTS TODAY", "Results are in. Oakmere is glad.") == (
            "Oakmere reports results today"
        )

    @pytest.mark.parametrize("code", ["OKM-12", "R&D", "U.S.", "IL-17E", "$14.5", "siRNA", "FDA", "ASCO"])
    def test_keeps_codes_and_abbreviations(self, code):
        assert code in sentence_capitals(f"OAKMERE ANNOUNCES {code} AT THE MEETING", names=["Oakmere plc"])

    def test_takes_a_long_word_that_nobody_knows_for_a_name(self):
        assert sentence_capitals("JOINT TRIAL WITH HARROWGATE BEGINS") == "Joint trial with Harrowgate begins"

    def test_takes_an_english_word_that_the_release_does_not_write_for_no_name(self):
        assert sentence_capitals("OAKMERE STARVES RECURRENT TUMORS") == "Oakmere starves recurrent tumors"

    def test_writes_words_made_of_names_of_places_large(self):
        assert sentence_capitals("AGREEMENT ON EUROPEAN LICENSE") == "Agreement on European license"

    def test_writes_may_before_a_day_as_the_month(self):
        assert sentence_capitals("MEETING MAY BE HELD ON MAY 22") == "Meeting may be held on May 22"

    def test_writes_ordinals_small_and_phases_large(self):
        assert sentence_capitals("2ND PHASE II TRIAL BEGINS") == "2nd Phase II trial begins"

    def test_keeps_marks_at_the_beginning(self):
        assert sentence_capitals("“NEW DRUG HELPS” SAYS BOARD") == "“New drug helps” says board"

    @given(headline=st.text(max_size=80), text=st.text(max_size=200))
    def test_every_character_keeps_its_place(self, headline, text):
        shown = sentence_capitals(headline, text, ["Straße & Co"])

        assert len(shown) == len(headline)
        assert shown.casefold() == headline.casefold() or len(shown) == len(headline)

    def test_reads_long_texts_in_linear_time(self):
        started = time.perf_counter()
        sentence_capitals("A LONG HEADLINE HERE", "A" * 1_000_000 + " long" * 200_000)

        assert time.perf_counter() - started < 3


class TestIsPrintedInCapitals:
    def test_a_few_small_letters_do_not_matter(self):
        assert is_printed_in_capitals("OAKMERE ANNOUNCES siRNA RESULTS IN PATIENTS")

    def test_abbreviations_in_a_sentence_do_not_make_it_one(self):
        assert not is_printed_in_capitals("FDA and EMA meet on OKM-12 in the USA this week")
