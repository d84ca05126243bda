"""Documents cut into releases, and releases into sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings.domain import PartKind, SectionKind
from filings.parsers.form import read_form
from filings.parsers.lines import part_lines
from filings.parsers.releases import divide_document
from filings.parsers.text import clean_text
from tests.filings.parsers.test_form import COVER, SIGNED

FIRST = """LOREM STARTS A TRIAL OF LRM-1

OSLO, NORWAY, MAY 5, 2008 - Lorem Biologics Ltd. said today that it has started a trial of LRM-1 in asthma.

The trial will take in sixty patients.

"""
SECOND = """LOREM APPOINTS A DIRECTOR

OSLO, NORWAY, MAY 20, 2008 - Lorem Biologics Ltd. said today that Bo Li has joined its board of directors.

"""
ABOUT = "About Lorem\n\nLorem is a company that makes medicines for the lungs.\n\n"
AHEAD = "Forward Looking Statements\n\nThis release contains forward-looking statements, which may turn out wrong.\n\n"
CONTACTS = "CONTACTS:\n\nAda Ng\tBo Li\nTel: 555-0101\tTel: 555-0102\nada@example.com\tbo@example.com\n\n"


def divide(source, exhibit=None, titles=(), entries=()):
    clean = part_lines(clean_text(source))
    form = read_form(clean)
    return clean, divide_document(
        clean,
        document=0,
        form_parts=form.parts,
        exhibit=exhibit,
        titles=titles,
        entries=entries or form.entries,
        registrants=["Lorem Biologics Ltd."],
    )


def headlines(divided):
    return [release.spans(SectionKind.HEADLINE)[0].of(release.text).strip() for release in divided.releases]


def kinds(release):
    return [section.kind for section in release.sections]


class TestSplitting:
    def test_releases_in_one_text_are_told_apart_by_the_contact_block_before_each(self):
        _, divided = divide(COVER + SIGNED + CONTACTS + FIRST + ABOUT + CONTACTS + SECOND + ABOUT)

        assert headlines(divided) == ["LOREM STARTS A TRIAL OF LRM-1", "LOREM APPOINTS A DIRECTOR"]
        assert all(kinds(release)[0] is SectionKind.CONTACTS for release in divided.releases)

    def test_releases_are_told_apart_by_exhibit_labels(self):
        _, divided = divide(COVER + SIGNED + "Exhibit 99.1\n\n" + FIRST + ABOUT + "Exhibit 99.2\n\n" + SECOND)

        assert [release.exhibit for release in divided.releases] == ["99.1", "99.2"]

    def test_releases_without_label_are_numbered_by_the_index_in_order(self):
        index = (
            "EXHIBIT LIST\n\n99.1 Press release: LOREM STARTS A TRIAL OF LRM-1\n\n"
            "99.2 Press release: LOREM APPOINTS A DIRECTOR\n\n"
        )
        _, divided = divide(COVER + SIGNED + index + FIRST + ABOUT + SECOND)

        assert [release.exhibit for release in divided.releases] == ["99.1", "99.2"]

    def test_a_date_within_a_release_begins_no_other(self):
        events = "European Lung Meeting, May 22-24, 2008 - Vienna, where Lorem will show a poster on its patients\n\n"
        _, divided = divide(
            FIRST + events + "For more about the meeting see its programme.\n\n" + ABOUT, exhibit="99.1"
        )

        assert len(divided.releases) == 1

    def test_a_material_change_report_behind_a_release_is_another_exhibit(self):
        report = "MATERIAL CHANGE REPORT\n\n1. Issuer\n\n3. Press Release\n\nA release was issued on May 5, 2008.\n"
        _, divided = divide(COVER + SIGNED + FIRST + ABOUT + report)

        assert len(divided.releases) == 1
        assert divided.parts[-1].kind is PartKind.OTHER_EXHIBIT

    @pytest.mark.parametrize(
        ("source", "titles", "kind"),
        [
            (
                "LOREM BIOLOGICS LTD.\n\nREPORT OF VOTING RESULTS\n\nResolution\tFor\tAgainst\n1\t10\t2\n",
                [],
                "voting results",
            ),
            (
                "Notice of annual meeting of shareholders\n\nTo be held on May 5, 2008.",
                [],
                "notice of meeting",
            ),
            ("Dear Fellow Shareholders,\n\nThe year was good.", [], "letter to shareholders"),
            (
                "LOREM INC.\n\nCONSOLIDATED BALANCE SHEETS\n\nCash\t5\n",
                ["Audited financial statements"],
                "financial statements",
            ),
        ],
    )
    def test_an_exhibit_that_is_no_release_is_named(self, source, titles, kind):
        _, divided = divide(source, exhibit="99.2", titles=titles)

        assert divided.releases == ()
        assert divided.kinds == (kind,)

    def test_a_release_without_headline_begins_with_its_dateline(self):
        _, divided = divide(
            "OSLO, NORWAY, MAY 5, 2008 - Lorem Biologics Ltd. said today that it has moved to Bergen.",
            exhibit="99.1",
        )

        assert kinds(divided.releases[0]) == [SectionKind.BODY]

    def test_text_after_the_form_that_nobody_knows_is_a_remainder(self):
        _, divided = divide(COVER + SIGNED + "Some words that stand alone.\n")

        assert divided.parts[-1].kind is PartKind.REMAINDER


class TestSections:
    def test_every_section_of_a_release_is_named(self):
        source = (
            "Exhibit 99.1\n\nFOR IMMEDIATE RELEASE\n\nLOREM STARTS A TRIAL\n\n"
            "- Sixty patients to take part -\n\nTSX: LRM\n\n"
            + "OSLO, NORWAY, MAY 5, 2008 - Lorem Biologics Ltd. said today that it has started a trial.\n\n"
            + "About Lorem\n\nLorem is a company.\n\n" + AHEAD
            + "For further information, please contact:\n\nAda Ng, 555-555-0101, ada@example.com\n"
        )  # fmt: skip
        _, divided = divide(source, exhibit="99.1")

        assert kinds(divided.releases[0]) == [
            SectionKind.EXHIBIT_LABEL, SectionKind.LEGEND, SectionKind.HEADLINE, SectionKind.SUBHEADLINE,
            SectionKind.TICKERS, SectionKind.BODY, SectionKind.ABOUT, SectionKind.FORWARD_LOOKING, SectionKind.CONTACTS,
        ]  # fmt: skip

    def test_what_is_said_about_a_product_is_no_boilerplate(self):
        source = FIRST + "About LRM-1\n\nLRM-1 is an antibody for the treatment of asthma.\n\n" + ABOUT
        _, divided = divide(source, exhibit="99.1")

        assert kinds(divided.releases[0]) == [SectionKind.HEADLINE, SectionKind.BODY, SectionKind.ABOUT]

    @pytest.mark.parametrize(
        ("whom", "words"),
        [
            (
                "RSV and COPD",
                "RSV and COPD are leading causes of 60,000 hospitalizations of older adults a year.",
            ),
            ("Obesity", "Obesity is a growing concern of public health groups, hospitals and business."),
            ("the Quest Trial", "The trial is run by a network of 30 hospitals and centers."),
            (
                "Orphan Drug Designation",
                "It is granted by the FDA, an agency, to companies for rare diseases.",
            ),
            ("LRM-1", "LRM-1 is an antibody that the company has licensed from Ipsum Inc."),
        ],
    )
    def test_what_is_said_about_a_disease_a_trial_or_a_code_is_no_boilerplate(self, whom, words):
        _, divided = divide(f"{FIRST}About {whom}\n\n{words}\n\n{ABOUT}", exhibit="99.1")

        (release,) = divided.releases
        assert words in release.spans(SectionKind.BODY)[-1].of(release.text)

    @pytest.mark.parametrize(
        ("whom", "words"),
        [
            ("Ipsum AG", "Ipsum discovers antibodies against cancer and treats patients in trials."),
            ("Ipsum", "Ipsum develops drugs for patients with cancer and other diseases."),
            ("Cystic Fibrosis Foundation", "It leads the search for a cure of the disease."),
            ("Ipsum Therapeutics", "Its most advanced antibody is in a trial in patients with cancer."),
        ],
    )
    def test_what_is_said_about_a_partner_is_boilerplate_whatever_it_studies(self, whom, words):
        _, divided = divide(f"{FIRST}About {whom}\n\n{words}\n\n{ABOUT}", exhibit="99.1")

        (release,) = divided.releases
        assert words in release.spans(SectionKind.ABOUT)[0].of(release.text)

    def test_what_is_said_about_an_exchange_is_its_own_kind(self):
        source = FIRST + ABOUT + "About Oslo Stock Exchange\n\nIt is the oldest in the country.\n"
        _, divided = divide(source, exhibit="99.1")

        assert kinds(divided.releases[0])[-1] is SectionKind.ABOUT_EXCHANGE

    def test_a_hanging_line_goes_on_in_the_headline(self):
        source = FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", "LOREM STARTS A TRIAL OF\n\nLRM-1 IN ASTHMA")
        _, divided = divide(source, exhibit="99.1")

        assert [" ".join(h.split()) for h in headlines(divided)] == [
            "LOREM STARTS A TRIAL OF LRM-1 IN ASTHMA"
        ]


pieces = st.sampled_from(
    [
        COVER,
        SIGNED,
        FIRST,
        SECOND,
        ABOUT,
        AHEAD,
        CONTACTS,
        "Exhibit 99.1\n\n",
        "(more)\n\n",
        "NEWS RELEASE\n\n",
    ]
)


class TestNothingIsLost:
    @given(st.lists(st.one_of(pieces, st.text(max_size=60)), max_size=12))
    def test_every_character_belongs_to_one_part_and_one_section(self, drawn):
        clean, divided = divide("".join(drawn))

        assert "".join(part.span.of(clean.text) for part in divided.parts) == clean.text
        for release in divided.releases:
            assert release.text == clean.text[release.start : release.start + len(release.text)]
            assert "".join(section.span.of(release.text) for section in release.sections) == release.text
            assert all(block.span.end <= len(release.text) for block in release.clean.blocks)


class TestHeads:
    @pytest.mark.parametrize(
        "noise",
        [
            "[LOREM LOGO] NEWS RELEASE",
            "LOREM BIOLOGICS LTD. NEWS RELEASE",
            "NEWS RELEASE FOR IMMEDIATE RELEASE",
            "PRESS RELEASE No. 4",
            "Exhibit 99.1 FOR IMMEDIATE RELEASE",
            "[GRAPHIC OMITTED]",
            "LOREM",
            "Lorem Biologics Ltd.\n12 Karl Street\nOslo",
            "FOR IMMEDIATE DISTRIBUTION",
            "For Immediate Publication",
            "99.1",
            "(99.1)",
            "Exhibit A",
            "EX-99.1 2 release.htm PRESS RELEASE",
            "Exhibit 99.1 - Press Release dated May 5, 2008",
            "Attachment A",
            "Annex B",
            "Enclosure",
            "1.",
            "Financial News",
            "News from Lorem Biologics",
            "Press Statement",
            "RNS Number : 4567X",
            "Ad hoc announcement pursuant to Art. 53 LR",
            "Announcement to the Market",
            "Regulated information",
            "This announcement contains inside information",
            "For U.S. media only",
            "Strictly embargoed until 07:00",
            "Under embargo until 07:00 on 5 May 2008",
            "To: Business Editors",
            "CONFIDENTIAL",
            "Free translation",
            "Issued: May 5, 2008, 08:00 CET",
            "Lorem Biologics Ltd. (Norway)",
            '("Lorem" or the "Company")',
            "12 Karl Street, 0155 Oslo",
            "P.O. Box 14, Oslo",
            "Oslo, Norway",
            "www.lorem.example.com",
            "LOREM BIOLOGICS LTD.\n\nKarl Street 12\n\nNEWS\n\nMay 5, 2008",
        ],
    )
    def test_noise_above_a_headline_is_none(self, noise):
        _, divided = divide(f"{noise}\n\n{FIRST}{ABOUT}", exhibit="99.1")

        assert headlines(divided) == ["LOREM STARTS A TRIAL OF LRM-1"]

    @pytest.mark.parametrize(
        "headline",
        [
            "Interim Results for the Six Months Ended 30 June 2008",
            "2007 Results",
            "10 Years of Research, One New Drug",
            "Lorem Moves to Karl Street, Oslo",
            "Lorem Receives Notice from NASDAQ",
            "Notice of Annual General Meeting",
            "Company Update",
            "(Correction) Lorem Starts a Trial",
            "LOREM BIOLOGICS LTD. REPORTS FIRST QUARTER RESULTS",
        ],
    )
    @pytest.mark.parametrize("above", ["", "LOREM BIOLOGICS LTD.\n\n", "Exhibit 99.1\n\nPRESS RELEASE\n\n"])
    def test_a_headline_without_a_verb_or_with_words_of_a_letterhead_is_one(self, headline, above):
        _, divided = divide(
            above + FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", headline) + ABOUT, exhibit="99.1"
        )

        assert headlines(divided) == [headline]

    @pytest.mark.parametrize(
        "noise", ["FOR IMMEDIATE DISTRIBUTION", "LOREM BIOLOGICS LTD.", "99.1", "May 5, 2008"]
    )
    def test_noise_in_the_lines_of_a_headlines_own_paragraph_is_none(self, noise):
        source = FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", f"{noise}\nLorem Starts a Trial of LRM-1")
        _, divided = divide(source + ABOUT, exhibit="99.1")

        assert headlines(divided) == ["Lorem Starts a Trial of LRM-1"]

    @pytest.mark.parametrize("between", ["\n", "\n\n"])
    def test_a_name_with_which_a_headline_begins_is_part_of_it(self, between):
        name = f"LOREM BIOLOGICS LTD.{between}REPORTS FIRST QUARTER RESULTS"
        _, divided = divide(FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", name) + ABOUT, exhibit="99.1")

        assert " ".join(headlines(divided)[0].split()) == "LOREM BIOLOGICS LTD. REPORTS FIRST QUARTER RESULTS"

    def test_a_sub_headline_stays_one_under_the_companys_name_and_a_headline_without_a_verb(self):
        head = "LOREM BIOLOGICS LTD.\nHalf-Year Report\n\n- LRM-1 on track -"
        _, divided = divide(FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", head) + ABOUT, exhibit="99.1")

        (release,) = divided.releases
        assert headlines(divided) == ["Half-Year Report"]
        assert [s.of(release.text).strip() for s in release.spans(SectionKind.SUBHEADLINE)] == [
            "- LRM-1 on track -"
        ]

    @pytest.mark.parametrize(
        "headline",
        [
            "LOREM LICENSES A PEPTIDE TO IPSUM LABORATORIES",
            "Half-Year Report",
            "Stock Split",
            "Lorem Appoints Dr. Bo Li as Chief Medical Officer",
        ],
    )
    @pytest.mark.parametrize("label", ["", "Document 1\n\n", "Annex A\n\n"])
    def test_a_headline_of_any_words_right_behind_the_signature_is_no_signatory(self, headline, label):
        source = COVER + SIGNED + label + FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", headline) + ABOUT
        _, divided = divide(source)

        assert headlines(divided) == [headline]

    def test_releases_under_bare_numbers_of_the_index_are_told_apart(self):
        index = "EXHIBIT INDEX\n\n99.1 Press release of May 5\n\n99.2 Press release of May 20\n\n"
        _, divided = divide(COVER + index + SIGNED + "99.1\n\n" + FIRST + "99.2\n\n" + SECOND)

        assert [release.exhibit for release in divided.releases] == ["99.1", "99.2"]
        assert headlines(divided) == ["LOREM STARTS A TRIAL OF LRM-1", "LOREM APPOINTS A DIRECTOR"]

    @pytest.mark.parametrize(
        "headline", ["Lorem and Ipsum Sign License Agreement", "Lorem Completes Transcript Study"]
    )
    def test_a_word_of_a_headline_makes_a_release_no_other_paper(self, headline):
        _, divided = divide(FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", headline) + ABOUT, exhibit="99.1")

        assert headlines(divided) == [headline]

    def test_a_sub_headline_in_dashes_right_under_the_headline_is_one(self):
        source = FIRST.replace("LRM-1\n\nOSLO", "LRM-1\n- Sixty patients to take part -\n\nOSLO")
        _, divided = divide(source + ABOUT, exhibit="99.1")

        assert kinds(divided.releases[0])[:2] == [SectionKind.HEADLINE, SectionKind.SUBHEADLINE]

    def test_a_short_headline_right_behind_the_signature_is_no_signatory(self):
        _, divided = divide(
            COVER
            + SIGNED
            + FIRST.replace("LOREM STARTS A TRIAL OF LRM-1", "Lorem Starts a Trial of LRM-1")
            + ABOUT
        )

        assert headlines(divided) == ["Lorem Starts a Trial of LRM-1"]
