"""Cover, exhibit index and signature."""

from datetime import date

import pytest

from filings.domain import PartKind
from filings.parsers.form import is_label, read_form
from filings.parsers.html import clean_html
from filings.parsers.text import clean_text

COVER = """FORM 6-K

SECURITIES AND EXCHANGE COMMISSION
Washington, D.C. 20549

Report of Foreign Private Issuer Pursuant to Rule 13a-16 or 15d-16 of the Securities Exchange Act of 1934

For the Month of May, 2008

Lorem Biologics Ltd.

(Translation of registrant's name into English)

Form 20-F [X] Form 40-F [ ]

"""
STATEMENT = (
    "SIGNATURES\n\nPursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused "
    "this report to be signed on its behalf by the undersigned, thereunto duly authorized.\n\nLorem Biologics Ltd.\n\n"
)
SIGNED = STATEMENT + "Date: May 21, 2008\n\nBy: /s/ Ada Ng\nAda Ng\nPresident\n\n"


class TestReadForm:
    def test_reads_type_registrant_and_period_of_the_cover(self):
        form = read_form(clean_text(COVER + SIGNED))

        assert (form.form_type, form.registrant, form.period) == (
            "6-K", "Lorem Biologics Ltd.", "For the Month of May, 2008"
        )  # fmt: skip

    @pytest.mark.parametrize(
        "lines",
        [
            "Date: May 21, 2008\n\nBy: /s/ Ada Ng\nAda Ng\nPresident",
            'Date: May 21, 2008\n\nBy:<u>"Ada Ng"</u> Ada Ng President',
            'Date: May 21, 2008\n\nBy: /s/ "Ada Ng" Ada Ng\n\nPresident',
            "Per: /s/ Ada Ng\nAda Ng, President\n\nDated: May 21, 2008",
            'Date: May 21, 2008\n\n"Ada Ng"\nAda Ng\nPresident',
            "Date: May 21, 2008\n\nBy: /s/ Ada Ng\nName: Ada Ng\nTitle: President",
            "By: <u>/s/ Ada Ng</u> Ada Ng President\n\nDate: May 21, 2008",
            "By: /s/ Ada Ng Ada Ng, President\nDated: May 21, 2008",
            "By: /s/ ADA NG Ada Ng President\nDated: May 21, 2008",
            "By: (s) Ada Ng\nAda Ng\nPresident\nDated: May 21, 2008",
            "By: (signed) Ada Ng\nPresident\n\nDate: May 21, 2008",
            'By: "Signed"\nAda Ng\nPresident\n\nDate: May 21, 2008',
            "(Signed) Ada Ng\nPresident\n\nDate: May 21, 2008",
            "Signed: Ada Ng, President\n\nDate: May 21, 2008",
            "/S/ ADA NG\nAda Ng\nPresident\nDated: May 21, 2008",
            "Date: May 21, 2008 By: /s/ Ada Ng - President",
            "By: /s/ Ada Ng (President)\n\nDate: May 21, 2008",
            "By: /s/ Ada Ng Name: Ada Ng, Title: President\n\nDate: May 21, 2008",
            "By: /s/ Ada Ng, Ph.D. Ada Ng, Ph.D. President\n\nDate: May 21, 2008",
            "By: /s/ Ada Ng\nIts: President\n\nDate: May 21, 2008",
            "By: ________ Ada Ng President\n\nDate: May 21, 2008",
        ],
    )
    def test_reads_day_name_and_title_of_every_signature(self, lines):
        form = read_form(clean_text(COVER + STATEMENT + lines))

        assert (form.signed_on, form.signatory_name, form.signatory_title) == (
            date(2008, 5, 21),
            "Ada Ng",
            "President",
        )

    def test_reads_a_signature_in_table_cells(self):
        form = read_form(
            clean_html(
                f"<p>{COVER}</p><p>{STATEMENT}</p><table><tr><td>Date: May 21, 2008</td><td>By:</td>"
                "<td>/s/ Ada Ng</td></tr><tr><td></td><td></td><td>Ada Ng<br>President</td></tr></table>"
            )
        )

        assert (form.signed_on, form.signatory_name, form.signatory_title) == (
            date(2008, 5, 21),
            "Ada Ng",
            "President",
        )

    def test_a_form_8_k_has_no_period_though_an_item_tells_of_a_quarter(self):
        item = "Lorem published its results for the quarter ended March 31, 2008.\n\n"
        form = read_form(
            clean_text(COVER.replace("6-K", "8-K").replace("For the Month of May, 2008", "") + item + SIGNED)
        )

        assert form.period is None

    @pytest.mark.parametrize(
        "index",
        [
            "EXHIBIT LIST\n\n99.1 News Release dated May 5\n\n99.2 News Release dated May 20\n\n",
            "Index for the 6-K filing\n\n- 99.1 News Release dated May 5\n- 99.2 News Release dated May 20\n\n",
            "EXHIBIT INDEX\n\n99.1\n\nNews Release dated May 5\n\n99.2\n\nNews Release dated May 20\n\n",
            "Exhibit\tDescription\n99.1\tNews Release dated May 5\n99.2\tNews Release dated May 20\n\n",
        ],
    )
    def test_reads_every_kind_of_exhibit_index(self, index):
        form = read_form(clean_text(COVER + index + SIGNED))

        assert [(entry.number, entry.title) for entry in form.entries] == [
            ("99.1", "News Release dated May 5"),
            ("99.2", "News Release dated May 20"),
        ]

    def test_the_label_of_the_first_exhibit_ends_the_index(self):
        form = read_form(
            clean_text(
                COVER + SIGNED + "EXHIBIT INDEX\n\n99.1 News release\n\nExhibit 99.1\n\nLOREM MOVES\n\n"
            )
        )

        assert [entry.title for entry in form.entries] == ["News release"]

    def test_its_parts_are_cover_index_and_signature(self):
        form = read_form(
            clean_text(
                COVER + "EXHIBIT LIST\n\n99.1 News Release\n\n" + SIGNED + "NEWS RELEASE\n\nLOREM WINS"
            )
        )

        assert [kind for kind, _, _ in form.parts] == [
            PartKind.COVER,
            PartKind.EXHIBIT_INDEX,
            PartKind.SIGNATURE,
        ]

    def test_a_text_that_is_no_form_has_no_parts(self):
        assert read_form(clean_text("LOREM ANNOUNCES\n\nOSLO, May 5, 2008 - Lorem announced.")).parts == ()


class TestIsLabel:
    @pytest.mark.parametrize(
        ("words", "number"),
        [
            ("Exhibit 99.1", "99.1"),
            ("EX-99.01", "99.01"),
            ("EXHIBIT NO. 99.2", "99.2"),
            ("[Lorem Inc. LOGO] Exhibit 99.3", "99.3"),
            ("Exhibit (a)(5)(C)", "(a)(5)(C)"),
        ],
    )
    def test_reads_the_number_of_a_label(self, words, number):
        assert is_label(words) == number

    @pytest.mark.parametrize("words", ["Exhibit 99.1 shows that we", "Exhibits", "Exhibit Index", "99.1"])
    def test_a_sentence_is_no_label(self, words):
        assert is_label(words) is None
