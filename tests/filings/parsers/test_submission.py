import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import MediaKind, SourceFile, SourceFormat, Submission
from filings.exceptions import ParseError
from filings.parsers.submission import exhibit_number, is_release_exhibit, parse_submission

SHARED = Path(settings.BASE_DIR).parent / "shared"
REAL_FILES = sorted(
    path
    for folder in ("seeds", "filings", "edgar-client")
    for path in (SHARED / folder).rglob("*")
    if path.is_file()
)

HEADER = """\
<SEC-DOCUMENT>0000990001-06-000012.txt : 20060410
<SEC-HEADER>0000990001-06-000012.hdr.sgml : 20060410
<ACCEPTANCE-DATETIME>20060410093012
ACCESSION NUMBER:\t\t0000990001-06-000012
CONFORMED SUBMISSION TYPE:\t6-K
PUBLIC DOCUMENT COUNT:\t\t2
CONFORMED PERIOD OF REPORT:\t20060407
FILED AS OF DATE:\t\t20060410

FILER:

\tCOMPANY DATA:\t
\t\tCOMPANY CONFORMED NAME:\t\t\tLARKSPUR PHARMA INC
\t\tCENTRAL INDEX KEY:\t\t\t0000990001
\t\tIRS NUMBER:\t\t\t\t000000000

\tFORMER COMPANY:\t
\t\tFORMER CONFORMED NAME:\tLARK MINERALS LTD
\t\tDATE OF NAME CHANGE:\t20010101
</SEC-HEADER>
"""
SGML = [
    "<DOCUMENT>", "</DOCUMENT>", "<TEXT>", "</TEXT>", "<TYPE>", "EX-99", "6-K", "<SEQUENCE>", "2", "\n",
    "<SEC-HEADER>", "</SEC-HEADER>", "ACCESSION NUMBER:", "FILER:", "CENTRAL INDEX KEY: 1", "<XBRL>",
    "begin 644 a", "0000990001-06-000012", "COMPANY CONFORMED NAME: a", "\x00", "\u2028",
    "<DOCUMENT>\n<TYPE>", "A:\n", "<html>",
]  # fmt: skip
DOCUMENTS = """\
<DOCUMENT>
<TYPE>6-K
<SEQUENCE>1
<FILENAME>form6k.htm
<DESCRIPTION>REPORT OF FOREIGN ISSUER
<TEXT>
<HTML><BODY><P>FORM 6-K</P></BODY></HTML>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<FILENAME>ex991.txt
<DESCRIPTION>PRESS RELEASE
<TEXT>
Larkspur begins a trial.
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>
"""
PEM = """\
-----BEGIN PRIVACY-ENHANCED MESSAGE-----
Proc-Type: 2001,MIC-CLEAR
Originator-Name: webmaster@example.com
MIC-Info: RSA-MD5,RSA,
 AAAABBBBCCCC==

"""


def parse(content: str | bytes, name: str = "a.txt") -> Submission:
    data = content if isinstance(content, bytes) else content.encode()
    return parse_submission(SourceFile(name, "0" * 64, data))


