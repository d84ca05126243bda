"""Marks in stored HTML."""

import re
import time
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.proof import MAX_DEPTH, Place, mark_places

MARK_TAG = re.compile(r"</?mark[^>]*>")
TAG = re.compile(r"<[^<>]*>")


def without_marks(html: str) -> str:
    return MARK_TAG.sub("", html)


def marked_words(html: str, place: Place) -> str:
    """The words of all pieces of one place, found by walking tags with a stack."""
    words: list[str] = []
    stack: list[str] = []
    for piece in re.findall(r"<[^<>]*>|[^<]+", html):
        if piece.startswith("<mark"):
            stack += re.findall(r'(?:id|data-of)="(p\d+-\d+)"', piece)
        elif piece == "</mark>":
            stack.pop()
        elif place.anchor in stack:
            words.append("\n" if piece == "<br>" else "" if piece.startswith("<") else unescape(piece))
    return "".join(words)


def is_well_formed(html: str) -> bool:
    stack: list[str] = []
    for tag in TAG.findall(html):
        name = tag.strip("</>").partition(" ")[0]
        if name == "br":
            continue
        if tag.startswith("</"):
            if not stack or stack.pop() != name:
                return False
        else:
            stack.append(name)
    return not stack


class TestMarkPlaces:
    def test_marks_the_words_of_a_place_and_names_the_mark_after_it(self):
        assert mark_places('<p data-at="10">A Phase 2 trial</p>', [Place(12, 19, "phase")]) == (
            '<p data-at="10">A <mark id="p12-19" class="phase">Phase 2</mark> trial</p>'
        )

    def test_without_places_returns_the_html_as_it_is(self):
        html = '<p data-at="0">One &amp; <strong>two</strong></p>\n<ul><li data-at="10">three</li></ul>'

        assert mark_places(html, []) == html

    def test_counts_an_entity_as_one_character_and_keeps_it_escaped(self):
        assert mark_places('<p data-at="0">A &lt;b&gt; &amp; c</p>', [Place(2, 5, "x")]) == (
            '<p data-at="0">A <mark id="p2-5" class="x">&lt;b&gt;</mark> &amp; c</p>'
        )

    def test_counts_a_line_break_as_one_character(self):
        assert mark_places('<p data-at="0">ab<br>cd</p>', [Place(3, 5, "x")]) == (
            '<p data-at="0">ab<br><mark id="p3-5" class="x">cd</mark></p>'
        )

    def test_goes_round_an_element_that_lies_within_the_place(self):
        assert mark_places('<p data-at="0">a <em>b</em> c.</p>', [Place(0, 5, "x")]) == (
            '<p data-at="0"><mark id="p0-5" class="x">a <em>b</em> c</mark>.</p>'
        )

    def test_is_split_where_it_would_cross_the_border_of_an_element(self):
        assert mark_places('<p data-at="0">ab<em>cd</em>ef</p>', [Place(1, 3, "x")]) == (
            '<p data-at="0">a<mark id="p1-3" class="x">b</mark>'
            '<em><mark data-of="p1-3" class="x">c</mark>d</em>ef</p>'
        )

    def test_is_split_between_paragraphs_and_gives_its_id_once(self):
        assert mark_places('<p data-at="0">ab</p>\n<p data-at="4">cd</p>', [Place(1, 5, "x")]) == (
            '<p data-at="0">a<mark id="p1-5" class="x">b</mark></p>\n'
            '<p data-at="4"><mark data-of="p1-5" class="x">c</mark>d</p>'
        )

    def test_nests_a_place_that_lies_within_another(self):
        assert mark_places('<p data-at="0">abcd</p>', [Place(1, 2, "in"), Place(0, 4, "out")]) == (
            '<p data-at="0"><mark id="p0-4" class="out">a<mark id="p1-2" class="in">b</mark>cd</mark></p>'
        )

    def test_splits_the_second_of_two_places_that_overlap(self):
        assert mark_places('<p data-at="0">abcd</p>', [Place(0, 2, "x"), Place(1, 3, "y")]) == (
            '<p data-at="0"><mark id="p0-2" class="x">a<mark id="p1-3" class="y">b</mark></mark>'
            '<mark data-of="p1-3" class="y">c</mark>d</p>'
        )

    def test_two_places_of_one_extent_share_a_mark_so_that_no_id_is_given_twice(self):
        assert mark_places('<p data-at="0">ab</p>', [Place(0, 1, "x"), Place(0, 1, "y")]) == (
            '<p data-at="0"><mark id="p0-1" class="x y">a</mark>b</p>'
        )

    def test_a_place_that_began_before_this_html_gets_no_second_id(self):
        assert mark_places('<p data-at="9">ab</p>', [Place(2, 10, "x")], start=9) == (
            '<p data-at="9"><mark data-of="p2-10" class="x">a</mark>b</p>'
        )

    def test_a_place_that_begins_with_a_bullet_that_is_not_printed_keeps_its_id(self):
        assert mark_places('<ul><li data-at="9">ab</li></ul>', [Place(7, 10, "x")], start=7) == (
            '<ul><li data-at="9"><mark id="p7-10" class="x">a</mark>b</li></ul>'
        )

    @pytest.mark.parametrize("place", [Place(50, 60, "x"), Place(3, 3, "x"), Place(4, 2, "x")])
    def test_a_place_outside_or_without_extent_changes_nothing(self, place):
        assert mark_places('<p data-at="0">ab</p>', [place]) == '<p data-at="0">ab</p>'

    def test_white_space_between_leaves_is_not_counted(self):
        assert mark_places('<p data-at="0">a</p>\n\n\n<p data-at="3">b</p>', [Place(3, 4, "x")]) == (
            '<p data-at="0">a</p>\n\n\n<p data-at="3"><mark id="p3-4" class="x">b</mark></p>'
        )

    def test_marks_in_the_cells_of_a_table(self):
        html = '<table><tbody><tr><td data-at="0">a</td><td></td><td data-at="2">b</td></tr></tbody></table>'

        assert '<td data-at="2"><mark id="p2-3" class="x">b</mark></td>' in mark_places(
            html, [Place(2, 3, "x")]
        )

    def test_more_places_at_one_word_than_anyone_can_see_do_not_blow_the_page_up(self):
        html = '<p data-at="0">' + "x" * 200 + "</p>"

        marked = mark_places(html, [Place(n, 200, "x") for n in range(200)])

        assert marked.count("<mark") == MAX_DEPTH

    @pytest.mark.parametrize("noise", ["<", "&", "<p ", "&amp", "</p>", '<p data-at="1">', "<em>"])
    def test_walks_large_and_broken_html_in_linear_time(self, noise):
        html = '<p data-at="0">' + noise * 100_000
        places = [Place(n, n + 30, "x") for n in range(0, 20_000, 10)]

        started = time.perf_counter()
        marked = mark_places(html, places)

        assert time.perf_counter() - started < 5
        assert without_marks(marked) == html


