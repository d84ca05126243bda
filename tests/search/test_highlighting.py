import time
from html import unescape

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse
from search.highlighting import best_passages, marked, name_places, phase_places, places_of
from tests.search.test_language import tree_of


def shown(text: str, q: str) -> str:
    return marked(text, places_of(tree_of(q), list(analyse(text))))


class TestPlacesOf:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("study", "The <mark>studies</mark> of HLV-101 in renal cell cancer"),
            ("stud*", "The <mark>studies</mark> of HLV-101 in renal cell cancer"),
            ("hlv101", "The studies of <mark>HLV-101</mark> in renal cell cancer"),
            ('"renal cell"', "The studies of HLV-101 in <mark>renal cell</mark> cancer"),
            ('"cell renal"', "The studies of HLV-101 in renal cell cancer"),
            ("cancer -renal", "The studies of HLV-101 in renal cell <mark>cancer</mark>"),
            ("renla~", "The studies of HLV-101 in <mark>renal</mark> cell cancer"),
            ("studys~", "The <mark>studies</mark> of HLV-101 in renal cell cancer"),
            (
                '"cancer renal"~1',
                "The studies of HLV-101 in <mark>renal</mark> cell <mark>cancer</mark>",
            ),
            ('"cancer studies"~1', "The studies of HLV-101 in renal cell cancer"),
            ("headline:cell", "The studies of HLV-101 in renal <mark>cell</mark> cancer"),
            ("date:2004", "The studies of HLV-101 in renal cell cancer"),
            ("mice OR cell", "The studies of HLV-101 in renal <mark>cell</mark> cancer"),
        ],
    )
    def test_marks_what_the_query_wants(self, q, expected):
        assert shown("The studies of HLV-101 in renal cell cancer", q) == expected

    def test_a_phrase_that_begins_again_within_itself_is_found(self):
        assert shown("cell cell cancer", '"cell cancer"') == "cell <mark>cell cancer</mark>"


class TestNamePlaces:
    @pytest.mark.parametrize("printed", ["HLV-101", "HLV 101", "hlv101"])
    def test_finds_a_name_in_every_spelling(self, printed):
        text = f"On {printed} now"

        assert {text[start:end] for start, end in name_places(["HLV-101"], list(analyse(text)))} == {printed}


class TestPhasePlaces:
    @pytest.mark.parametrize(
        "words", ["Phase II", "phase 1/2", "Phase\nIIb", "PHASE III", "Phase I and II", "preclinical"]
    )
    def test_finds_printed_phases(self, words):
        text = f"a {words} trial"

        assert [text[start:end] for start, end in phase_places(text)] == [words]

    @pytest.mark.parametrize("text", ["this phase is", "Phased in", "a new phase of growth"])
    def test_leaves_other_phases_alone(self, text):
        assert list(phase_places(text)) == []


class TestMarked:
    def test_overlapping_places_become_one(self):
        assert marked("abcdef", [(1, 3), (2, 4), (4, 5)]) == "a<mark>bcde</mark>f"

    @given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20))))
    def test_is_escaped_and_says_what_the_text_says(self, text, places):
        places = [(min(pair), max(pair)) for pair in places if min(pair) < max(pair) <= len(text)]

        html = marked(text, places)

        assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == text


class TestBestPassages:
    FILLER = "Nothing of the kind is told of in this sentence. " * 30

    def test_prefers_the_sentence_with_more_of_the_words(self):
        text = f"A zebra was seen. {self.FILLER}The zebra met a lion. {self.FILLER}"
        places = places_of(tree_of("zebra lion"), list(analyse(text)))

        assert best_passages(text, places).html == (
            "A <mark>zebra</mark> was seen. … The <mark>zebra</mark> met a <mark>lion</mark>."
        )

    def test_leads_to_the_best_mark(self):
        text = f"A zebra was seen. {self.FILLER}The zebra met a lion. {self.FILLER}"
        places = places_of(tree_of("zebra lion"), list(analyse(text)))

        place = best_passages(text, places).place

        assert place is not None
        assert place[0] == text.rindex("zebra")
        assert best_passages(text, []).place is None

    def test_without_a_mark_it_is_the_beginning(self):
        assert best_passages("Dr. Oss of Quillon Inc. spoke. " + self.FILLER, []).html.startswith(
            "Dr. Oss of Quillon Inc. spoke. Nothing of the kind"
        )

    def test_a_long_sentence_is_cut_around_its_mark(self):
        text = "one word after the other " * 60 + "and a zebra " + "with more words to come " * 60
        places = places_of(tree_of("zebra"), list(analyse(text)))

        snippet = best_passages(text, places).html

        assert "<mark>zebra</mark>" in snippet
        assert len(strip_tags(snippet)) < 700

    @given(
        st.text(alphabet="ab .\n!“<", max_size=900),
        st.lists(st.tuples(st.integers(0, 900), st.integers(1, 30)), max_size=9),
    )
    def test_whatever_the_text_it_is_escaped_and_short(self, text, pairs):
        places = [(start, start + width) for start, width in pairs if start + width <= len(text)]

        snippet = best_passages(text, places).html

        assert "<" not in snippet.replace("<mark>", "").replace("</mark>", "")
        assert len(unescape(strip_tags(snippet))) <= 1000

    @pytest.mark.parametrize(
        "text", ["a " * 2_500_000, "\n" * 5_000_000, "." * 5_000_000, "A. " * 1_700_000, "x" * 5_000_000]
    )
    def test_a_huge_text_takes_no_time(self, text):
        begun = time.perf_counter()
        best_passages(text, [(0, 1)])
        assert time.perf_counter() - begun < 2
