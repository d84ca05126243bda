import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import MAX_TERM, analyse, parts, tokens_at
from search.stemming import stem


def terms(text: str) -> list[str]:
    return [token.term for token in analyse(text)]


class TestAnalyse:
    @pytest.mark.parametrize(
        "printed", ["HLV-101", "HLV 101", "HLV101", "HLV\u2011101", "HLV- 101", "HLV\u00a0101", "HLV\n101"]
    )
    def test_a_code_gives_its_folded_form_however_it_is_printed(self, printed):
        assert "hlv101" in terms(f"of {printed}, in")

    @pytest.mark.parametrize(
        "text", ["in 2004", "about 40 patients", "December 29", "Phase I-II", "3-4", "a b"]
    )
    def test_words_beside_numbers_are_no_code(self, text):
        assert not [
            token
            for token in analyse(text)
            if any(char.isspace() or char == "-" for char in text[token.start : token.end])
        ]

    def test_printed_words_stand_beside_their_stems(self):
        assert terms("trials") == ["trial", "=trials"]

    def test_a_possessive_is_no_part(self):
        assert [part.text for part in parts("Halvorsen's and others’ don't")] == [
            "halvorsen",
            "and",
            "others",
            "don",
            "t",
        ]

    def test_a_decomposed_accent_is_part_of_its_word(self):
        assert [part.text for part in parts("Me\u0301nie\u0300re")] == ["meniere"]

    def test_a_trade_mark_is_no_part(self):
        assert [part.text for part in parts("Zelmarit® and Zelmarit™")] == ["zelmarit", "and", "zelmarit"]

    @given(st.text() | st.from_regex(r"([A-Za-z]{1,4}[ -]?[0-9a-z]{0,3}[ .-]?){0,9}", fullmatch=True))
    def test_positions_and_terms_are_enough_to_find_the_places_again(self, text):
        tokens = set(analyse(text))

        assert set(tokens_at(text, sorted((token.position, token.term) for token in tokens))) == tokens

    @given(st.text())
    def test_places_lie_in_the_text_and_positions_rise(self, text):
        tokens = list(analyse(text))

        assert all(0 <= token.start < token.end <= len(text) for token in tokens)
        assert all(token.term and len(token.term) <= 20 * MAX_TERM for token in tokens)
        assert [token.position for token in tokens] == sorted(token.position for token in tokens)

    @pytest.mark.parametrize(
        "text", ["a-" * 250_000, "A1" * 250_000, "x" * 500_000, "1 " * 250_000, "-" * 500_000, "'s" * 250_000]
    )
    def test_takes_time_in_proportion_to_the_text(self, text):
        begun = time.perf_counter()
        for _ in analyse(text):
            pass
        assert time.perf_counter() - begun < 10


class TestStem:
    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("cats", "cat"),
            ("feed", "feed"),
            ("agreed", "agre"),
            ("plastered", "plaster"),
            ("motoring", "motor"),
            ("sing", "sing"),
            ("conflated", "conflat"),
            ("hopping", "hop"),
            ("falling", "fall"),
            ("hissing", "hiss"),
            ("filing", "file"),
            ("happy", "happi"),
            ("sky", "sky"),
            ("relational", "relat"),
            ("conditional", "condit"),
            ("rational", "ration"),
            ("digitizer", "digit"),
            ("operator", "oper"),
            ("decisiveness", "decis"),
            ("hopefulness", "hope"),
            ("formality", "formal"),
            ("triplicate", "triplic"),
            ("electrical", "electr"),
            ("goodness", "good"),
            ("allowance", "allow"),
            ("replacement", "replac"),
            ("adoption", "adopt"),
            ("bowdlerize", "bowdler"),
            ("probate", "probat"),
            ("rate", "rate"),
            ("controlling", "control"),
            ("roll", "roll"),
        ],
    )
    def test_agrees_with_the_examples_of_porters_paper(self, word, expected):
        assert stem(word) == expected

    @pytest.mark.parametrize("word", ["by", "2040", "métro", "x" * 41])
    def test_leaves_alone_what_is_no_english_word(self, word):
        assert stem(word) == word

    @given(st.from_regex(r"[a-z]{1,40}", fullmatch=True))
    def test_never_grows_a_word_by_more_than_an_e(self, word):
        assert 0 < len(stem(word)) <= len(word) + 1
