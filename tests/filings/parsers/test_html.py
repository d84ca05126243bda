"""HTML made clean."""

import pytest

from filings.domain import BlockKind, Emphasis
from filings.parsers.html import clean_html


def blocks(source):
    clean = clean_html(source)
    return [(block.kind.value, block.span.of(clean.text)) for block in clean.blocks]


class TestCleanHtml:
    def test_white_space_of_the_source_does_not_count(self):
        assert blocks("<p>One\n   two&nbsp;&nbsp;three<br>four </p>") == [
            ("paragraph", "One two three\nfour")
        ]

    def test_a_tag_between_word_and_number_leaves_no_trace(self):
        assert blocks("<p>Phase<b> </b>\n<i>II</i></p>") == [("paragraph", "Phase II")]

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("&#146;", "’"),
            ("Â®", "®"),
            ("&Acirc;&reg;", "®"),
            ("&#8209;", "-"),
            ("\u200b", ""),
            ("â€™", "’"),
            ("&amp;lt;", "&lt;"),
        ],
    )
    def test_characters_that_went_wrong_are_mended(self, source, words):
        assert blocks(f"<p>a{source}b</p>") == [("paragraph", f"a{words}b")]

    def test_script_style_and_hidden_words_are_no_text(self):
        assert blocks("<style>p{}</style><script>x()</script><p style='display:none'>no</p><p>yes</p>") == [
            ("paragraph", "yes")
        ]

    def test_cells_keep_their_columns_where_one_covers_several(self):
        clean = clean_html(
            "<table><tr><td></td><td colspan=2>June</td><td>July</td></tr>"
            "<tr><td>Loss</td><td>$</td><td>5</td><td>6</td></tr></table>"
        )
        [table] = clean.blocks

        assert [[cell and cell.of(clean.text) for cell in row] for row in table.rows] == [
            [None, "June", None, "July"],
            ["Loss", "$", "5", "6"],
        ]

    def test_cells_keep_their_columns_where_one_covers_several_rows(self):
        clean = clean_html(
            "<table><tr><td rowspan=2>Arm</td><td colspan=2>Week 12</td></tr>"
            "<tr><td>n</td><td>Response</td></tr><tr><td>KX-204</td><td>61</td><td>36%</td></tr></table>"
        )
        [table] = clean.blocks

        assert [[cell and cell.of(clean.text) for cell in row] for row in table.rows] == [
            ["Arm", "Week 12", None],
            [None, "n", "Response"],
            ["KX-204", "61", "36%"],
        ]

    def test_a_table_of_bullets_is_a_list(self):
        row = "<tr><td></td><td>&#183;</td><td>{}</td></tr>"
        assert blocks(f"<table>{row.format('One.')}{row.format('Two.')}</table>") == [
            ("item", "· One."),
            ("item", "· Two."),
        ]

    def test_a_table_of_one_column_is_paragraphs(self):
        assert blocks("<table><tr><td><p>One.</p><p>Two.</p></td></tr><tr><td>Three.</td></tr></table>") == [
            ("paragraph", "One."),
            ("paragraph", "Two."),
            ("paragraph", "Three."),
        ]

    def test_centred_lines_in_one_type_are_one_block(self):
        line = '<div align="center"><b>{}</b></div>'
        sub = '<div align="center"><i>- Lorem gets money -</i></div>'
        source = line.format("Lorem and Ipsum") + line.format("Sign an Agreement") + sub

        assert blocks(source) == [
            ("paragraph", "Lorem and Ipsum\nSign an Agreement"),
            ("paragraph", "- Lorem gets money -"),
        ]

    def test_bold_and_italic_are_kept_beside_the_text(self):
        clean = clean_html("<p>a <b>bold</b> and <span style='font-style:italic'>slanted</span> word</p>")

        assert [(span.of(clean.text), kind) for span, kind in clean.emphasis] == [
            ("bold", Emphasis.BOLD),
            ("slanted", Emphasis.ITALIC),
        ]

    def test_the_lines_of_a_cell_stay_in_it(self):
        clean = clean_html("<table><tr><td>Ada Ng<br>555-0101</td><td>Bo Li<br>555-0102</td></tr></table>")
        [table] = clean.blocks

        assert table.kind is BlockKind.TABLE
        assert [cell and cell.of(clean.text) for cell in table.rows[0]] == [
            "Ada Ng\n555-0101",
            "Bo Li\n555-0102",
        ]

    @pytest.mark.parametrize("source", ["", "   ", "<html></html>", "<!-- only -->", "<p>"])
    def test_nothing_makes_no_blocks(self, source):
        assert blocks(source) == []

    def test_ten_thousand_open_tags_do_no_harm(self):
        assert isinstance(clean_html("<div>" * 10_000 + "word").text, str)


class TestTabs:
    @pytest.mark.parametrize(
        "source",
        [
            "<p>Ada Ng\t\tBo Li<br>Lorem Inc.\tIpsum Partners<br>\tLondon</p>",
            "<p>Ada Ng&#9;Bo Li</p><p>Lorem Inc.&#9;Ipsum Partners</p><p>&#9;London</p>",
        ],
    )
    def test_columns_set_with_tabs_are_a_table_with_its_empty_cells(self, source):
        clean = clean_html(source)
        [table] = clean.blocks

        assert table.kind is BlockKind.TABLE
        assert [[cell and cell.of(clean.text) for cell in row] for row in table.rows] == [
            ["Ada Ng", "Bo Li"],
            ["Lorem Inc.", "Ipsum Partners"],
            [None, "London"],
        ]

    @pytest.mark.parametrize(
        ("source", "words"),
        [
            ("<p>one\ttwo</p>", ["one two"]),
            ("<p>\n\t\tA sentence<br>\n\t\tand another</p>", ["A sentence\nand another"]),
            ("<p>(a)\tFirst</p><p>(b)\tSecond</p>", ["(a) First", "(b) Second"]),
            (f"<p>one\t{'two ' * 30}</p><p>three\tfour</p>", ["one" + " two" * 30, "three four"]),
        ],
    )
    def test_other_tabs_are_blanks(self, source, words):
        assert blocks(source) == [("paragraph", line) for line in words]

    def test_ten_thousand_tabs_do_no_harm(self):
        assert blocks("<p>" + "\t".join("ab" * 5_000) + "</p>" + "<p>a\tb</p>" * 10_000)


class TestPreformattedText:
    def test_its_columns_are_a_table_and_a_heading_over_them_stays_whole(self):
        clean = clean_html(
            "<html><body><pre>\n                     Three months ended\n"
            "                    June 30,     June 30,\n"
            "                      2007         2006\n"
            "Revenue             $ 1,200      $   900\n"
            "Costs                   400          310\n</pre></body></html>"
        )

        assert clean.text == (
            "\tThree months ended\t\n\tJune 30,\tJune 30,\n\t2007\t2006\nRevenue\t$ 1,200\t$ 900\nCosts\t400\t310"
        )

    def test_its_paragraphs_are_read_as_those_of_plain_text(self):
        clean = clean_html(
            "<pre>LOREM STARTS A <b>TRIAL</b>\n\nLorem Inc. announced today that it has begun a trial of its\ndrug.\n\n"
            "It is the first.</pre>"
        )

        assert [block.span.of(clean.text) for block in clean.blocks] == [
            "LOREM STARTS A TRIAL",
            "Lorem Inc. announced today that it has begun a trial of its drug.",
            "It is the first.",
        ]