def reason(content: str | bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parse(content)
    assert caught.value.source == "a.txt"
    return caught.value.reason


def parsed_or_refused(data: bytes) -> Submission | None:
    """Return the submission, or None where it was refused with a reason; anything else is an error."""
    try:
        submission = parse(data)
    except ParseError as error:
        if not error.reason:
            raise
        return None
    assert submission.documents
    return submission


def document(body: str, type: str = "EX-99.1") -> str:
    return f"<DOCUMENT>\n<TYPE>{type}\n<SEQUENCE>2\n<TEXT>\n{body}\n</TEXT>\n</DOCUMENT>\n"


class TestHeader:
    def test_colon_lines_are_read(self):
        header = parse(HEADER + DOCUMENTS).header

        assert header.accession_number == "0000990001-06-000012"
        assert header.form_type == "6-K"
        assert header.filed_on == date(2006, 4, 10)
        assert header.period_of_report == date(2006, 4, 7)
        assert header.document_count == 2
        [filer] = header.filers
        assert (filer.name, filer.cik, filer.former_names) == (
            "LARKSPUR PHARMA INC",
            990001,
            ("LARK MINERALS LTD",),
        )

    @pytest.mark.parametrize(
        "changed",
        [
            PEM + HEADER + DOCUMENTS + "-----END PRIVACY-ENHANCED MESSAGE-----\n",
            HEADER.replace("SEC-", "IMS-") + DOCUMENTS,
            HEADER.replace("<SEC-DOCUMENT>", "<SEC-DOCUMENT>/in/edgar/work/") + DOCUMENTS,
            HEADER.replace("\n", "\n\n") + DOCUMENTS,
            HEADER.replace("\n", "\r\n") + DOCUMENTS.replace("\n", "\r\n"),
            HEADER.replace("\n", "\r") + DOCUMENTS.replace("\n", "\r"),
            HEADER.replace("FILED AS", "<PRIVATE-TO-PUBLIC>\nITEM INFORMATION:\t\t\nFILED AS") + DOCUMENTS,
            HEADER.replace("</SEC-HEADER>", "") + DOCUMENTS,
            "\ufeff" + HEADER + DOCUMENTS,
        ],
        ids=[
            "PEM wrapper",
            "of 1994",
            "a path in the first line",
            "double line ends",
            "CRLF",
            "CR",
            "tags among colon lines and empty values",
            "never closed",
            "byte order mark",
        ],
    )
    def test_its_dialects_say_the_same(self, changed):
        assert parse(changed).header == parse(HEADER + DOCUMENTS).header
        assert [d.type for d in parse(changed).documents] == ["6-K", "EX-99.1"]

    @pytest.mark.parametrize("between", ["", "\n", "\r"], ids=["on one line", "line by line", "parted by CR"])
    def test_dashed_tags_of_the_daily_feed_are_read(self, between):
        tags = [
            "<SUBMISSION>", "<ACCESSION-NUMBER>0000990001-25-000003", "<TYPE>8-K", "<PUBLIC-DOCUMENT-COUNT>1",
            "<PERIOD>20250106", "<ITEMS>5.02", "<FILING-DATE>20250108", "<FILER>", "<COMPANY-DATA>",
            "<CONFORMED-NAME>LARKSPUR PHARMA, INC.", "<CIK>0000990001", "</COMPANY-DATA>", "<FORMER-COMPANY>",
            "<FORMER-CONFORMED-NAME>LARK MINERALS LTD", "<DATE-CHANGED>20010101", "</FORMER-COMPANY>",
            "</FILER>", "<DOCUMENT>", "<TYPE>8-K", "<SEQUENCE>1", "<FILENAME>a.htm", "<TEXT>",
            "<HTML><BODY>Hello</BODY></HTML>", "</TEXT>", "</DOCUMENT>", "</SUBMISSION>",
        ]  # fmt: skip

        submission = parse(between.join(tags))

        header = submission.header
        assert (header.accession_number, header.form_type) == ("0000990001-25-000003", "8-K")
        assert (header.filed_on, header.period_of_report) == (date(2025, 1, 8), date(2025, 1, 6))
        assert header.filers[0].former_names == ("LARK MINERALS LTD",)
        [page] = submission.documents
        assert (page.type, page.filename, page.media) == ("8-K", "a.htm", MediaKind.HTML)
        assert page.body.strip() == "<HTML><BODY>Hello</BODY></HTML>"

    def test_the_registrant_comes_first_and_each_company_once(self):
        def company(role, name, cik):
            data = f"\t\tCOMPANY CONFORMED NAME:\t{name}\n\t\tCENTRAL INDEX KEY:\t{cik}\n"
            return f"{role}:\n\n\tCOMPANY DATA:\n{data}"

        companies = [
            company("FILED BY", "BIDDER LP", 3),
            company("SUBJECT COMPANY", "TARGET INC", 2),
            company("SUBJECT COMPANY", "TARGET INC", 2),
            company("REPORTING-OWNER", "Marsh Ada", 4),
        ]
        start = "<SEC-HEADER>\nACCESSION NUMBER: 0000990001-06-000012\nCONFORMED SUBMISSION TYPE: SC TO-T\n"

        header = parse(start + "".join(companies) + DOCUMENTS).header

        assert [(filer.name, filer.cik) for filer in header.filers] == [
            ("TARGET INC", 2),
            ("BIDDER LP", 3),
            ("Marsh Ada", 4),
        ]

    def test_values_that_cannot_be_are_none(self):
        header = parse(
            "<SEC-HEADER>\nACCESSION NUMBER: none\nFILED AS OF DATE: 20061399\nPUBLIC DOCUMENT COUNT: many\n"
            "CONFORMED PERIOD OF REPORT:\nFILER:\n\tCENTRAL INDEX KEY: 0000000000\n" + DOCUMENTS
        ).header

        assert (header.accession_number, header.filed_on, header.document_count) == (None, None, None)
        assert (header.period_of_report, header.filers) == (None, ())

    def test_without_a_header_the_first_document_names_the_form(self):
        submission = parse(DOCUMENTS)

        assert submission.format is SourceFormat.EDGAR_SUBMISSION
        assert (submission.header.form_type, submission.header.accession_number) == ("6-K", None)


class TestDocuments:
    def test_each_has_its_fields_and_its_body(self):
        first, second = parse(HEADER + DOCUMENTS).documents

        assert (first.sequence, first.type, first.filename, first.description, first.media) == (
            1, "6-K", "form6k.htm", "REPORT OF FOREIGN ISSUER", MediaKind.HTML,
        )  # fmt: skip
        assert (second.type, second.media, second.body) == (
            "EX-99.1",
            MediaKind.TEXT,
            "\nLarkspur begins a trial.\n",
        )

    def test_type_and_sequence_may_share_a_line_and_a_file_name_be_missing(self):
        [found] = parse(
            HEADER + "<DOCUMENT>\n<TYPE>EX-99 <SEQUENCE>3\n<TEXT>\nHello\n</TEXT>\n</DOCUMENT>"
        ).documents

        assert (found.type, found.sequence, found.filename, found.description) == ("EX-99", 3, None, None)

    def test_sequence_numbers_with_gaps_are_kept_but_not_ones_that_repeat(self):
        def numbered(*numbers):
            text = "".join(
                f"<DOCUMENT>\n<TYPE>EX-99\n<SEQUENCE>{n}\n<TEXT>a\n</TEXT>\n</DOCUMENT>\n" for n in numbers
            )
            return [found.sequence for found in parse(HEADER + text).documents]

        assert numbered(1, 3) == [1, 3]
        assert numbered(1, 1) == [1, 2]
        assert numbered("", "x") == [1, 2]

    @pytest.mark.parametrize(
        ("body", "media"),
        [
            ("<HTML><BODY>a</BODY></HTML>", MediaKind.HTML),
            ("<!DOCTYPE html PUBLIC '-//W3C'>\n<html>", MediaKind.HTML),
            ("<P>one<P>two<DIV>three</DIV><P>a<P>b<P>c<P>d<P>e", MediaKind.HTML),
            ("<PAGE>   1\n<TABLE><S><C><C>\nRevenue   1   2\n</TABLE>", MediaKind.TEXT),
            ("The <u>underlined</u> and <b>bold</b> of a text", MediaKind.TEXT),
            ("begin 644 logo.jpg\nM_]C_X  02D9)1@ ! 0$ 2 !(  #_VP!#\n`\nend", MediaKind.BINARY),
            ("<PDF>\nbegin 644 a.pdf\nM)5!$1BTQ\nend\n</PDF>", MediaKind.BINARY),
            ("<XML>\n<?xml version='1.0'?><ownershipDocument/>\n</XML>", MediaKind.BINARY),
            ("<XBRL>\n<?xml version='1.0'?><schema/>\n</XBRL>", MediaKind.BINARY),
        ],
        ids=[
            "page", "doctype", "piece of a page", "old table", "stray tags",
            "uuencoded", "PDF", "XML", "XBRL schema",
        ],
    )  # fmt: skip
    def test_what_a_body_is_made_of(self, body, media):
        documents = parse(HEADER + DOCUMENTS + document(body, "EX-99.2")).documents

        assert documents[-1].media is media
        assert (documents[-1].body == "") == (media is MediaKind.BINARY)

    @pytest.mark.parametrize("type", ["GRAPHIC", "ZIP", "EXCEL", "JSON", "XML", "EX-101.SCH", "EX-104"])
    def test_data_and_pictures_are_not_read(self, type):
        documents = parse(HEADER + DOCUMENTS + document("<html><body>R1</body></html>", type)).documents

        assert documents[-1].media is MediaKind.BINARY

    def test_inline_xbrl_is_a_page_without_its_wrapper(self):
        body = "<XBRL>\n<?xml version='1.0'?><html xmlns='x'><body>Hello</body></html>\n</XBRL>"

        [found] = parse(HEADER + document(body, "8-K")).documents

        assert found.media is MediaKind.HTML
        assert "XBRL" not in found.body

    @pytest.mark.parametrize("cut", ["</DOCUMENT>", "</TEXT>", "trial"])
    def test_a_document_that_breaks_off_is_read_as_far_as_it_goes(self, cut):
        whole = HEADER + DOCUMENTS
        found = parse(whole[: whole.rindex(cut)]).documents[-1]

        assert found.type == "EX-99.1"
        assert "Larkspur begins a" in found.body
        assert "<" not in found.body

    def test_a_document_that_is_never_closed_ends_where_the_next_begins(self):
        documents = parse(HEADER + DOCUMENTS.replace("</TEXT>\n</DOCUMENT>\n", "")).documents

        assert [found.type for found in documents] == ["6-K", "EX-99.1"]
        assert documents[0].body.endswith("</HTML>\n")

    @pytest.mark.parametrize(
        ("type", "number"),
        [
            ("EX-99", "99"), ("EX-99.1", "99.1"), ("EX-99.01", "99.01"), ("EX-99.(A)(5)(C)", "99.(A)(5)(C)"),
            ("EX-99.4(A)", "99.4(A)"), ("EX-99.26", "99.26"), ("Ex-99.1", "99.1"), ("EX-10.1", "10.1"),
            ("6-K", None), ("GRAPHIC", None), ("", None),
        ],
    )  # fmt: skip
    def test_an_exhibit_has_the_number_it_was_filed_under(self, type, number):
        assert exhibit_number(type) == number
        assert is_release_exhibit(type) == (number is not None and number.startswith("99"))


class TestDecoding:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ("caf\u00e9 \u2013 \u201cPhase\u201d".encode(), "café – “Phase”"),
            ("\ufeffcafé".encode(), "café"),
            ("café".encode("utf-16"), "café"),
            (b"caf\xe9 \x96 \x93Phase\x94", "café – “Phase”"),
            (b"a \x81 b", "a \x81 b"),
            ("café\n".encode() + b"Phase II \x96", "café\nPhase II –"),
            (b"one\r\ntwo\rthree\nfour\r\r\nfive", "one\ntwo\nthree\nfour\nfive"),
            (b"a stray \x00 happens" + b" in long files" * 99, "a stray  happens"),
        ],
        ids=["UTF-8", "byte order mark", "UTF-16", "Windows-1252", "C1", "both", "line ends", "NUL"],
    )
    def test_what_agents_type_is_read(self, data, words):
        cover = b"Form 6-K, Securities and Exchange Commission\n"
        if data.startswith(b"\xff\xfe"):
            cover = b""
            data = ("Form 6-K, Securities and Exchange Commission\n" + data.decode("utf-16")).encode("utf-16")

        [found] = parse(cover + data).documents

        assert words in found.body


