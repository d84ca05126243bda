"""Shapes met in real filings, each in a small filing made for it; docs/variations.md lists them."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from filings.domain import FactKind, FilingRecord, MediaKind, PartKind, ReleaseRecord, SectionKind, SourceFile
from filings.reading import read
from tests.filings.extractors import releases

FIRM = "Fenwater Biologics Inc."
HEADLINE = "Fenwater Begins a Trial of FWB-31 in Asthma"
DATELINE = "OSLO, NORWAY, May 5, 2008 - "
OPENING = (
    "Fenwater Biologics Inc. today announced that it has begun a Phase II clinical trial of FWB-31, its inhaled "
    "antibody, in patients with asthma."
)
MORE = "The trial will take in sixty patients at eight hospitals, who will be treated for twelve weeks."

HEADER = """<SEC-DOCUMENT>0009990021-08-000004.txt : 20080506
<SEC-HEADER>0009990021-08-000004.hdr.sgml : 20080506
ACCESSION NUMBER:\t\t0009990021-08-000004
CONFORMED SUBMISSION TYPE:\t6-K
CONFORMED PERIOD OF REPORT:\t{period}
FILED AS OF DATE:\t\t{filed}

FILER:

\tCOMPANY DATA:
\t\tCOMPANY CONFORMED NAME:\tFENWATER BIOLOGICS INC
\t\tCENTRAL INDEX KEY:\t0009990021
</SEC-HEADER>
"""
COVER = f"""FORM 6-K

SECURITIES AND EXCHANGE COMMISSION
Washington, D.C. 20549

Report of Foreign Private Issuer Pursuant to Rule 13a-16 or 15d-16 of the Securities Exchange Act of 1934

For the month of May, 2008

{FIRM}

