"""A results page in words."""

from types import SimpleNamespace
from typing import Any

import pytest

from search.facets import Facet, FacetValue
from search.query import PartialDate, SearchQuery
from search.templatetags.result_text import at, headline, hit_claims, name_of, page_numbers


def facet(name, *labels):
    values = [FacetValue(label, label, 1, True) for label in labels]
    return Facet(name, name, values, values)


def page(total, **chosen):
    return SimpleNamespace(
        total=total, facets={name: facet(name, *labels) for name, labels in chosen.items()}
    )


def claim(product, phase, indication=None, number=1, status=""):
    return SimpleNamespace(
        product=SimpleNamespace(slug=product),
        product_id=product,
        phase=phase,
        status=status,
        indication=SimpleNamespace(slug=indication) if indication else None,
        indication_id=indication,
        number=number,
    )


class TestHeadline:
    def test_of_everything_says_how_much_there_is(self):
        assert headline(SearchQuery(), page(1234)) == "1,234 releases in the archive"

    def test_names_drug_and_phase_as_one_claim(self):
        query = SearchQuery(product=("okm-12",), phase=("phase-2",))

        assert headline(query, page(9, product=["OKM-12"], phase=["Phase 2"])) == (
            "9 releases tell of OKM-12 in Phase 2"
        )

    def test_names_the_status_with_the_phase_and_then_the_disease(self):
        query = SearchQuery(product=("a",), phase=("phase-2",), status=("ongoing",), indication=("b",))
        answer = page(2, product=["A-1"], phase=["Phase 2"], status=["Ongoing"], indication=["melanoma"])

        assert headline(query, answer) == "2 releases tell of A-1 in Phase 2, ongoing, for melanoma"

    def test_names_the_form_and_that_a_date_is_questioned(self):
        query = SearchQuery(form=("6-k-a",), questioned=("yes",))

        assert headline(query, page(2, form=["6-K/A"])) == ("2 releases on Form 6-K/A with a questioned date")

    @pytest.mark.parametrize(
        ("chosen", "sentence"),
        [
            ({"phase": ["Approved"]}, "3 releases tell of an approval"),
            ({"product": ["A-1"], "phase": ["Preclinical"]}, "3 releases tell of A-1 in preclinical work"),
            (
                {"product": ["A-1"], "phase": ["Phase 3", "Approved"]},
                "3 releases tell of A-1 as approved or in Phase 3",
            ),
            ({"status": ["Stopped"]}, "3 releases tell of trials that are stopped"),
            (
                {"product": ["A-1"], "status": ["Planned", "Ongoing"]},
                "3 releases tell of A-1, planned or ongoing",
            ),
        ],
    )
    def test_puts_stages_into_words(self, chosen, sentence):
        asked: Any = {name: tuple(label.lower() for label in labels) for name, labels in chosen.items()}
        query = SearchQuery(**asked)

        assert headline(query, page(3, **chosen)) == sentence

    def test_one_release_tells(self):
        assert headline(SearchQuery(product=("x",)), page(1, product=["X-1"])) == "1 release tells of X-1"

    def test_no_release_tells_and_any_of_is_said(self):
        query = SearchQuery(phase=("phase-2", "phase-3"))

        assert headline(query, page(0, phase=["Phase 2", "Phase 3"])) == (
            "No release tells of Phase 2 or Phase 3"
        )

    def test_says_company_topic_time_and_words(self):
        query = SearchQuery(q="renal cell", registrant=("oak",), topic=("financing",), month=("2004-01",))

        assert headline(query, page(2, registrant=["Oakmere"], topic=["financing"])) == (
            "2 releases by Oakmere on financing of January 2004 matching “renal cell”"
        )

    def test_says_both_ends_of_a_time(self):
        query = SearchQuery(date_from=PartialDate.parse("2003"), date_to=PartialDate.parse("2004-06"))

        assert headline(query, page(3)) == "3 releases from 2003 to 2004-06"

    def test_what_a_search_is_called_for_long_has_no_number(self):
        query, found = SearchQuery(product=("gtx-40",)), page(1, product=["GTX-40"], phase=["Phase 2"])

        assert name_of(query, found) == "Releases tell of GTX-40 in Phase 2"

    def test_words_that_turn_the_direction_do_not_turn_the_sentence(self):
        assert headline(SearchQuery(q="\u202egnp\u2066.exe"), page(2)) == "2 releases matching “gnp.exe”"

    def test_repeats_only_the_beginning_of_many_words(self):
        assert len(headline(SearchQuery(q="word " * 30), page(3))) < 130


def release_with(claims) -> Any:
    return SimpleNamespace(phase_claims=SimpleNamespace(all=lambda: claims))


class TestHitClaims:
    def test_shows_only_claims_of_the_chosen_drug_and_phase(self):
        claims = [claim("a", "Phase 2"), claim("a", "Phase 3"), claim("b", "Phase 2")]
        release = release_with(claims)

        assert hit_claims(SearchQuery(product=("a",), phase=("phase-2",)), release) == claims[:1]
        assert hit_claims(SearchQuery(), release) == claims

    def test_with_a_status_drug_phase_and_disease_are_those_of_the_claim(self):
        claims = [
            claim("a", "Phase 2", "melanoma", status="ongoing"),
            claim("a", "Phase 2", status="ongoing"),
            claim("a", "Phase 2", "melanoma", status="planned"),
        ]
        release = release_with(claims)

        assert hit_claims(SearchQuery(status=("ongoing",), indication=("melanoma",)), release) == claims[:1]
        assert hit_claims(SearchQuery(indication=("melanoma",)), release) == claims

    def test_says_the_same_once(self):
        claims = [claim("a", "Phase 2", number=1), claim("a", "Phase 2", number=2)]
        release = release_with(claims)

        assert hit_claims(SearchQuery(), release) == claims[:1]


class TestPageNumbers:
    @pytest.mark.parametrize(
        ("number", "pages", "shown"),
        [
            (1, 1, [1]),
            (1, 4, [1, 2, 3, 4]),
            (1, 9, [1, 2, 3, None, 9]),
            (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
            (9, 9, [1, None, 7, 8, 9]),
        ],
    )
    def test_shows_both_ends_and_the_neighbours(self, number, pages, shown):
        page: Any = SimpleNamespace(page=number, pages=pages)

        assert page_numbers(page) == shown


def test_a_release_whose_row_is_gone_is_nothing():
    assert at({}, 3) is None
