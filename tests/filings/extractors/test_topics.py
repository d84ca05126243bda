"""What a release is about."""

import pytest

from filings.domain import SectionKind
from filings.extractors.topics import find_topics
from tests.filings.extractors.building import release


def topics(headline, body="Lorem said so."):
    built = release((SectionKind.HEADLINE, [headline]), (SectionKind.BODY, [body]))
    return [fact.value for fact in find_topics(built)]


class TestFindTopics:
    def test_results_that_a_company_published_are_no_publication(self):
        assert topics("Lorem Looks Ahead", "Today Lorem also published its fourth quarter results.") != [
            "publication"
        ]

    @pytest.mark.parametrize(
        ("headline", "expected"),
        [
            ("LOREM REPORTS THIRD QUARTER RESULTS", ["financial results"]),
            ("Interim Report January–September 2020", ["financial results"]),
            ("LOREM STARTS PHASE II TRIAL OF LRM-1", ["clinical trial"]),
            ("Lorem Announces Interim Clinical Results of LRM-1 in Asthma", ["clinical trial"]),
            ("Lorem to Present LRM-1 Data at the Spring Lung Congress", ["conference"]),
            ("Lorem Presents Phase 2 Data at the European Lung Congress", ["conference", "clinical trial"]),
            ("Lorem to Hold Annual General Meeting on May 22", ["meeting"]),
            ("LOREM APPOINTS CHIEF MEDICAL OFFICER", ["appointment"]),
            ("LOREM NAMES DR. NG TO ITS BOARD", ["appointment"]),
            ("LOREM AND THE UNIVERSITY OF OSLO TO WORK TOGETHER ON A VACCINE", ["partnership"]),
            ("LOREM CLOSES $8 MILLION PRIVATE PLACEMENT", ["financing"]),
            ("Lorem and Ipsum Sign License Agreement", ["partnership"]),
            ("Lorem Submits Biologics License Application", ["regulatory"]),
            ("LOREM ANNOUNCES AMERICAN STOCK EXCHANGE LISTING", ["listing"]),
            ("LOREM PUBLISHES DATA ON LRM-1", ["publication"]),
            ("Lorem Secures Patent for LRM-1", ["legal"]),
            ("LOREM PRESENTS POSITIVE PHASE II DATA AT ASCO", ["conference", "clinical trial"]),
            ("Lorem presents LRM-1 data at Liver Week 2009", ["conference"]),
            ("Lorem Reports Interim Phase II Results for LRM-1 in Asthma", ["clinical trial"]),
            ("Lorem Reports Third Quarter 2022 Interim Results", ["financial results"]),
            ("Interim Results for the Six Months Ended 30 June 2019", ["financial results"]),
            ("Quarterly Activities Report and Appendix 4C", ["financial results"]),
            ("Lorem Announces Annual General Meeting Results", ["meeting"]),
            ("Lorem Announces Election of Ola Nordmann to Board of Directors", ["appointment"]),
            ("Lorem Secures Debt Facility", ["financing"]),
            ("Lorem Moves to Bergen", ["other"]),
        ],
    )
    def test_the_headline_decides(self, headline, expected):
        assert topics(headline) == expected

    def test_the_first_paragraph_is_read_where_the_headline_says_nothing(self):
        assert topics("Good News From Lorem", "The FDA has cleared the IND of LRM-1.") == ["regulatory"]

    @pytest.mark.parametrize(
        ("headline", "expected"),
        [
            (
                "Lorem Reports Phase 3 Results for LRM-1 and Provides Update on Regulatory Timeline",
                ["clinical trial"],
            ),
            (
                "Lorem Reports Phase 2 Results and Provides Third Quarter 2024 Update",
                ["clinical trial", "financial results"],
            ),
            (
                "Lorem to discontinue Phase II study; half-year results to be published in May",
                ["clinical trial"],
            ),
            (
                "Lorem Reports Second Quarter Results and Provides Update on Phase 2 Trial",
                ["financial results", "clinical trial"],
            ),
        ],
    )
    def test_what_a_headline_tells_first_leads(self, headline, expected):
        assert topics(headline) == expected

    def test_the_opening_names_the_conference_at_which_a_headline_says_data_were_presented(self):
        opening = "Lorem today presented data of LRM-1 in a late session at the European Lung Congress."
        assert topics("Lorem Presents Full Phase 3 Results", opening) == ["conference", "clinical trial"]
        assert topics("Lorem Completes Phase 3 Trial", opening) == ["clinical trial"]
