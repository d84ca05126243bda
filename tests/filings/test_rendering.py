"""Clean text as HTML, and what sanitizing lets through."""

import re
from html import unescape

import bleach
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import Span
from filings.parsers.html import clean_html
from filings.parsers.text import clean_text
from filings.rendering import Renderer, join_torn, render
from filings.sanitizing import LEAVES, TAGS, sanitize

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<p onclick=alert(1) style='background:url(javascript:1)'>x</p>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<table background='javascript:alert(1)'><tr><td data-at='1' onmouseover=x>a</td></tr></table>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p><b>unclosed <i>tags",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p data-at='\"><script>alert(1)</script>'>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def test_a_paragraph_torn_twice_is_one_whose_parts_keep_their_places():
    halves = ['<p data-at="0">A double-</p>', '<p data-at="20">blind</p>', '<p data-at="40">trial.</p>']

    assert join_torn([*halves, '<p data-at="60">It began.</p>'], [20, 40]) == [
        '<p data-at="0">A double-<span data-at="20">blind</span> <span data-at="40">trial.</span></p>',
        '<p data-at="60">It began.</p>',
    ]


def test_a_list_or_table_is_joined_to_nothing():
    pieces = ['<ul>\n<li data-at="0">one</li>\n</ul>', '<p data-at="9">two</p>']

    assert join_torn(pieces, [9]) == pieces


def leaves(html):
    """Return (offset, words) of each leaf; a <br> is a line end."""
    found = re.findall(r'<(?:p|li|td) data-at="(\d+)">(.*?)</(?:p|li|td)>', html, re.DOTALL)
    return [(int(at), unescape(re.sub(r"<[^>]*>", "", words.replace("<br>", "\n")))) for at, words in found]


def rendered(clean):
    return render(clean, Span(0, len(clean.text))) if clean.text else ""


class TestRender:
    @given(st.text(max_size=300))
    def test_each_leaf_reads_as_the_text_at_its_offset(self, source):
        clean = clean_text(source)

        for at, words in leaves(sanitize(rendered(clean))):
            assert clean.text[at : at + len(words)] == words

    def test_emphasis_is_kept(self):
        clean = clean_html("<p>a <b>bold <i>and slanted</i></b> word</p>")

        assert rendered(clean) == (
            '<p data-at="0">a <strong>bold </strong><em><strong>and slanted</strong></em> word</p>'
        )

    def test_a_table_keeps_its_empty_cells(self):
        clean = clean_text("\t2012\nCosts\t910\n")

        assert rendered(clean).count("<td></td>") == 1


class TestSanitize:
    @pytest.mark.parametrize("source", HOSTILE)
    def test_nothing_that_runs_gets_through(self, source):
        safe = sanitize(source)

        assert not re.search(r"<(?!/?(?:p|br|strong|em|ul|li|table|tbody|tr|td)\b)", safe)
        assert not re.search(r"<[^>]*\s(?!data-at=)[\w-]+\s*=", safe)

    @pytest.mark.parametrize("source", HOSTILE)
    def test_a_second_sanitizer_finds_nothing_left_to_take_away(self, source):
        safe = sanitize(source)
        attributes = {tag: {"data-at"} for tag in LEAVES}

        text = lambda html: unescape(re.sub(r"<[^>]*>", "", html))  # noqa: E731
        assert text(nh3.clean(safe, tags=set(TAGS), attributes=attributes)) == text(safe)

    @given(st.text(st.characters() | st.sampled_from("<>&\r\n\x00\x1f\x85\ufffe "), max_size=120))
    def test_what_passes_unparsed_is_what_a_full_parser_would_leave_as_it_is(self, source):
        clean = clean_text(source + "\n\nthe end")

        for piece in Renderer(clean).pieces(Span(0, len(clean.text))):
            assert sanitize(piece) == bleach.clean(
                piece, tags=TAGS, attributes={tag: ["data-at"] for tag in LEAVES}, strip=True
            )

    def test_a_paragraph_of_brackets_alone_ends_soon(self):
        piece = f'<p data-at="0">{"&lt;" * 500_000}</p>'  # a full parser takes minutes for it

        assert sanitize(piece) == piece

    @given(st.text(max_size=200))
    def test_it_changes_nothing_the_second_time(self, source):
        once = sanitize(source)

        assert sanitize(once) == once