class TestSingleFiles:
    def test_a_page_is_one_document(self):
        page = "<html><body><p>FORM 6-K</p><p>Securities and Exchange Commission</p></body></html>"
        submission = parse(page, "a.txt")

        assert submission.format is SourceFormat.HTML
        assert [(d.media, d.body) for d in submission.documents] == [(MediaKind.HTML, page)]

    def test_a_text_is_one_document_whatever_its_name_says(self):
        submission = parse("FORM 6-K\nSECURITIES AND EXCHANGE COMMISSION\n<u>News</u>", "a.htm")

        assert submission.format is SourceFormat.TEXT
        assert submission.documents[0].media is MediaKind.TEXT

    @pytest.mark.parametrize(
        "text",
        [
            "<html><body>NEWS RELEASE<p>Larkspur announced today ...</body></html>",
            "Larkspur Pharma announces results\nFor more information, contact ir@example.com",
        ],
    )
    def test_a_bare_release_is_taken(self, text):
        assert parse(text).header.form_type is None


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "it is empty"),
            (b" \r\n\t ", "it is empty"),
            (b"\xff\xfe", "it is empty"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image is not a filing"),
            (b"\x89PNG\r\n\x1a\n\x00", "a PNG image is not a filing"),
            (b"%PDF-1.4\n%", "a PDF file is not a filing"),
            (b"PK\x03\x04\x14\x00", "a zip archive is not a filing"),
            (bytes(range(256)) * 9, "it is binary, not text"),
            (b"\x00F\x00O\x00R\x00M\x00 \x006\x00-\x00K" * 9, "it is binary, not text"),
            (b"\xff\xfeF", "it begins as UTF-16 text but is none"),
            ('{"took": 42, "hits": {"forms": "6-K"}}', "JSON data is not a filing"),
            ('[{"form": "8-K"}]', "JSON data is not a filing"),
            ("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "an XML document is not a filing"),
            ("<Error><Code>AccessDenied</Code></Error>", "an XML document is not a filing"),
            (
                "Dear diary, nothing happened.",
                "nothing in it looks like a form 6-K or 8-K or a press release",
            ),
            (
                "<html><title>EDGAR Filing Documents for 0000990001-06-000012</title><p>Form 8-K</html>",
                "it is EDGAR's index page of a filing, not the filing itself",
            ),
            (
                "Securities and Exchange Commission\n  FORM 10-K\nAnnual report. Reports on Form 8-K: none.",
                "a 10-K is not a form that carries press releases here",
            ),
            (HEADER, "it has a submission's header but no documents"),
            (HEADER[: len(HEADER) // 2], "it has a submission's header but no documents"),
            (
                HEADER.replace("\t6-K", "\t10-K") + document("Annual report", "10-K"),
                "a 10-K is not a form that carries press releases here",
            ),
            (
                HEADER.replace("\t6-K", "\tS-3/A") + document("Prospectus", "S-3/A"),
                "an S-3/A is not a form that carries press releases here",
            ),
            (
                HEADER.replace("\t6-K", "\t4") + document("<XML><a/></XML>", "4"),
                "a form 4 is not a form that carries press releases here",
            ),
            (HEADER + document("<PDF>", "6-K"), "none of its documents is text or HTML"),
            (DOCUMENTS * 1001, "it has 2002 documents; 2000 are allowed"),
        ],
    )
    def test_what_is_no_filing_says_why(self, content, why):
        assert reason(content) == why

    @pytest.mark.parametrize("form", ["6-K", "6-K/A", "8-K", "8-K/A", "8-K12B"])
    def test_forms_that_carry_releases_are_taken_without_an_exhibit(self, form):
        assert parse(HEADER.replace("\t6-K", f"\t{form}") + document("a", form)).header.form_type == form

    def test_another_form_is_taken_for_its_exhibits_99(self):
        submission = parse(HEADER.replace("\t6-K", "\tSC TO-T/A") + document("a", "EX-99.(A)(5)(C)"))

        assert submission.header.form_type == "SC TO-T/A"


@pytest.mark.skipif(not REAL_FILES, reason="the shared files are not here")
class TestRealFiles:
    @pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
    def test_is_read_with_all_its_exhibits_99_or_refused(self, path):
        data = path.read_bytes()
        labelled = len(re.findall(rb"<TYPE>EX-99", data))

        submission = parsed_or_refused(data)

        found = [d for d in submission.documents if is_release_exhibit(d.type)] if submission else []
        assert len(found) == labelled


class TestAnyBytes:
    @given(st.binary(max_size=2000))
    def test_give_a_submission_or_a_parse_error(self, data):
        parsed_or_refused(data)

    @given(st.lists(st.sampled_from(SGML)))
    def test_sgml_in_any_order_gives_a_submission_or_a_parse_error(self, pieces):
        parsed_or_refused("".join(pieces).encode())

    @pytest.mark.parametrize(
        "piece", [*SGML, "<DOCUMENT>  \n\n", "<", "<P", "\r", "\n ", "FORM ", "form 6-", "\x96"]
    )
    @pytest.mark.parametrize(
        "start", ["", HEADER + "<DOCUMENT>\n<TYPE>6-K\n<TEXT>\n"], ids=["bare", "in a body"]
    )
    def test_a_megabyte_of_one_thing_takes_a_moment(self, start, piece):
        data = start.encode() + (piece * (1_000_000 // len(piece))).encode()
        began = time.perf_counter()

        parsed_or_refused(data)

        assert time.perf_counter() - began < 3
