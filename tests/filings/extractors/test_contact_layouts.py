"""Contacts in the layouts in which releases print them: from the page's HTML to people, firms and numbers."""

import hashlib
import time

import pytest

from filings.domain import FactKind, ReleaseRecord, SectionKind, SourceFile
from filings.reading import read

FIRM = "Tarnbrook Therapeutics plc"
HEADLINE = "Tarnbrook Doses First Patient in Phase 2 Trial of TBT-101"
BODY = [
    f"LONDON, March 5, 2020 - {FIRM} (Nasdaq: TBTX) today announced that the first patient was dosed in its "
    "Phase 2 trial of TBT-101 in asthma, and that results will be had by the end of the year.",
    "The trial will enroll 120 patients at 14 centres in the United Kingdom and Poland, who will take one "
    "tablet a day for twelve weeks and be followed for a year.",
    "Tarnbrook will host a conference call today at 8:30 am ET. To take part, dial 1-877-555-0188 (U.S.) or "
    "+44 20 7555 0199 (international), passcode 555123.",
]
ABOUT = (
    f"<p><b>About {FIRM}</b></p><p>{FIRM} is a biotechnology company based in London that develops medicines "
    "for the lungs. It was founded in 2009 and employs 60 people.</p>"
)
FORWARD = (
    "<p><b>Forward-Looking Statements</b></p><p>This press release contains forward-looking statements that "
    "involve risks and uncertainties. Actual results may differ materially from those expressed.</p>"
)
SUBMISSION = """<SEC-DOCUMENT>0009990001-20-000001.txt
<SEC-HEADER>
ACCESSION NUMBER: 0009990001-20-000001
CONFORMED SUBMISSION TYPE: 6-K
FILER:
 COMPANY DATA:
  COMPANY CONFORMED NAME: TARNBROOK THERAPEUTICS PLC
  CENTRAL INDEX KEY: 0009990001
</SEC-HEADER>
<DOCUMENT>
<TYPE>EX-99.1
<SEQUENCE>2
<FILENAME>{name}
<TEXT>
{body}
</TEXT>
</DOCUMENT>
</SEC-DOCUMENT>"""


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def release(body: str, name: str = "x.htm") -> ReleaseRecord:
    data = SUBMISSION.format(name=name, body=body).encode()
    [found] = read(SourceFile("x.txt", hashlib.sha256(data).hexdigest(), data)).releases
    return found


def page(*, head: str = "", before: str = "", between: str = "", after: str = "") -> ReleaseRecord:
    """Read a release with a block before its headline, about the company, between or after the boilerplate."""
    title = f"<p align=center><b>{HEADLINE}</b></p>"
    body = head + title + paragraphs(*BODY) + before + ABOUT + between + FORWARD + after
    return release(f"<HTML><BODY><p><b>Exhibit 99.1</b></p>{body}</BODY></HTML>")


def typed(tail: str, head: str = "") -> ReleaseRecord:
    """Read a release in plain text."""
    lines = ["EXHIBIT 99.1", head, HEADLINE.upper(), *BODY, f"About {FIRM}", f"{FIRM} makes medicines.", tail]
    return release("\n\n".join(line for line in lines if line), "x.txt")


def facts(found: ReleaseRecord) -> list[tuple]:
    """Return name, organisation, phones and addresses of each contact of a release whose body is whole."""
    body = "".join(s.span.of(found.text) for s in found.sections if s.kind is SectionKind.BODY)
    assert all(paragraph in body for paragraph in BODY)
    assert (found.facts.value(FactKind.HEADLINE) or "").casefold() == HEADLINE.casefold()
    return [(c.name, c.organisation, list(c.phones), list(c.emails)) for c in found.facts.contacts]


