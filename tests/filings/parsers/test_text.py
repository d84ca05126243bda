"""Plain text made clean."""

import re

import pytest

from filings.domain import BlockKind, Emphasis
from filings.parsers.text import clean_text


def blocks(source):
    clean = clean_text(source)
    return [(block.kind.value, block.span.of(clean.text)) for block in clean.blocks]


class TestCleanText:
    def test_lines_that_the_page_broke_are_joined(self):
        line = "The committee looked at the first six hundred patients and found it most"
        assert blocks(f"{line}\nunlikely that the drug would help.") == [
            ("paragraph", f"{line} unlikely that the drug would help.")
        ]

    def test_lines_that_their_author_ended_stay(self):
        assert blocks("TSX: LRM  \nOTC BB: LRMF") == [("paragraph", "TSX: LRM\nOTC BB: LRMF")]

    @pytest.mark.parametrize("mark", ["- 2 -", "(more)", "<PAGE>   1", "Page 3 of 4", "###", "2"])
    def test_page_marks_are_blocks_of_their_own(self, mark):
        source = f"One sentence.\n\n{mark}\n\nAnother sentence."

        assert [kind for kind, _ in blocks(source)] == ["paragraph", "page-break", "paragraph"]

    def test_rows_with_tabs_become_a_table_with_its_empty_cells(self):
        clean = clean_text("\t2012\t\t2011\nCosts\t910\t\t648\n")
        [table] = clean.blocks

        assert table.kind is BlockKind.TABLE
        assert [[cell and cell.of(clean.text) for cell in row] for row in table.rows] == [
            [None, "2012", None, "2011"],
            ["Costs", "910", None, "648"],
        ]

    def test_columns_of_blanks_become_a_table(self):
        clean = clean_text(
            "Matthew Ruel                  Deb Hallam              Chet Tyler\n"
            "Lorem Group, Inc.             Ipsum Investments, Inc. Dolor & Company\n"
            "mruel@example.com             dhallam@example.org     ctyler@example.com\n"
        )
        [table] = clean.blocks

        assert [cell.of(clean.text) for cell in table.rows[1] if cell] == [
            "Lorem Group, Inc.", "Ipsum Investments, Inc.", "Dolor & Company"
        ]  # fmt: skip

    @pytest.mark.parametrize("tagged", [True, False])
    def test_headings_over_several_columns_and_lines_under_them_belong_to_the_table(self, tagged):
        source = (
            "                     Three months ended        Six months ended\n"
            "                          June 30,                 June 30,\n"
            "                     ------------------        -----------------\n"
            "                      2004       2003           2004       2003\n"
            "                     -------    -------        -------    ------\n"
            "<S>                  <C>        <C>            <C>        <C>\n"
            "Licence fees         $   412    $     -        $   812    $  100\n"
            "Net loss             $(5,113)   $(4,020)       $(9,871)  $(8,113)\n"
        )
        source = f"<TABLE>\n<CAPTION>\n{source}</TABLE>\n" if tagged else re.sub("<S>.*\n", "", source)
        clean = clean_text(f"They said:\n\n{source}\nThe end.")
        [table] = [block for block in clean.blocks if block.kind is BlockKind.TABLE]
        rows = [[cell and cell.of(clean.text) for cell in row] for row in table.rows]

        assert rows[0] == [None, "Three months ended", None, "Six months ended", None]
        assert rows[-3:] == [
            [None, "2004", "2003", "2004", "2003"],
            ["Licence fees", "$ 412", "$ -", "$ 812", "$ 100"],
            ["Net loss", "$(5,113)", "$(4,020)", "$(9,871)", "$(8,113)"],
        ]

    def test_a_row_without_table_tags_around_its_column_marks_is_still_a_table(self):
        clean = clean_text(
            "<S>\t<C>\nLOREM INC. Ada Ng\tMEDIA: Bo Li\n\nLOREM ANNOUNCES\n\n- Second line -\n"
        )

        assert [block.kind.value for block in clean.blocks] == ["table", "paragraph", "paragraph"]

    def test_marks_of_markdown_and_tex_are_taken_away(self):
        source = "## About Lorem\n\n9.1 $News\\ Release\\ of\\ May\\ 5$\n\nIt cost \\$2.1 million, <u>not</u> \\$3.\n"

        assert [words for _, words in blocks(source)] == [
            "About Lorem", "9.1 News Release of May 5", "It cost $2.1 million, not $3."
        ]  # fmt: skip

    def test_sums_of_money_are_no_formulas(self):
        assert blocks("It rose from $4 to $5 a share.") == [("paragraph", "It rose from $4 to $5 a share.")]

    def test_letters_set_apart_come_together(self):
        assert blocks("n e w s  r e l e a s e") == [("paragraph", "news release")]

    def test_a_sub_headline_between_dashes_is_no_list_item(self):
        assert blocks("- One dose protects as well -") == [("paragraph", "- One dose protects as well -")]

    def test_bulleted_lines_are_items_with_their_following_lines(self):
        source = (
            "  o  Trial design: up to five cycles were\n     given.\n  o  Eight patients were enrolled.\n"
        )

        assert [kind for kind, _ in blocks(source)] == ["item", "item"]

    def test_centred_lines_are_known_to_be(self):
        clean = clean_text(" " * 20 + "LOREM REPORTS ON ITS YEAR AND PLANS" + "\n")

        assert [kind for _, kind in clean.emphasis] == [Emphasis.CENTRED]


class TestOneWordALine:
    def test_words_that_hold_a_date_come_together(self):
        clean = clean_text('OSLO,\nNORWAY,\nMay\n5,\n2004\n-\nLorem\nInc.\n("Lorem")\nhas moved to Bergen.\n')

        assert clean.text == 'OSLO, NORWAY, May 5, 2004 - Lorem Inc. ("Lorem")\nhas moved to Bergen.'

    def test_other_short_lines_stay(self):
        assert (
            clean_text("TSX:\nLRM\nAMEX:\nLRX\nOTCBB:\nLRMF\n").text == "TSX:\nLRM\nAMEX:\nLRX\nOTCBB:\nLRMF"
        )