words = st.text(alphabet="ab<>&\"' \n", min_size=1, max_size=8)
runs = st.lists(st.tuples(words, st.sampled_from(["", "strong", "em", "strong em"])), min_size=1, max_size=5)


@st.composite
def stored_html(draw):
    """A made release: its text and the HTML as it is stored."""
    text, pieces = "", []
    for paragraph in draw(st.lists(runs, min_size=1, max_size=4)):
        pieces.append(f'<p data-at="{len(text)}">')
        for word, elements in paragraph:
            names = elements.split()
            pieces += [f"<{name}>" for name in names]
            pieces.append(escape(word).replace("\n", "<br>"))
            pieces += [f"</{name}>" for name in reversed(names)]
            text += word
        pieces.append("</p>\n")
        text += "\n\n"
    return text, "".join(pieces)


class TestEveryMarking:
    @given(data=st.data())
    def test_keeps_the_html_and_marks_the_very_words(self, data):
        text, html = data.draw(stored_html())
        offsets = st.integers(0, len(text))
        pairs = data.draw(st.lists(st.tuples(offsets, offsets), max_size=6))
        places = [Place(min(pair), max(pair), "x") for pair in pairs if pair[0] != pair[1]]

        marked = mark_places(html, places)

        assert without_marks(marked) == html
        assert is_well_formed(marked)
        for place in places:
            expected = place_words(text, place)
            assert marked_words(marked, place).replace("\n", "") == expected
            assert marked.count(f'id="{place.anchor}"') == (1 if expected else 0)

    @given(html=st.text(alphabet='<>/&;="pembr data-t0123', max_size=200))
    def test_never_fails_on_what_is_no_html(self, html):
        assert without_marks(mark_places(html, [Place(0, 5, "x"), Place(3, 9, "y")])) == without_marks(html)


def place_words(text: str, place: Place) -> str:
    """The words of a place but for line ends, which stand between elements or are elements themselves."""
    return text[place.start : place.end].replace("\n", "")