Expected = tuple[str, str, list[str], list[str]]
IMELDA = ("Imelda Quarrie", FIRM, ["+44 20 7555 0101"], ["iq@example.com"])
COLM = ("Colm Farraday", "Hollin Advisory", ["617-555-0102"], ["cf@example.org"])
COLUMNS = table(
    [FIRM, "Hollin Advisory"],
    ["Imelda Quarrie", "Colm Farraday"],
    ["Chief Financial Officer", "Senior Associate"],
    ["+44 20 7555 0101", "617-555-0102"],
    ["iq@example.com", "cf@example.org"],
)
CELLS = table(
    [
        f"Imelda Quarrie<br>{FIRM}<br>+44 20 7555 0101<br>iq@example.com",
        "Colm Farraday<br>Hollin Advisory<br>617-555-0102<br>cf@example.org",
    ]
)
LABELLED = (
    f"<p><b>Investors</b><br>Imelda Quarrie<br>{FIRM}<br>+44 20 7555 0101<br>iq@example.com</p>"
    "<p><b>Media</b><br>Colm Farraday<br>Hollin Advisory<br>617-555-0102<br>cf@example.org</p>"
)
LINES = paragraphs(
    *("<b>Investors</b>", "Imelda Quarrie", FIRM, "+44 20 7555 0101", "iq@example.com"),
    *("<b>Media</b>", "Colm Farraday", "Hollin Advisory", "617-555-0102", "cf@example.org"),
)
RUN_ON = paragraphs(
    f"Investors: Imelda Quarrie, {FIRM}, +44 20 7555 0101, iq@example.com",
    "Media: Colm Farraday, Hollin Advisory, 617-555-0102, cf@example.org",
)


class TestBlocksWithoutAHeading:
    @pytest.mark.parametrize("block", [COLUMNS, CELLS, LABELLED, LINES, RUN_ON])
    @pytest.mark.parametrize("place", ["before", "between", "after"])
    def test_are_found_before_between_and_after_the_boilerplate(self, block, place):
        assert facts(page(**{place: block})) == [IMELDA, COLM]

    @pytest.mark.parametrize(
        "card",
        [
            f"Imelda Quarrie<br>{FIRM}<br>Tel: +44 20 7555 0101<br>iq@example.com",
            f"Imelda Quarrie | {FIRM} | +44 20 7555 0101 | iq@example.com",
            f"{FIRM}, Imelda Quarrie, Director, +44 20 7555 0101, iq@example.com",
        ],
    )
    def test_may_be_one_person(self, card):
        assert facts(page(after=paragraphs(card))) == [IMELDA]

    def test_the_body_ends_before_them(self):
        found = page(before=LABELLED)

        kinds = [s.kind for s in found.sections if s.kind in (SectionKind.BODY, SectionKind.CONTACTS)]
        assert kinds == [SectionKind.BODY, SectionKind.CONTACTS]

    @pytest.mark.parametrize(
        "words",
        [
            "<p><b>Conference Call Details</b></p><p>Date: March 6, 2020<br>Time: 8:30 am ET<br>"
            "Toll-free: 1-877-555-0101<br>International: +1 416 555 0102</p>",
            table(["Toll-free:", "1-877-555-0101"], ["Conference ID:", "5550123"]),
            "<p><b>Trial sites</b></p>"
            + table(
                ["St. Brannock Hospital", "London", "+44 20 7555 0188"], ["Mersham", "Kent", "01233 555017"]
            ),
            "<p>Copies of the prospectus may be had from Panton Securities, Attention: Prospectus Department, "
            "12 Cheap Street, London, +44 20 7555 0188, or prospectus@example.com.</p>",
            "<p>Holders of ADSs may call the depositary, Wexcombe Trust, at 1-800-555-0177.</p>",
            "<p>Patients may write to trials@example.com or call +44 20 7555 0188.</p>",
            "<p>Transfer Agent<br>Wexcombe Trust<br>1-800-555-0199</p>",
            "<p>Orders: 1-800-555-0144 or orders@example.com.</p>",
            table(
                ["", "2020", "2019"], ["Revenue", "1,234,567", "2,345,678"], ["Loss", "(2,222,222)", "(333)"]
            ),
        ],
    )
    def test_other_matter_with_numbers_is_none(self, words):
        assert facts(page(before=words)) == []

    def test_years_and_sums_of_a_table_are_none(self):
        years = ["", "2020", "2019", "2020", "2019"]

        assert facts(page(before=table(years, ["Interest revenue", "$19", "$14", "$69", "$51"]))) == []

    def test_an_address_within_the_body_is_none(self):
        centre = "<p>The Tarnbrook Centre<br>Suite 4, Harbour Road<br>Cork, Ireland<br>+353-21-555-0100</p>"
        goes_on = (
            "<p>The company intends to open the new centre before the end of the year and to move in.</p>"
        )

        assert facts(page(before=centre + goes_on)) == []


