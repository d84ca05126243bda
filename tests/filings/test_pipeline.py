"""Claims as a picture, as a matrix and as a file."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filings import pipeline
from filings.domain import Phase, Status
from filings.models import PhaseClaim, Product
from filings.spreadsheets import CLAIM_COLUMNS, defused
from tests.factories import (
    make_claim,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

pytestmark = pytest.mark.django_db

DAY = date(2004, 1, 12)


def claim(name="HLV-101", phase=Phase.PHASE_2, status=Status.ONGOING, day=DAY, indication="", **fields):
    """Make a release of its own that claims a phase."""
    release = make_release(date=day, body=f"{name} is in {phase}.", **fields)
    disease = make_indication(indication) if indication else None
    return make_claim(release, make_product(name), phase, status=status, indication=disease)


def picture(**options):
    return pipeline.of(pipeline.read(PhaseClaim.objects.all()), **options)


def highest():
    found = pipeline.highest(pipeline.read(PhaseClaim.objects.all()))
    assert found is not None
    return found


def cell_of(table, row, column):
    found = table.rows[row].cells[column]
    assert found is not None
    return found


def many(number, products=("HLV-101",), days=3):
    """Return so many claims that were never stored, the latest first."""
    return [
        pipeline.Claim(
            pk=key,
            product=products[key % len(products)].lower(),
            product_name=products[key % len(products)],
            indication="",
            indication_name="",
            phase=[*Phase][key % 6],
            status=["", *Status][key % 5],
            date=DAY - timedelta(days=days * key),
            date_suspect=False,
            printed_date="",
            story=key,
            filing="0009999999-04-000001",
            number=1,
            start=0,
            end=1,
            rule="test",
        )
        for key in range(1, number + 1)
    ]


class TestPicture:
    def test_without_claims_is_empty(self):
        assert picture() == pipeline.Pipeline()

    def test_has_a_lane_for_each_candidate_and_a_row_for_each_indication(self):
        claim("HLV-101", indication="gout")
        claim("HLV-101", indication="asthma", phase=Phase.PHASE_3)
        claim("QLN-7")

        drawn = picture()

        assert [(lane.name, [row.name for row in lane.rows]) for lane in drawn.lanes] == [
            ("HLV-101", ["asthma", "gout"]),
            ("QLN-7", [""]),
        ]

    def test_a_mark_leads_to_the_sentence_and_says_day_phase_status_and_indication(self):
        made = claim(status=Status.COMPLETED, indication="gout")

        [mark] = picture().lanes[0].rows[0].marks

        assert mark.address == f"{made.release.get_absolute_url()}#p{made.start}-{made.end}"
        assert mark.label == "12 January 2004: Phase 2 completed in gout"
        assert [sentence.evidence for sentence in mark.sentences] == [made.evidence]

    def test_marks_of_several_candidates_say_whose_they_are(self):
        claim("HLV-101")
        claim("QLN-7")

        assert {row.marks[0].label for lane in picture().lanes for row in lane.rows} == {
            "12 January 2004: HLV-101, Phase 2 ongoing",
            "12 January 2004: QLN-7, Phase 2 ongoing",
        }

    def test_two_sentences_of_one_day_that_say_the_same_are_one_mark(self):
        claim()
        claim()

        [mark] = picture().lanes[0].rows[0].marks

        assert mark.label.endswith("ongoing, 2 claims")
        assert len(mark.sentences) == 2

    def test_what_is_undated_is_counted_and_in_the_table_but_not_drawn(self):
        claim(day=None)

        drawn = picture()

        assert (drawn.lanes, drawn.undated, len(drawn.latest)) == ([], 1, 1)

    def test_candidates_beyond_the_bound_are_counted(self):
        for name in ("HLV-101", "HLV-101", "QLN-7"):
            claim(name)

        drawn = picture(lanes=1)

        assert ([lane.name for lane in drawn.lanes], drawn.left_out) == (["HLV-101"], 1)

    def test_indications_beyond_the_bound_share_the_last_row(self):
        for number in range(pipeline.MOST_ROWS + 2):
            claim(indication=f"disease {number}", day=DAY + timedelta(days=number))

        rows = picture().lanes[0].rows

        assert [row.name for row in rows][-1] == "3 other indications"
        assert sum(len(row.marks) for row in rows) == pipeline.MOST_ROWS + 2

    def test_the_axis_reaches_to_the_day_that_is_asked_for(self):
        claim()

        assert [tick.label for tick in picture(until=date(2006, 5, 1)).ticks if tick.is_year] == [
            "2004",
            "2005",
            "2006",
        ]

    def test_a_row_searches_for_its_candidate_and_indication_besides_what_is_asked(self):
        claim(indication="gout")

        assert picture(asked="registrant=x").lanes[0].rows[0].search == (
            "/?registrant=x&product=hlv-101&indication=gout"
        )

    def test_makes_two_queries_whatever_it_draws(self, django_assert_num_queries):
        for number in range(30):
            claim(f"HLV-{number}", indication=f"disease {number % 7}")

        with django_assert_num_queries(2):
            picture()

    def test_reads_no_more_than_it_is_allowed_to_the_latest(self):
        claim(day=DAY)
        claim(day=DAY + timedelta(days=1))

        assert [one.date for one in pipeline.read(PhaseClaim.objects.all(), most=1)] == [
            DAY + timedelta(days=1)
        ]


class TestCrowds:
    @pytest.mark.parametrize(("number", "period"), [(3, "day"), (300, "quarter"), (5_000, "year")])
    def test_many_claims_are_grouped_by_quarter_and_very_many_by_year(self, number, period):
        drawn = pipeline.of(many(number))

        assert drawn.period == period

    @pytest.mark.parametrize("number", [1, 300, 5_000])
    def test_every_claim_of_a_lane_is_in_one_mark(self, number):
        drawn = pipeline.of(many(number))

        marked = [
            one.pk for lane in drawn.lanes for row in lane.rows for mark in row.marks for one in mark.claims
        ]
        assert sorted(marked) == list(range(1, number + 1))

    def test_the_picture_stays_bounded_for_any_number_of_candidates(self):
        drawn = pipeline.of(many(5_000, products=[f"BRW-{number}" for number in range(300)]), lanes=40)

        marks = [mark for lane in drawn.lanes for row in lane.rows for mark in row.marks]
        assert 0 < len(marks) <= 320
        assert len(drawn.lanes) + drawn.left_out == 300
        assert len(drawn.latest) == pipeline.MOST_IN_TABLE

    def test_a_mark_of_a_quarter_says_how_many_and_leads_to_the_latest(self):
        drawn = pipeline.of(many(300, days=1))

        several = next(
            mark for row in drawn.lanes[0].rows for mark in row.marks if len(mark.claims) > 1 and mark.status
        )
        assert "quarter of" in several.label
        assert several.label.endswith(f"{len(several.claims)} claims")
        assert [one.pk for one in several.claims] == sorted(one.pk for one in several.claims)


class TestHighest:
    def test_what_is_only_planned_counts_where_nothing_else_is_said(self):
        claim(phase=Phase.PHASE_3, status=Status.PLANNED)
        planned = highest()
        claim(phase=Phase.PHASE_1)
        reached = highest()

        assert (planned.phase, reached.phase) == ("Phase 3", "Phase 1")

    def test_of_several_the_latest_is_meant(self):
        claim(day=DAY)
        claim(day=DAY + timedelta(days=9))

        assert highest().date == DAY + timedelta(days=9)


class TestMatrix:
    def test_counts_releases_by_candidate_and_phase_and_leads_to_the_search(self):
        claim("HLV-101", Phase.PHASE_1)
        claim("HLV-101", Phase.PHASE_2, Status.ONGOING)
        claim("HLV-101", Phase.PHASE_2, Status.STOPPED, day=DAY + timedelta(days=1))
        claim("QLN-7", Phase.PHASE_2_3)

        table = pipeline.matrix(pipeline.read(PhaseClaim.objects.all()), asked="registrant=x")

        assert table.phases == ["Phase 1", "Phase 2", "Phase 2/3"]
        assert [(row.name, [cell and cell.count for cell in row.cells]) for row in table.rows] == [
            ("QLN-7", [None, None, 1]),
            ("HLV-101", [1, 2, None]),
        ]
        assert cell_of(table, 1, 1).status == "stopped"
        assert cell_of(table, 0, 2).search == "/?registrant=x&product=qln-7&phase=phase-2-3"

    def test_a_release_with_two_sentences_of_one_phase_counts_once(self):
        made = claim()
        make_claim(made.release, made.product, Phase.PHASE_2)

        assert cell_of(pipeline.matrix(pipeline.read(PhaseClaim.objects.all())), 0, 0).count == 1


class TestFile:
    def lines(self, client, address):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/csv")
        text = b"".join(response.streaming_content).decode()
        return response, list(csv.DictReader(io.StringIO(text)))

    def test_of_a_product_holds_every_claim_with_its_sentence_and_full_address(self, client):
        made = claim(indication="gout")
        claim("QLN-7")

        response, [row] = self.lines(client, "/products/hlv-101/claims.csv")

        assert response["Content-Disposition"] == 'attachment; filename="hlv-101-claims.csv"'
        assert list(row) == list(CLAIM_COLUMNS)
        assert (row["phase"], row["status"], row["indication"]) == ("Phase 2", "ongoing", "gout")
        assert row["evidence"] == made.evidence
        assert row["url"] == f"http://testserver{made.release.get_absolute_url()}#p{made.start}-{made.end}"
        assert row["date"] == "2004-01-12"

    def test_of_a_company_holds_the_claims_of_its_own_releases(self, client):
        claim(filing=make_filing(make_registrant("Quillon plc")))
        claim("QLN-7")

        _, rows = self.lines(client, "/companies/quillon-plc/claims.csv")

        assert [row["registrant"] for row in rows] == ["Quillon plc"]

    def test_no_cell_is_a_formula(self, client):
        made = claim(headline='=HYPERLINK("http://example.com")')
        PhaseClaim.objects.filter(pk=made.pk).update(evidence="@SUM(A1:A9)")
        Product.objects.update(name="+HLV")

        _, [row] = self.lines(client, "/products/hlv-101/claims.csv")

        assert (row["evidence"], row["product"]) == ("'@SUM(A1:A9)", "'+HLV")
        assert row["headline"].startswith("'=")

    @given(text=st.text())
    def test_a_defused_cell_begins_with_no_sign_of_a_formula_and_keeps_its_words(self, text):
        cell = defused(text)

        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in (text, f"'{text}")

    @pytest.mark.parametrize("address", ["/products/nothing/claims.csv", "/companies/nobody/claims.csv"])
    def test_of_nothing_is_not_found(self, client, address):
        assert client.get(address).status_code == 404