(Translation of registrant's name into English)

"""
SIGNATURE = f"""SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused this report to be
signed on its behalf by the undersigned, thereunto duly authorized.

{FIRM}

Date: May 6, 2008

By: /s/ Ada Ng
Ada Ng
President

"""


def document(type: str, body: str, description: str = "") -> str:
    described = f"<DESCRIPTION>{description}\n" if description else ""
    return f"<DOCUMENT>\n<TYPE>{type}\n<SEQUENCE>1\n{described}<TEXT>\n{body}\n</TEXT>\n</DOCUMENT>\n"


def page(*lines: str) -> str:
    """Return a page of HTML; a line that is no element becomes a paragraph."""
    elements = (line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    return "<html><body>" + "\n".join(elements) + "</body></html>"


def paragraphs(*lines: str) -> str:
    """Return a page of plain text."""
    return "\n\n".join(lines)


def filing(*documents: str, period: str = "20080506", filed: str = "20080506") -> FilingRecord:
    """Read a submission of these documents."""
    return read_text(HEADER.format(period=period, filed=filed) + "".join(documents))


def read_text(text: str) -> FilingRecord:
    data = text.encode()
    return read(SourceFile("made.txt", hashlib.sha256(data).hexdigest(), data))


def only_release(body: str, **header: str) -> ReleaseRecord:
    """Read a submission whose one exhibit is this release."""
    [found] = filing(
        document("6-K", paragraphs(COVER, SIGNATURE)), document("EX-99.1", body), **header
    ).releases
    return found


def headline(release: ReleaseRecord) -> str | None:
    return release.facts.value(FactKind.HEADLINE)


def subheadline(release: ReleaseRecord) -> str | None:
    return release.facts.value(FactKind.SUBHEADLINE)


def headlines(record: FilingRecord) -> list[str | None]:
    return [headline(release) for release in record.releases]


both_ways = pytest.mark.parametrize("printed", [paragraphs, page], ids=["text", "html"])


class TestSubmissions:
    def test_an_exhibit_of_pictures_alone_is_kept_and_is_no_release(self):
        pictures = '<html><body><p><img src="one.jpg"></p><p><img src="two.jpg"></p></body></html>'

        record = filing(
            document("6-K", paragraphs(COVER, SIGNATURE)),
            document("EX-99.1", page(HEADLINE, DATELINE + OPENING, MORE)),
            document("EX-99.2", pictures),
        )

        assert headlines(record) == [HEADLINE]
        assert [found.type for found in record.documents] == ["6-K", "EX-99.1", "EX-99.2"]

    @pytest.mark.parametrize(
        "data", ["<PDF>\nbegin 644 a.pdf\nM)5!$1\nend\n</PDF>", "begin 644 a.jpg\nM_]C_X\nend"]
    )
    def test_data_beside_a_release_is_kept_and_not_read(self, data):
        record = filing(
            document("6-K", paragraphs(COVER, SIGNATURE)),
            document("EX-99.1", page(HEADLINE, DATELINE + OPENING, MORE)),
            document("EX-99.2", data),
        )

        assert headlines(record) == [HEADLINE]
        assert (record.documents[-1].media, record.documents[-1].text) == (MediaKind.BINARY, "")

    @pytest.mark.parametrize(
        ("period", "filed"),
        [("20080531", "20080506"), ("20080505", "20080506")],
        ids=["a period later than the filing", "filed the day after the period"],
    )
    def test_the_period_casts_no_doubt_on_a_release(self, period, filed):
        release = only_release(page(HEADLINE, DATELINE + OPENING, MORE), period=period, filed=filed)

        assert (release.facts.date.value, release.facts.date.suspect) == (date(2008, 5, 5), False)

    @pytest.mark.parametrize(
        "boxes",
        [
            "Form 20-F [X]  Form 40-F [ ]",
            "Form 20-F _X_  Form 40-F ___",
            "Form 20-F x  Form 40-F ¨",
            "Form 20-F þ  Form 40-F o",
            "Form 20-F ⊠  Form 40-F ☐",
            "Form 20-F ☒  Form 40-F ☐",
        ],
    )
    @both_ways
    def test_check_boxes_are_part_of_the_cover(self, boxes, printed):
        no = "Yes " + boxes.split()[-1] + " No " + boxes.split()[2]
        lines = [
            line for text in (COVER, boxes, no, SIGNATURE) for line in text.split("\n\n") if line.strip()
        ]
        record = filing(
            document("6-K", printed(*lines)),
            document("EX-99.1", page(HEADLINE, DATELINE + OPENING, MORE)),
        )

        assert record.documents[0].parts[0].kind is PartKind.COVER
        assert boxes.split()[2] in record.documents[0].parts[0].span.of(record.documents[0].text)
        assert (record.period, record.signed_on) == ("For the month of May, 2008", date(2008, 5, 6))
        assert record.problems == ()

    def test_the_title_of_a_page_is_none_of_its_words(self):
        body = page(HEADLINE, DATELINE + OPENING, MORE)
        release = only_release(
            body.replace("<body>", "<head><title>Unassociated Document</title></head><body>")
        )

        assert headline(release) == HEADLINE
        assert "Unassociated" not in release.text


class TestWhatIsARelease:
    @both_ways
    def test_a_release_inside_the_form_itself_has_no_exhibit_number(self, printed):
        lines = [line for line in COVER.split("\n\n") if line.strip()]
        lines += [HEADLINE, DATELINE + OPENING, MORE]
        lines += [line for line in SIGNATURE.split("\n\n") if line.strip()]

        [release] = filing(document("6-K", printed(*lines))).releases

        assert (headline(release), release.exhibit) == (HEADLINE, None)
        assert SIGNATURE.split("\n\n")[1][:40] not in release.text

    @pytest.mark.parametrize(
        ("title", "kind"),
        [
            ("ANNUAL INFORMATION FORM", "annual information form"),
            ("MANAGEMENT'S DISCUSSION AND ANALYSIS", "management's discussion and analysis"),
            ("NOTICE OF ANNUAL MEETING OF SHAREHOLDERS", "notice of meeting"),
            ("REPORT OF VOTING RESULTS", "voting results"),
            ("CONSOLIDATED BALANCE SHEETS", "financial statements"),
        ],
    )
    def test_a_release_may_follow_exhibits_that_are_none(self, title, kind):
        paper = paragraphs(
            FIRM.upper(), title, "For the year ended December 31, 2007", "It was a year of work."
        )

        record = filing(
            document("6-K", paragraphs(COVER, SIGNATURE)),
            document("EX-99.1", paper),
            document("EX-99.5", paragraphs(HEADLINE, DATELINE + OPENING, MORE)),
        )

        assert [(release.exhibit, headline(release)) for release in record.releases] == [("99.5", HEADLINE)]
        assert record.documents[1].category == kind

    @both_ways
    def test_a_partners_release_is_one_of_the_filing(self, printed):
        partner = (
            "Cobbleton Pharma AG today announced that it has licensed FWB-31 from Fenwater Biologics Inc."
        )

        record = filing(
            document("6-K", paragraphs(COVER, SIGNATURE)),
            document("EX-99.1", printed(HEADLINE, DATELINE + OPENING, MORE)),
            document("EX-99.2", printed("Cobbleton Licenses FWB-31", "BERN, May 5, 2008 - " + partner, MORE)),
        )

        assert headlines(record) == [HEADLINE, "Cobbleton Licenses FWB-31"]

    @both_ways
    def test_a_paragraph_that_incorporates_by_reference_is_part_of_the_form(self, printed):
        words = (
            "This report on Form 6-K is hereby incorporated by reference into the registration statements of "
            "Fenwater Biologics Inc. on Form F-3 filed on March 3, 2006 and on Form S-8 filed on June 9, 2007."
        )
        lines = [line for text in (COVER, words, SIGNATURE) for line in text.split("\n\n") if line.strip()]
        lines += ["Exhibit 99.1", HEADLINE, DATELINE + OPENING, MORE]

        [release] = filing(document("6-K", printed(*lines))).releases

        assert headline(release) == HEADLINE
        assert release.facts.date.value == date(2008, 5, 5)
        assert "incorporated" not in release.text

    @both_ways
    def test_two_releases_under_a_table_of_contents_are_told_apart(self, printed):
        second = "Fenwater Appoints a Director"
        lines = [line for line in COVER.split("\n\n") if line.strip()]
        lines += ["TABLE OF CONTENTS", f"99.01  {HEADLINE}", f"99.02  {second}"]
        lines += [line for line in SIGNATURE.split("\n\n") if line.strip()]
        lines += ["Exhibit 99.01", HEADLINE, DATELINE + OPENING, MORE]
        appointed = (
            "OSLO, NORWAY, May 6, 2008 - Fenwater Biologics Inc. today announced that Bo Li is a director."
        )
        lines += ["Exhibit 99.02", second, appointed, "Mr. Li has worked in the industry for twenty years."]

        record = filing(document("6-K", printed(*lines)))

        assert [(release.exhibit, headline(release)) for release in record.releases] == [
            ("99.01", HEADLINE), ("99.02", second),
        ]  # fmt: skip

    def test_a_line_of_date_and_symbols_parts_two_releases(self):
        text = "\n\n".join(
            f'{day}                      NASDAQ SYMBOL: "FWBX"\n                                  TSE SYMBOL: "FWB"\n\n'
            f"          {title}\n\nOSLO, NORWAY... {FIRM} announced today that it has done as planned.\n\n"
            "The work took sixty weeks at eight hospitals.\n\nFor additional information: Ada Ng (604-555-0110)."
            for day, title in (
                ("MAY 2, 2008", "FENWATER FILES A PATENT"),
                ("MAY 5, 2008", "FENWATER OPENS A LABORATORY"),
            )
        )
        record = filing(document("6-K", paragraphs(COVER, SIGNATURE)), document("EX-99.1", text))

        assert headlines(record) == ["FENWATER FILES A PATENT", "FENWATER OPENS A LABORATORY"]
        assert [release.facts.date.value for release in record.releases] == [
            date(2008, 5, 2),
            date(2008, 5, 5),
        ]
        assert [tickers(release) for release in record.releases] == [["NASDAQ:FWBX", "TSE:FWB"]] * 2

    @both_ways
    def test_a_title_under_the_exhibit_label_is_the_headline(self, printed):
        release = only_release(printed("EXHIBIT 99.01", HEADLINE, DATELINE + OPENING, MORE))

        assert headline(release) == HEADLINE

    @pytest.mark.parametrize("mark", ["(more)", "- 2 -", "<PAGE>   2", "2", "Page 2 of 3"])
    def test_a_paragraph_goes_on_behind_the_end_of_a_page(self, mark):
        torn = (
            "The committee that watches over the trial of FWB-31 has looked at the first forty patients and"
        )

        release = only_release(
            paragraphs(
                HEADLINE, DATELINE + OPENING, torn, mark, "found no reason to change how it is done.", MORE
            )
        )

        assert SectionKind.PAGE_BREAK in [section.kind for section in release.sections]
        [paragraph] = re.findall(r"<p[^>]*>(The committee.*?)</p>", release.body_html)
        assert re.sub(r"<[^>]+>", "", paragraph) == f"{torn} found no reason to change how it is done."
        assert headline(release) == HEADLINE


class TestHeadlines:
    @pytest.mark.parametrize(
        "words",
        [
            "FENWATER BIOLOGICS INC. ANNOUNCES A TRIAL OF FWB-31",
            "Fenwater Biologics Inc. Announces U.S. Trial of FWB-31",
            "FENWATER BEGINS A TRIAL OF FWB-31 IN ASTHMA",
            "Fenwater begins a trial of FWB-31 in asthma",
            "fenwater begins a trial of FWB-31 in asthma",
            "FenWater BEGINS a Trial OF FWB-31 in asthma",
            "FENWATER ANNOUNCESA TRIAL OF FWB-31",
        ],
    )
    @both_ways
    def test_is_read_as_printed_in_any_case_and_with_full_stops(self, words, printed):
        release = only_release(printed("NEWS RELEASE", words, DATELINE + OPENING, MORE))

        assert headline(release) == words

    @pytest.mark.parametrize(
        "lines",
        [
            [
                "FENWATER BIOLOGICS REPORTS THE FIRST RESULTS OF ITS",
                "TRIAL OF FWB-31 IN PATIENTS WITH SEVERE ASTHMA",
                "AND OF A SECOND TRIAL IN GOUT",
            ],
            [
                "Fenwater Biologics Reports the First Results of its",
                "Trial of FWB-31 in Patients with Asthma",
            ],
        ],
        ids=["three", "two"],
    )
    def test_several_lines_in_one_type_are_one_headline(self, lines):
        centred = [f"<p align=center><b>{line}</b></p>" for line in lines]
        for head in (
            paragraphs("\n".join(lines), DATELINE + OPENING, MORE),
            paragraphs(*lines, DATELINE + OPENING, MORE),
            page(f"<p align=center><b>{'<br>'.join(lines)}</b></p>", DATELINE + OPENING, MORE),
            page(*centred, DATELINE + OPENING, MORE),
        ):
            assert headline(only_release(head)) == " ".join(lines)

    @both_ways
    def test_a_line_of_reference_is_the_headline(self, printed):
        release = only_release(
            printed("Re: Results of the annual meeting of Fenwater", DATELINE + OPENING, MORE)
        )

        assert headline(release) == "Re: Results of the annual meeting of Fenwater"

    @pytest.mark.parametrize(
        "noise",
        [
            "n e w s  r e l e a s e",
            "FOR IMMEDIATE RELEASE",
            "[FENWATER LOGO APPEARS HERE]",
            "logo  NEWS RELEASE",
            "Press Release",
            "Media Release",
            "ASX/MEDIA RELEASE",
            "Company Announcement No. 14",
            "Document 2",
        ],
    )
    @both_ways
    def test_noise_before_the_headline_is_none(self, noise, printed):
        release = only_release(printed(noise, HEADLINE, DATELINE + OPENING, MORE))

        assert headline(release) == HEADLINE

    def test_a_wires_head_and_an_address_with_a_postcode_above_the_headline_are_none(self):
        address = "275 Mill Street\nLaval, Quebec, Canada H7V 4A7"
        wire = only_release(paragraphs(f"FOR:       {FIRM.upper()}", HEADLINE, DATELINE + OPENING, MORE))
        house = only_release(paragraphs(f"{FIRM}\n{address}", HEADLINE, DATELINE + OPENING, MORE))

        assert (headline(wire), headline(house)) == (HEADLINE, HEADLINE)

    def test_the_company_with_its_symbols_above_the_headline_is_none(self):
        head = f"{FIRM.upper()}                                NEWS RELEASE\nTrading Symbols:  TSX - FWT;  AMEX - FWX"
        release = only_release(paragraphs(head, HEADLINE, DATELINE + OPENING, MORE))

        assert headline(release) == HEADLINE
        assert release.facts.values(FactKind.TICKER) == ["TSX:FWT", "AMEX:FWX"]

    @both_ways
    def test_date_and_company_above_the_headline_are_none(self, printed):
        release = only_release(printed("April 3, 2012", FIRM, HEADLINE, DATELINE + OPENING, MORE))

        assert headline(release) == HEADLINE

    @pytest.mark.parametrize(
        "legend",
        [
            "NOT FOR DISTRIBUTION TO U.S. NEWS WIRE SERVICES OR FOR DISSEMINATION IN THE UNITED STATES",
            "THIS NEWS RELEASE IS NOT FOR DISTRIBUTION TO U.S. NEWSWIRE SERVICES",
            "NOT FOR RELEASE, PUBLICATION OR DISTRIBUTION IN THE UNITED STATES",
        ],
    )
    @pytest.mark.parametrize("place", ["before", "behind"])
    @both_ways
    def test_a_legend_in_capitals_is_none(self, legend, place, printed):
        head = [legend, HEADLINE] if place == "before" else [HEADLINE, legend]

        release = only_release(printed(*head, DATELINE + OPENING, MORE))

        assert (headline(release), subheadline(release)) == (HEADLINE, None)

    @pytest.mark.parametrize("line", ["- {} -", "-{}-", "- - {} - -", "-- {} --", "— {} —", "– {} –"])
    @both_ways
    def test_dashes_around_a_sub_headline_are_dropped(self, line, printed):
        words = "Sixty patients to take part in eight hospitals"

        release = only_release(printed(HEADLINE, line.format(words), DATELINE + OPENING, MORE))

        assert (headline(release), subheadline(release)) == (HEADLINE, words)

    @pytest.mark.parametrize(
        "body",
        [
            page(
                f"<p><b>{HEADLINE}</b></p>",
                "<ul><li>Sixty patients to take part</li><li>First results next year</li></ul>",
                DATELINE + OPENING,
                MORE,
            ),
            paragraphs(
                HEADLINE,
                "  o  Sixty patients to take part\n  o  First results next year",
                DATELINE + OPENING,
                MORE,
            ),
            page(
                f"<p><b>{HEADLINE}</b></p>",
                "<p>&#149; Sixty patients to take part</p>",
                "<p>&#149; First results next year</p>",
                DATELINE + OPENING,
                MORE,
            ),
        ],
        ids=["a list", "marks in text", "marks in paragraphs"],
    )
    def test_bullets_under_the_headline_are_the_sub_headline(self, body):
        release = only_release(body)

        assert headline(release) == HEADLINE
        assert "Sixty patients to take part" in (subheadline(release) or "")
        assert "First results next year" in (subheadline(release) or "")

    @pytest.mark.parametrize(
        "second", ["<p><b>{}</b></p>", "<p><b><i>{}</i></b></p>", "<p align=center><i>{}</i></p>"]
    )
    def test_a_second_line_set_off_in_print_is_the_sub_headline(self, second):
        words = "Sixty patients to take part in eight hospitals"

        release = only_release(
            page(
                f"<p align=center><b>{HEADLINE}</b></p>",
                second.format(words),
                f"<p>{DATELINE}{OPENING}</p>",
                MORE,
            )
        )

        assert (headline(release), subheadline(release)) == (HEADLINE, words)


class TestDatelines:
    @pytest.mark.parametrize(
        "line",
        [
            "<p><b>OSLO</b>, <b>NORWAY</b>, <i>May 5</i>, 2008 - {}</p>",
            "<p><font size=2><b>OSLO, NORWAY, May</b></font><b> 5, 2008</b> &#150; {}</p>",
            "<p><span>OSLO, NOR</span><span>WAY, </span><u>May&nbsp;5, 2008</u> &mdash; {}</p>",
        ],
    )
    def test_tags_inside_leave_no_trace(self, line):
        release = only_release(page(HEADLINE, line.format(OPENING), MORE))

        assert release.facts.value(FactKind.PLACE) == "Oslo, Norway"
        assert release.facts.date.value == date(2008, 5, 5)

    def test_the_date_may_stand_in_another_cell_than_the_place(self):
        row = "<table><tr><td>OSLO, NORWAY</td><td>May 5, 2008</td></tr></table>"

        release = only_release(page(HEADLINE, row, OPENING, MORE))

        assert release.facts.date.value == date(2008, 5, 5)
        assert release.facts.value(FactKind.PLACE) == "Oslo, Norway"
        assert headline(release) == HEADLINE

    @pytest.mark.parametrize(
        "mark",
        [
            "OSLO, NORWAY--(Marketwire - May 5, 2008) - ",
            "OSLO, NORWAY (CCNMatthews - May 5, 2008) - ",
            "OSLO, NORWAY--(BUSINESS WIRE)--May 5, 2008-- ",
            "OSLO, NORWAY, May 5, 2008 (Business Wire) - ",
            "OSLO, NORWAY, May 5, 2008 (GLOBE NEWSWIRE) -- ",
            "OSLO, NORWAY, May 5, 2008 /PRNewswire-FirstCall/ -- ",
            "OSLO, NORWAY, May 5 /CNW/ - ",
            "OSLO, NORWAY, le 5 mai /CNW Telbec/ - ",
            "OSLO, NORWAY...MAY 5, 2008... ",
            "OSLO, NORWAY (May 5, 2008) ",
            "OSLO, NORWAY May 5 2008 - ",
            "OSLO, NORWAY, May 05, 2008 - ",
            "OSLO, NORWAY, May 5th, 2008: ",
            "OSLO, NORWAY, Monday, May 5, 2008 - ",
            "OSLO, NORWAY, 5 May 2008 - ",
            "OSLO,\nNORWAY,\nMay\n5,\n2008\n- ",
        ],
    )
    @both_ways
    def test_place_and_day_are_read_from_every_wires_mark(self, mark, printed):
        release = only_release(printed(HEADLINE, mark + OPENING, MORE))

        assert release.facts.value(FactKind.PLACE) == "Oslo, Norway"
        assert release.facts.date.value == date(2008, 5, 5)
        assert headline(release) == HEADLINE

    @pytest.mark.parametrize(
        ("line", "place"),
        [
            ("OSLO, NORWAY and BERN, SWITZERLAND, May 5, 2008 - ", "Oslo, Norway and Bern, Switzerland"),
            ("OSLO, BERN and MACAU, May 5, 2008 - ", "Oslo, Bern and Macau"),
            ("OSLOO, NORWAY, May 5, 2008 - ", "Osloo, Norway"),
        ],
        ids=["two places", "three places", "misspelt"],
    )
    @both_ways
    def test_places_are_kept_as_printed(self, line, place, printed):
        release = only_release(printed(HEADLINE, line + OPENING, MORE))

        assert release.facts.value(FactKind.PLACE) == place
        assert release.facts.date.value == date(2008, 5, 5)

    @pytest.mark.parametrize(
        "line",
        ["Monday, 5 May 2008", "(May 5, 2008)", "| May 5, 2008 |", "May 5, 2008", "Monday, May 5, 2008"],
    )
    @both_ways
    def test_a_day_may_stand_without_a_place(self, line, printed):
        release = only_release(printed(HEADLINE, f"{line} - {OPENING}", MORE))

        assert release.facts.value(FactKind.PLACE) is None
        assert release.facts.date.value == date(2008, 5, 5)

    @both_ways
    def test_a_later_date_in_the_sub_headline_is_not_the_day(self, printed):
        release = only_release(
            printed(HEADLINE, "- Conference call to be held on May 12, 2008 -", DATELINE + OPENING, MORE)
        )

        assert (release.facts.date.value, release.facts.date.suspect) == (date(2008, 5, 5), False)

    @both_ways
    def test_a_release_furnished_months_late_is_not_doubted(self, printed):
        release = only_release(
            printed(HEADLINE, DATELINE.replace("May 5, 2008", "November 13, 2007") + OPENING, MORE)
        )

        assert (release.facts.date.value, release.facts.date.suspect) == (date(2007, 11, 13), False)

    def test_a_year_out_of_step_with_neighbours_and_events_cannot_be_right(self):
        congress = (
            "Fenwater Biologics Inc. today announced that it will speak at a congress on April 28-30, 2008."
        )

        record = filing(
            document("6-K", paragraphs(COVER, SIGNATURE)),
            document(
                "EX-99.1", page("Fenwater Moves", DATELINE.replace("May 5", "April 12") + OPENING, MORE)
            ),
            document(
                "EX-99.2", page("Fenwater to Speak", f"OSLO, NORWAY, April 22, 2007 - {congress}", MORE)
            ),
            document("EX-99.3", page(HEADLINE, DATELINE + OPENING, MORE)),
        )

        found = [(release.facts.date.value, release.facts.date.suspect) for release in record.releases]
        assert found == [(date(2008, 4, 12), False), (date(2008, 4, 22), True), (date(2008, 5, 5), False)]

    def test_a_weekday_tells_the_year(self):
        release = only_release(page(HEADLINE, "OSLO, NORWAY, Monday, May 5, 2007 - " + OPENING, MORE))

        assert (release.facts.date.value, release.facts.date.suspect) == (date(2008, 5, 5), True)
        assert "Saturday" in (release.facts.date.reason or "")

    @both_ways
    def test_a_year_that_lies_after_the_filing_cannot_be_right(self, printed):
        release = only_release(printed(HEADLINE, DATELINE.replace("2008", "2009") + OPENING, MORE))

        assert (release.facts.date.value, release.facts.date.suspect) == (date(2008, 5, 5), True)
        assert "2009" in (release.facts.date.reason or "")


def tickers(release: ReleaseRecord) -> list[str]:
    return release.facts.values(FactKind.TICKER)


class TestTickers:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ("TSX:\nFWB\nAMEX:\nFWX", ["TSX:FWB", "AMEX:FWX"]),
            ("TSX: FWB\nOTC BB: FWBIF", ["TSX:FWB", "OTCBB:FWBIF"]),
            ("TSX: FWB\nPINK SHEETS: FWBIF", ["TSX:FWB", "PINKSHEETS:FWBIF"]),
            ("TSE / ME: FWB", ["TSE:FWB", "ME:FWB"]),
            ("TSX SYMBOL: FWB", ["TSX:FWB"]),
            ("TSX: FWB, FRANKFURT: FW7", ["TSX:FWB", "FRANKFURT:FW7"]),
            ("TSX Venture: FWB; OTCQB : FWBIF", ["TSXV:FWB", "OTCQB:FWBIF"]),
            ("(OSE: FWB)", ["OSE:FWB"]),
            ("(CNSX: FWB) (SIX: FWBN)", ["CSE:FWB", "SIX:FWBN"]),
        ],
    )
    @pytest.mark.parametrize("place", ["before", "behind"])
    @both_ways
    def test_lines_before_or_behind_the_headline_are_read_and_are_none_of_it(
        self, lines, expected, place, printed
    ):
        head = [lines, HEADLINE] if place == "before" else [HEADLINE, lines]

        release = only_release(printed(*head, DATELINE + OPENING, MORE))

        assert tickers(release) == expected
        assert (headline(release), subheadline(release)) == (HEADLINE, None)

    @pytest.mark.parametrize(
        ("bracket", "expected"),
        [
            ("(TSX: FWB; AMEX:\nFWX)", ["TSX:FWB", "AMEX:FWX"]),
            ("(TSX: FWB)(OTCBB: FWBIF)", ["TSX:FWB", "OTCBB:FWBIF"]),
            ("(PINK SHEETS: FWBIF)", ["PINKSHEETS:FWBIF"]),
            ("(TSE:FWB.)", ["TSE:FWB"]),
            ("(NYSE Alternext US:FWX, TSX:FWB, AIM:FWBA)", ["NYSE ALTERNEXT:FWX", "TSX:FWB", "AIM:FWBA"]),
            ("(NASDAQ: FWBX / TSX: FWB)", ["NASDAQ:FWBX", "TSX:FWB"]),
            ("(NEX:FWB.H)", ["NEX:FWB.H"]),
            ("(TSX: “FWB”)", ["TSX:FWB"]),
            ('(NASDAQ: "FWBX")', ["NASDAQ:FWBX"]),
            ("(CSE: FWB) (FRA: FW7)", ["CSE:FWB", "FRANKFURT:FW7"]),
            ("(OTCQB : FWBIF)", ["OTCQB:FWBIF"]),
        ],
    )
    @both_ways
    def test_brackets_behind_the_companys_name_are_read(self, bracket, expected, printed):
        words = OPENING.replace(FIRM, f"{FIRM} {bracket}")

        release = only_release(printed(HEADLINE, DATELINE + words, MORE))

        assert tickers(release) == expected

    @both_ways
    def test_a_partners_symbol_is_not_the_filers(self, printed):
        words = OPENING.replace(FIRM, f"{FIRM} (TSX: FWB) and its partner Cobbleton Pharma AG (SIX: CBT)")

        release = only_release(printed(HEADLINE, DATELINE + words, MORE))

        assert tickers(release) == ["TSX:FWB"]


def drugs(*body: str, tickers: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return each candidate of a release with its other names."""
    return {
        found.name: [alias.name for alias in found.aliases]
        for found in releases.candidates_of(releases.release(*body), tickers=tickers)
    }


class TestCandidates:
    @pytest.mark.parametrize(
        ("words", "name", "other"),
        [
            ("MBX-253, formerly known as LX-253, is our drug in Phase II.", "MBX-253", "LX-253"),
            ("GTX-2040, now known as MBX-2040, is our drug in Phase II.", "MBX-2040", "GTX-2040"),
            ("APX-253 (formerly MBX-253) is our drug in Phase II.", "APX-253", "MBX-253"),
            ("ADX-1, also\nknown as Exherun™, is our drug in Phase II.", "ADX-1", "Exherun"),
            ("ELX-005/AZX-103 is our drug in Phase II.", "ELX-005", "AZX-103"),
            ("ELX005 (AZX-103) is our drug in Phase II.", "ELX005", "AZX-103"),
            ("Our antibody vorimotuzumab (aka BIOMax) is in Phase II.", "vorimotuzumab", "BIOMax"),
            ("ZELVARA™ (SGX401) is our drug in Phase II.", "ZELVARA", "SGX401"),
            ("SGX952 (fusquetide) is our drug in Phase II.", "SGX952", "fusquetide"),
        ],
    )
    def test_a_second_name_is_the_same_drugs(self, words, name, other):
        found = drugs(words)

        assert {name, other} == {*found, *(alias for aliases in found.values() for alias in aliases)}
        assert len(found) == 1

    @pytest.mark.parametrize("mark", ["®", "[®]", "(R)", "™", "(TM)", "'TM'", "&reg;"])
    def test_a_mark_is_no_part_of_a_name(self, mark):
        text = f"Kelvirun{mark} is our drug in Phase II. Patients took Kelvirun{mark} daily."
        release = only_release(page(HEADLINE, DATELINE + OPENING.replace("FWB-31, its", "FWB-31, an"), text))

        assert "Kelvirun" in {found.name for found in release.facts.candidates}

    @pytest.mark.parametrize(
        "printed", ["MBX 204", "MBX- 204", "MBX -204", "MBX\u2011204", "MBX\u2013204", "MBX204"]
    )
    def test_blanks_and_hyphens_of_a_code_do_not_matter(self, printed):
        assert len(drugs(f"MBX-204 is our drug in Phase II. Patients took {printed} daily.")) == 1

    def test_a_code_may_begin_with_a_small_letter(self):
        assert list(
            drugs("Patients with lupus were treated with hCXR1, our peptide, in a Phase II trial.")
        ) == ["hCXR1"]

    @pytest.mark.parametrize(
        "words",
        [
            "It blocks the genes KLF-4 and MTF-1.",
            "It inhibits R2, a part of ribonucleotide reductase.",
            "Patients with HER2-positive tumors express PD-1 and PD-L1.",
            "The protocol is NX02-0017 (NCT01234567).",
            "It was found with our RX-Screen platform technology.",
            "It is described in U.S. Patent No. 6,121,000 and in EP 1 234 567.",
            "Write to us at Vancouver V6Z 0A1.",
            "We filed Form 20-F and Form F-3 under Rule 12g3-2(b).",
            "We apply IFRS 9 and NI 51-102 and hold ISO 13485.",
            "Cytarabine and docetaxel were given for comparison.",
            "COVID-19 and the H1N1 virus did no harm.",
        ],
    )
    def test_what_only_looks_like_a_code_is_none(self, words):
        assert list(drugs(f"MBX-40 is our drug in Phase II for gout. {words}")) == ["MBX-40"]

    def test_the_root_of_a_symbol_is_none(self):
        assert list(
            drugs("MBX-40 is our drug in Phase II.", "Write to K9B77 of us.", tickers=("FRA:K9B77",))
        ) == ["MBX-40"]


class TestContacts:
    @pytest.mark.parametrize("place", ["behind", "before"])
    def test_the_filing_agent_and_the_signatory_are_none(self, place):
        agent = "Filed by Lindenhof Filings LLC\n1-800-555-0133\nfilings@example.net"
        lines = [agent, COVER, SIGNATURE] if place == "before" else [COVER, SIGNATURE, agent]
        [release] = filing(
            document("6-K", paragraphs(*lines)),
            document(
                "EX-99.1",
                page(HEADLINE, DATELINE + OPENING, MORE, "Contact:", "Bo Li, 416-555-0101, bo@example.com"),
            ),
        ).releases

        assert [contact.name for contact in release.facts.contacts] == ["Bo Li"]

    @pytest.mark.parametrize(
        "words",
        [
            "Patients who wish to take part in the trial may ring 1-800-555-0177 or write to trial@example.org.",
            "To take part in the conference call, dial 416-555-0188 or 1-800-555-0189, passcode 774120.",
            "A replay can be heard at 1-800-555-0190 until May 12, 2008.",
        ],
    )
    @both_ways
    def test_numbers_of_the_body_are_none(self, words, printed):
        release = only_release(
            printed(
                HEADLINE, DATELINE + OPENING, words, MORE, "Contact:", "Bo Li, 416-555-0101, bo@example.com"
            )
        )

        assert [contact.phones for contact in release.facts.contacts] == [("416-555-0101",)]

    @pytest.mark.parametrize(
        "block",
        [
            "Contact: Bo Li, Director, 416-555-0101 bo@example.com",
            "Contact: Bo\nLi, Director, 416-\n555-0101 bo@example.com",
            "Contact:Bo Li, Director416-555-0101bo@example.com",
            "Contact Details\nBo Li, Director\n416-555-0101\nbo@example.com",
            "Contact:\n\nBo Li\n\nDirector\n\n416-555-0101\n\nbo@example.com",
        ],
        ids=["one line", "broken over lines", "glued", "lines", "paragraphs"],
    )
    @both_ways
    def test_a_person_is_put_together_again(self, block, printed):
        release = only_release(printed(HEADLINE, DATELINE + OPENING, MORE, *block.split("\n\n")))
        [contact] = release.facts.contacts

        assert (contact.name, contact.emails) == ("Bo Li", ("bo@example.com",))
        assert [phone.replace(" ", "") for phone in contact.phones] == ["416-555-0101"]


ROOT = Path(settings.BASE_DIR)
ROWS = [
    line.strip("|").rsplit(" | ", 1)
    for line in (ROOT / "docs" / "variations.md").read_text(encoding="utf-8").split("## A.")[1].splitlines()
    if line.startswith("| ") and not line.startswith("| shape")
]


@pytest.mark.parametrize(("row", "tests"), ROWS, ids=[row[:40] for row, _ in ROWS])
def test_every_shape_on_the_page_names_tests_that_exist(row, tests):
    named = re.findall(r"`([\w/]+\.py)` ([^`]+?)(?=; `|\s*$)", tests.strip())

    assert named
    for file, names in named:
        code = (ROOT / "tests" / "filings" / file).read_text(encoding="utf-8")
        for name in names.split("; "):
            assert f"def test_{name.strip().replace(' ', '_')}(" in code, name