class TestBlocksUnderAHeading:
    @pytest.mark.parametrize("heading", ["<b>Contacts</b>", "<b>Contact Information</b>", "CONTACTS:"])
    def test_go_on_over_bold_lines_that_are_names_and_roles(self, heading):
        assert facts(page(after=paragraphs(heading) + LINES)) == [IMELDA, COLM]

    def test_go_on_over_firms_in_capitals(self):
        block = paragraphs(
            *("CONTACTS", FIRM.upper(), "Imelda Quarrie, CFO", "+44 20 7555 0101"),
            *("HOLLIN ADVISORY", "Colm Farraday", "617-555-0102"),
        )

        assert facts(page(before=block)) == [
            ("Imelda Quarrie", FIRM.upper(), ["+44 20 7555 0101"], []),
            ("Colm Farraday", "HOLLIN ADVISORY", ["617-555-0102"], []),
        ]

    def test_end_at_the_next_heading(self):
        block = paragraphs("<b>Contacts</b>", "Imelda Quarrie", FIRM, "+44 20 7555 0101", "iq@example.com")
        notes = paragraphs("<b>Notes to editors</b>", "Tarnbrook was founded in 2009 by two doctors of Cork.")

        found = page(after=block + notes)

        assert facts(found) == [IMELDA]
        assert all("two doctors" not in s.span.of(found.text) for s in contact_sections(found))


def contact_sections(found: ReleaseRecord) -> list:
    return [section for section in found.sections if section.kind is SectionKind.CONTACTS]


class TestBlocksBeforeTheHeadline:
    @pytest.mark.parametrize(
        "head",
        [
            "<p>FOR IMMEDIATE RELEASE<br>Contact: Imelda Quarrie<br>+44 20 7555 0101</p>",
            "<p>For Immediate Release Contact: Imelda Quarrie, +44 20 7555 0101</p>",
            paragraphs("FOR IMMEDIATE RELEASE", "Contact:", "Imelda Quarrie", "CFO", "+44 20 7555 0101"),
            table(["FOR IMMEDIATE RELEASE", "Contact: Imelda Quarrie<br>+44 20 7555 0101"]),
        ],
    )
    def test_share_a_legends_lines_and_leave_the_headline(self, head):
        assert facts(page(head=head)) == [("Imelda Quarrie", None, ["+44 20 7555 0101"], [])]

    def test_stand_in_columns(self):
        head = table(
            ["CONTACTS:", ""], ["Imelda Quarrie", "Colm Farraday"], ["(902) 555-0101", "617-555-0102"]
        )

        assert [fact[0] for fact in facts(page(head=head))] == ["Imelda Quarrie", "Colm Farraday"]


class TestFirmsOverTheirPeople:
    AOIFE: Expected = ("Aoife Kinnear", FIRM, ["+353-21-555-0133"], [])
    DECLAN: Expected = ("Declan Roe", FIRM, ["+353-21-555-0133"], [])
    IMOGEN: Expected = ("Imogen Tackett", "Hartley Vale", ["+44 20 7555 0171"], [])
    RUPERT: Expected = ("Rupert Sandys", "Hartley Vale", ["+44 20 7555 0171"], [])
    GILES: Expected = ("Giles Orme", "Panton Securities", ["+44 20 7555 0172"], [])

    def test_a_firms_number_serves_the_people_below_it_alone(self):
        block = table(
            [FIRM, "+353-21-555-0133"],
            ["Aoife Kinnear, Chief Executive Officer", ""],
            ["Declan Roe, Finance Director", ""],
            ["Hartley Vale (financial PR)", "+44 20 7555 0171"],
            ["Imogen Tackett / Rupert Sandys", ""],
        )

        found = facts(page(after="<p>Enquiries:</p>" + block))

        assert found == [self.AOIFE, self.DECLAN, self.IMOGEN, self.RUPERT]

    def test_a_nominated_adviser_is_a_firm(self):
        block = table(
            [FIRM, "Tel: +353-21-555-0133"],
            ["Aoife Kinnear, CEO", ""],
            ["Panton Securities (Nominated Adviser and Broker)", "Tel: +44 20 7555 0172"],
            ["Giles Orme", ""],
        )

        assert facts(page(before="<p>Enquiries</p>" + block)) == [self.AOIFE, self.GILES]

    def test_people_may_share_the_firms_cell(self):
        block = table(
            [f"{FIRM}<br>Aoife Kinnear, CEO<br>Declan Roe, CFO", "+353-21-555-0133"],
            ["Panton Securities<br>Giles Orme", "+44 20 7555 0172"],
        )

        assert facts(page(after="<p>Enquiries:</p>" + block)) == [self.AOIFE, self.DECLAN, self.GILES]

    def test_in_plain_text(self):
        block = (
            f"Enquiries:\n\n{FIRM}            +353-21-555-0133\nAoife Kinnear, Chief Executive\n"
            "Declan Roe, Finance Director\n\nPanton Securities                     +44 20 7555 0172\nGiles Orme\n"
        )

        assert facts(typed(block)) == [self.AOIFE, self.DECLAN, self.GILES]

    def test_a_departments_address_is_not_the_next_persons(self):
        block = paragraphs(
            "<b>Contacts</b>",
            "Investor Relations<br>ir@example.com",
            "Colm Farraday<br>Hollin Advisory<br>617-555-0102<br>cf@example.org",
        )

        assert facts(page(after=block)) == [(None, None, [], ["ir@example.com"]), COLM]

    def test_a_label_stands_beside_several_rows_of_one_contact(self):
        block = table(
            ["Investors:", "Imelda Quarrie", "+44 20 7555 0101"],
            ["", FIRM, "iq@example.com"],
            ["Media:", "Colm Farraday", "617-555-0102"],
            ["", "Hollin Advisory", "cf@example.org"],
        )

        assert facts(page(after=block)) == [IMELDA, COLM]


class TestFirms:
    @pytest.mark.parametrize(
        "firm",
        [
            "Blue Pier Advisory", "Fernside IR", "Sakuro Cell Therapeutics", "Green Hollow", "Marlow",
            "Argyll &amp; Hume", "Red Kite PR", "5W Hale Public Relations", "Stern &amp; Vale IR",
            "Cell Matters Inc.", "Phone Haven Labs", "Mobile Health Partners", "Direct Genomics", "McHale Hollow",
            "Hale Kirkup LLP", "Hollin Relations AG", "Paper Lantern Strategic Communications", "Cohesion Bureau",
        ],
    )  # fmt: skip
    def test_keep_all_their_words(self, firm):
        name = firm.replace("&amp;", "&")
        lines = f"<p>Contact:</p><p>Priscilla Yeow<br>{firm}<br>212-555-0163</p>"
        commas = f"<p>Media contact: Priscilla Yeow, {firm}, 212-555-0163</p>"
        above = f"<p>Contacts:</p><p>{firm}<br>Priscilla Yeow<br>212-555-0163</p>"

        for block in (lines, commas, above):
            assert facts(page(after=block)) == [("Priscilla Yeow", name, ["212-555-0163"], [])]


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "Åsa Wretlund", "Øystein Bråten", "Łukasz Wiśniak", "Çağla Yılmaz", "Émile St-Amour",
            "Pieter van der Kolk", "Ivo Van den Berghe", "Lucía de la Cuesta", "José-María Ruiz y Peña",
            "Maria José dos Santos", "Jürgen von der Heide", "Omar al-Rashidi", "Abd al-Karim Nasser",
            "François d'Aubigny", "Siân O'Dwyer", "Ian Mc Bride", "Jean-Luc Moreau-Bisset", "Mary Jo Kent",
            "Zhang Weiming", "Kim Min-jun", "Ji-won Lee", "Minh Nguyen Tran", "Ng Wei Ling", "An Nguyen",
            "Jane Park", "Mark Lane", "Tom Street", "April Winslow", "Will Holt", "Sydney Bell",
            "T. J. McAllen", "R. Kumar Iyer", "Priya S. Menon",
        ],
    )  # fmt: skip
    def test_keep_all_their_words(self, name):
        lines = f"<p>Contact:</p><p>{name}<br>Hollin Advisory<br>212-555-0163</p>"
        commas = f"<p>For further information, please contact: {name}, Hollin Advisory, 212-555-0163</p>"

        for block in (lines, commas):
            assert facts(page(after=block)) == [(name, "Hollin Advisory", ["212-555-0163"], [])]

    @pytest.mark.parametrize(
        "line", ["12 Charlotte Street, Suite 400", "St. James Court", "Sydney, Australia"]
    )
    def test_addresses_are_nobody(self, line):
        block = f"<p>Contact:</p><p>Imelda Quarrie<br>{FIRM}<br>{line}<br>+44 20 7555 0101</p>"

        assert [fact[0] for fact in facts(page(after=block))] == ["Imelda Quarrie"]


class TestNumbers:
    @pytest.mark.parametrize(
        ("printed", "numbers"),
        [
            ("902-555-2922 / 555-2923", ["902-555-2922", "555-2923"]),
            ("(902) 555-2922 or 555-2923", ["(902) 555-2922", "555-2923"]),
            ("Tél. : 01 55 50 01 31", ["01 55 50 01 31"]),
            ("+81-(0)3-5550-0101<br>(81) 3 5550 0102", ["+81-(0)3-5550-0101", "(81) 3 5550 0102"]),
            ("+49 (0)89-5550 1234-0", ["+49 (0)89-5550 1234-0"]),
            ("+49/89/5550123", ["+49/89/5550123"]),
            ("86-21-55550112", ["86-21-55550112"]),
            ("03-5550147", ["03-5550147"]),
        ],
    )
    def test_are_kept_as_printed(self, printed, numbers):
        block = f"<p>Contact:</p><p>Imelda Quarrie<br>{printed}</p>"

        assert facts(page(after=block)) == [("Imelda Quarrie", None, numbers, [])]

    def test_broken_over_two_rows_are_put_together(self):
        block = table(
            ["Imelda Quarrie", "Tel: +353-21-"],
            ["Chief Financial Officer", "555-0133"],
            ["Colm Farraday", "Tel: (617)"],
            ["Hollin Advisory", "555-0102"],
        )

        assert facts(page(after="<p>Contact:</p>" + block)) == [
            ("Imelda Quarrie", None, ["+353-21-555-0133"], []),
            ("Colm Farraday", "Hollin Advisory", ["(617) 555-0102"], []),
        ]


class TestRowsWithinAParagraph:
    def test_cut_at_their_tabs_are_columns(self):
        block = (
            f"<p>{FIRM}\t\tHollin Advisory<br>Imelda Quarrie\tColm Farraday<br>"
            "(212) 555-0101\t(212) 555-0102<br>\tcf@example.org</p>"
        )

        assert facts(page(after="<p>Contact:</p>" + block)) == [
            ("Imelda Quarrie", FIRM, ["(212) 555-0101"], []),
            ("Colm Farraday", "Hollin Advisory", ["(212) 555-0102"], ["cf@example.org"]),
        ]

    @pytest.mark.parametrize("glue", [" / ", " /", "/ "])
    def test_cut_at_their_slashes_are_shared_out(self, glue):
        rows = [
            ("Imelda Quarrie", "Colm Farraday"),
            ("Director, Finance", "Account Manager"),
            (FIRM, "Hollin Advisory"),
            ("(212) 555-0101", "(212) 555-0102"),
        ]
        block = "<p>" + "<br>".join(glue.join(row) for row in rows) + "</p>"
        found = page(after="<p>Contact:</p>" + block)

        assert [(c.name, c.title, c.organisation, c.phones) for c in found.facts.contacts] == [
            ("Imelda Quarrie", "Director, Finance", FIRM, ("(212) 555-0101",)),
            ("Colm Farraday", "Account Manager", "Hollin Advisory", ("(212) 555-0102",)),
        ]


class TestHostileText:
    @pytest.mark.parametrize(
        "scrap",
        ["Jane Doe\n\n", "Media\nJane Doe\n416-555-0101\n\n", "Contact:\n\n", "Jane\tDoe\n", "Aa-", "A B, "],
    )
    def test_takes_linear_time(self, scrap):
        def seconds(size: int) -> float:
            started = time.perf_counter()
            typed(scrap * (size // len(scrap)))
            return time.perf_counter() - started

        assert seconds(80_000) < 8 * max(seconds(20_000), 0.25)
