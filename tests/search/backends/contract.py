"""What every engine must do: subclass SearchBackendContract and give it a `backend` fixture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from search.backends.base import SearchBackend
from search.documents import Claim, Label, SearchDocument, Stretch
from search.exceptions import IndexUnavailable, QueryError
from search.query import PartialDate, SearchQuery
from search.results import Suggestion


def claim(product: str, phase: str, indication: str = "", evidence: str = "", *, status: str = "") -> Claim:
    return Claim(product, phase, indication, status, evidence)


def document(
    release_id: int, body: str = "", *, day: str | None = "2004-01-12", **fields: Any
) -> SearchDocument:
    """Make a document; facet values are given as slugs, and claims bring theirs along."""
    claims = tuple(fields.pop("claims", ()))
    products = {*fields.pop("products", ()), *(claim.product for claim in claims)}
    indications = {*fields.pop("indications", ()), *(claim.indication for claim in claims)} - {""}
    lists: dict[str, Any] = {name: labels(fields.pop(name, ())) for name in ("registrants", "topics")}
    return SearchDocument(
        release_id=release_id,
        body=body,
        date=date.fromisoformat(day) if day else None,
        products=labels(products),
        names=labels(products),
        claims=claims,
        indications=labels(indications),
        **lists,
        **fields,
    )


def answer_or_refusal(backend: SearchBackend, q: str) -> int | QueryError:
    """Return how many releases answer, or the sentence that says why none can."""
    try:
        return backend.search(SearchQuery(q=q)).total
    except QueryError as error:
        return error


def labels(slugs) -> tuple[Label, ...]:
    return tuple(Label(slug, slug.upper()) for slug in sorted(slugs))


class SearchBackendContract:
    """The meaning of SearchBackend."""

    @pytest.fixture
    def backend(self) -> SearchBackend:
        raise NotImplementedError

    @pytest.fixture
    def ask(self, backend):
        """Index documents, then answer a query with the ids found."""

        def ask(documents, q: str = "", **asked) -> list[int]:
            backend.replace_all(documents)
            return self.ids(backend, q, **asked)

        return ask

    @staticmethod
    def ids(backend, q: str = "", **asked) -> list[int]:
        page = backend.search(SearchQuery(q=q, **asked))
        assert page.total == backend.count(page.query)
        return [hit.release_id for hit in page.hits]

    @staticmethod
    def counts(backend, name: str, **asked) -> dict[str, int]:
        return {item.value: item.count for item in backend.search(SearchQuery(**asked)).facets[name].values}

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    def test_all_ids_come_in_the_order_of_the_pages(self, backend, sort):
        backend.replace_all(
            document(number, "renal " * (number % 7), day=f"20{number % 9:02}-01-01")
            for number in range(1, 60)
        )
        query = SearchQuery(q="renal", sort=sort)
        pages = [backend.search(query.with_page(number)).hits for number in (1, 2, 3)]

        assert backend.ids(query) == [hit.release_id for hits in pages for hit in hits]

    # --- words ---------------------------------------------------------------------------------

    def test_an_empty_query_finds_everything(self, ask):
        assert sorted(ask([document(1), document(2)])) == [1, 2]

    def test_an_index_of_nothing_finds_nothing(self, ask):
        assert ask([], "anything") == []

    def test_all_words_must_occur(self, ask):
        assert ask([document(1, "renal cell"), document(2, "renal")], "cell renal") == [1]

    def test_words_may_lie_in_different_fields(self, ask):
        assert ask([document(1, "renal", headline="Interim results")], "interim renal") == [1]

    @pytest.mark.parametrize(
        ("printed", "typed"), [("studies", "study"), ("Treated", "treating"), ("tumors", "tumor")]
    )
    def test_a_word_is_found_in_all_its_forms(self, ask, printed, typed):
        assert ask([document(1, f"The {printed} there")], typed) == [1]

    @pytest.mark.parametrize(
        ("printed", "typed"),
        [("Ménière", "meniere"), ("Meniere", "ménière"), ("MÉNIÈRE", "Me\u0301nie\u0300re")],
    )
    def test_accents_and_case_are_folded(self, ask, printed, typed):
        assert ask([document(1, printed)], typed) == [1]

    def test_a_possessive_is_the_word(self, ask):
        assert ask([document(1, "Crohn’s disease")], "crohn") == [1]

    def test_a_phrase_is_found_only_in_its_order(self, ask):
        documents = [
            document(1, "renal cell cancer"),
            document(2, "cell renal"),
            document(3, "renal or cell"),
        ]

        assert ask(documents, '"renal cell"') == [1]

    def test_a_phrase_goes_over_a_line_end(self, ask):
        assert ask([document(1, "renal\ncell")], '"renal cell"') == [1]

    def test_a_phrase_does_not_go_from_one_field_into_another(self, ask):
        assert ask([document(1, "cell", headline="renal")], '"renal cell"') == []

    def test_minus_leaves_out(self, ask):
        assert ask([document(1, "renal"), document(2, "renal mice")], "renal -mice") == [1]

    def test_minus_alone_finds_all_others(self, ask):
        assert ask([document(1, "renal"), document(2, "mice")], "-mice") == [1]

    def test_or_finds_either_and_binds_its_neighbours(self, ask):
        documents = [
            document(1, "renal cancer"),
            document(2, "lung cancer"),
            document(3, "renal"),
            document(4, "cancer"),
        ]

        assert sorted(ask(documents, "renal OR lung cancer")) == [1, 2]

    def test_brackets_group(self, ask):
        documents = [document(1, "renal cell"), document(2, "lung"), document(3, "renal")]

        assert sorted(ask(documents, "(renal cell) OR lung")) == [1, 2]

    def test_a_prefix_finds_words_that_begin_so(self, ask):
        documents = [document(1, "therapeutics"), document(2, "therapy"), document(3, "other")]

        assert sorted(ask(documents, "therap*")) == [1, 2]
        assert ask(documents, "therapeutic*") == [1]

    @pytest.mark.parametrize("typed", ["HLV-101", "HLV 101", "hlv101", "hlv-101", '"HLV-101"', '"hlv 101"'])
    @pytest.mark.parametrize("printed", ["HLV-101", "HLV 101", "HLV101", "HLV\u2011101", "HLV- 101"])
    def test_a_code_is_found_however_it_is_written(self, ask, printed, typed):
        documents = [
            document(1, f"We tell of {printed} today.", products=["hlv-101"]),
            document(2, "HLV-202 and 101"),
        ]

        assert ask(documents, typed) == [1]

    def test_a_compound_is_found_with_and_without_its_hyphen(self, ask):
        documents = [document(1, "anti-tumor"), document(2, "antitumor"), document(3, "anti tumor")]

        assert sorted(ask(documents, "anti-tumor")) == [1, 2, 3]
        assert sorted(ask(documents, "antitumor")) == [1, 2]

    def test_common_words_do_not_decide(self, ask):
        assert ask([document(1, "results in cancer")], "results of the cancer") == [1]

    def test_boilerplate_is_searched_only_when_asked_for(self, ask, backend):
        assert ask([document(1, boilerplate="Zebra Pharma is a company.")], "zebra") == []
        assert self.ids(backend, "zebra", boilerplate=True) == [1]

    def test_contacts_are_searched(self, ask):
        assert ask([document(1, contacts="Rhona Tait, 902-555-0145")], '"rhona tait"') == [1]

    def test_another_name_of_a_product_finds_its_releases(self, ask):
        renamed = replace(
            document(1, "LRM-2 works."), names=(Label("lrm-2", "LRM-2"), Label("lrm-2", "KB-77"))
        )

        assert ask([renamed, document(2, "Something else.")], "KB 77") == [1]

    # --- fields, near spellings, other names ------------------------------------------------------

    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("headline:zebra", [1]),
            ("boilerplate:lion", [2]),
            ('contact:"rhona tait"', [3]),
            ("zebar~", [1, 2]),
            ('"tiger zebra"~2', [2]),
            ('"tiger zebra"~1', []),
            ("phase:2", [1]),
            ("drug:hlv-202 phase:preclinical", [1]),
            ("drug:hlv-202 phase:2", []),
            ("(drug:hlv-202 status:planned) OR phase:2,3", [1]),
            ("-phase:2 zebra", [2]),
            ("company:quillon", [3]),
            ("exhibit:99.1", [2]),
            ("form:6-k/a", [3]),
            ("topic:legal OR company:quillon", [2, 3]),
            ("date:2004", [1, 2]),
            ("date:2004-02..", [2, 3]),
            ("date:..2003", []),
        ],
    )
    def test_fields_look_where_they_say(self, ask, q, expected):
        documents = [
            document(
                1,
                headline="A zebra",
                claims=[claim("hlv-101", "phase-2"), claim("hlv-202", "preclinical")],
            ),
            document(
                2,
                "One zebra met a tiger.",
                boilerplate="A lion.",
                exhibit="99.1",
                topics=["legal"],
                day="2004-02-29",
            ),
            document(3, contacts="Rhona Tait", form_type="6-K/A", registrants=["quillon"], day="2005-01-01"),
        ]

        assert sorted(ask(documents, q)) == expected

    RENAMED = (Label("lrm-2", "LRM-2"), Label("lrm-2", "KB-77"))

    def test_what_a_word_was_widened_with_is_said_and_can_be_left_out(self, backend):
        backend.replace_all(
            [
                replace(document(1, "LRM-2 works.", products=["lrm-2"]), names=self.RENAMED),
                replace(document(2, "KB-77 works.", products=["lrm-2"]), names=self.RENAMED),
            ]
        )

        [widened] = backend.search(SearchQuery(q="kb77")).widened

        assert (widened.typed, widened.names) == ("KB-77", ("LRM-2",))
        assert sorted(self.ids(backend, "kb77")) == [1, 2]
        assert self.ids(backend, "kb77", exact=True) == [2]
        assert self.ids(backend, '"kb77"') == [2]

    def test_another_name_is_marked(self, backend):
        backend.replace_all([replace(document(1, "LRM-2 works.", products=["lrm-2"]), names=self.RENAMED)])

        assert self.snippet(backend, q="kb77") == "<mark>LRM-2</mark> works."

    def test_a_word_that_is_a_topic_finds_the_releases_on_it_and_ranks_them_as_half_named(self, ask, backend):
        documents = [
            document(1, "Shares were placed.", topics=["financing"]),
            document(
                2, "After the financing of a lion, zebras met a tiger, and lions met a hundred zebras more."
            ),
            document(3, "The financing of a zebra.", headline="Financing", topics=["financing"]),
            document(4, "A zebra."),
        ]

        assert ask(documents, "financing") == [3, 1, 2]
        assert self.ids(backend, "financing", exact=True) == [3, 2]
        assert sorted(self.ids(backend, "-financing")) == [1, 4]

    def test_a_misspelt_word_is_answered_with_what_was_meant(self, backend):
        backend.replace_all([document(1, "Zebras were seen.", topics=["legal"]), document(2, "A lion.")])

        assert backend.search(SearchQuery(q="zebars")).suggestion == Suggestion("zebras", 1)
        assert backend.search(SearchQuery(q="zebras")).suggestion is None

    def test_nothing_is_suggested_that_finds_nothing(self, backend):
        backend.replace_all([document(1, "Zebras were seen.", topics=["legal"]), document(2, "A lion.")])

        assert backend.search(SearchQuery(q="zebars", topic=("meeting",))).suggestion is None

    def test_a_hit_leads_to_its_place_in_the_release(self, backend):
        stretches = (Stretch("body", 0, 100), Stretch("body", 12, 500))
        backend.replace_all([document(1, "Lions sat.\n\nThe zebra came.", stretches=stretches)])

        assert backend.snippets(SearchQuery(q="zebra"), [1])[1].place == (504, 509)

    # --- order and pages -------------------------------------------------------------------------

    def test_newest_first_is_the_order_without_words_and_dateless_releases_come_last(self, ask):
        documents = [document(1, day="2003-01-01"), document(2, day=None), document(3, day="2005-01-01")]

        assert ask(documents) == [3, 1, 2]

    def test_oldest_first_puts_dateless_releases_last_too(self, ask):
        documents = [document(1, day="2003-01-01"), document(2, day=None), document(3, day="2005-01-01")]

        assert ask(documents, sort="oldest") == [1, 3, 2]

    def test_releases_of_one_day_stand_in_the_order_of_their_ids(self, ask, backend):
        assert ask([document(3), document(1), document(2)]) == [1, 2, 3]
        assert self.ids(backend, sort="oldest") == [1, 2, 3]

    def test_the_headline_weighs_more_than_the_body(self, ask):
        filler = "Other words fill this release. " * 5
        documents = [document(1, f"A zebra. {filler}"), document(2, filler, headline="A zebra is here")]

        assert ask(documents, "zebra") == [2, 1]

    def test_more_relevant_comes_before_newer(self, ask):
        documents = [
            document(1, "zebra zebra zebra", day="2001-01-01"),
            document(2, "one zebra among very many other words that tell of cancer", day="2009-01-01"),
        ]

        assert ask(documents, "zebra") == [1, 2]

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    def test_the_order_never_changes_what_is_found(self, ask, sort):
        documents = [
            document(number, "zebra " * number, day=f"2004-01-{number:02}") for number in range(1, 10)
        ]

        assert sorted(ask(documents, "zebra", sort=sort)) == list(range(1, 10))

    def test_pages_follow_one_another_without_gap_or_repetition(self, backend):
        backend.replace_all(document(number) for number in range(1, 46))

        pages = [self.ids(backend, page=page) for page in (1, 2, 3)]

        assert [len(page) for page in pages] == [20, 20, 5]
        assert sorted(number for page in pages for number in page) == list(range(1, 46))

    def test_a_page_past_the_end_is_the_last_one(self, backend):
        backend.replace_all(document(number) for number in range(1, 46))

        page = backend.search(SearchQuery(page=99))

        assert (page.page, page.pages, page.first, page.last, len(page.hits)) == (3, 3, 41, 45, 5)

    # --- facets --------------------------------------------------------------------------------

    def test_a_release_with_two_products_counts_under_both(self, backend):
        backend.replace_all([document(1, products=["hlv-101", "hlv-202"])])

        assert self.counts(backend, "product") == {"hlv-101": 1, "hlv-202": 1}

    def test_any_of_the_values_within_a_facet(self, ask):
        documents = [
            document(1, topics=["legal"]),
            document(2, topics=["meeting"]),
            document(3, topics=["other"]),
        ]

        assert sorted(ask(documents, topic=("legal", "meeting"))) == [1, 2]

    def test_all_facets_together(self, ask):
        documents = [
            document(1, topics=["legal"], registrants=["a"]),
            document(2, topics=["legal"], registrants=["b"]),
        ]

        assert ask(documents, topic=("legal",), registrant=("b",)) == [2]

    def test_counts_of_a_facet_leave_out_its_own_choice(self, backend):
        backend.replace_all([document(1, topics=["legal"]), document(2, topics=["meeting"])])

        assert self.counts(backend, "topic", topic=("legal",)) == {"legal": 1, "meeting": 1}

    def test_counts_of_a_facet_obey_the_choices_of_others_and_the_words(self, backend):
        backend.replace_all(
            [
                document(1, "zebra", topics=["legal"], registrants=["a"]),
                document(2, "zebra", topics=["meeting"], registrants=["b"]),
                document(3, topics=["legal"], registrants=["a"]),
            ]
        )

        assert self.counts(backend, "topic", q="zebra", registrant=("a",)) == {"legal": 1}

    def test_a_chosen_value_stays_visible_at_zero_and_others_do_not(self, backend):
        backend.replace_all([document(1, "zebra", topics=["legal"]), document(2, topics=["meeting"])])

        [item] = backend.search(SearchQuery(q="nowhere", topic=("meeting",))).facets["topic"].values

        assert (item.value, item.label, item.count, item.selected) == ("meeting", "MEETING", 0, True)

    def test_a_value_that_nobody_knows_finds_nothing_and_is_shown_as_chosen(self, ask, backend):
        assert ask([document(1)], product=("nobody-9",)) == []
        assert self.counts(backend, "product", product=("nobody-9",)) == {"nobody-9": 0}

    def test_phases_stand_in_their_natural_order(self, backend):
        phases = ["approved", "phase-2", "preclinical", "phase-1-2"]
        backend.replace_all([document(1, claims=[claim("hlv-101", phase) for phase in phases])])

        shown = [(item.value, item.label) for item in backend.search(SearchQuery()).facets["phase"].values]

        assert shown == [
            ("preclinical", "Preclinical"),
            ("phase-1-2", "Phase 1/2"),
            ("phase-2", "Phase 2"),
            ("approved", "Approved"),
        ]

    def test_other_values_stand_by_count_and_then_by_name(self, backend):
        backend.replace_all(
            [
                document(1, topics=["b"]),
                document(2, topics=["c"]),
                document(3, topics=["c"]),
                document(4, topics=["a"]),
            ]
        )

        assert list(self.counts(backend, "topic")) == ["c", "a", "b"]

    # --- drug, phase and indication are one claim ----------------------------------------------

    TWO_DRUGS = (
        claim("hlv-101", "preclinical", "melanoma"),
        claim("hlv-202", "phase-3", "lung-cancer"),
    )

    def test_drug_and_phase_chosen_together_mean_that_phase_of_that_drug(self, ask, backend):
        assert ask([document(1, claims=self.TWO_DRUGS)], product=("hlv-101",), phase=("phase-3",)) == []
        assert self.ids(backend, product=("hlv-202",), phase=("phase-3",)) == [1]

    def test_phase_counts_are_those_of_the_chosen_drug(self, backend):
        backend.replace_all([document(1, claims=self.TWO_DRUGS)])

        assert self.counts(backend, "phase", product=("hlv-101",)) == {"preclinical": 1}

    def test_drug_counts_are_those_with_the_chosen_phase(self, backend):
        backend.replace_all([document(1, claims=self.TWO_DRUGS, products=["hlv-303"])])

        assert self.counts(backend, "product", phase=("phase-3",)) == {"hlv-202": 1}

    def test_an_indication_chosen_with_a_phase_is_that_of_the_claim(self, ask, backend):
        assert ask([document(1, claims=self.TWO_DRUGS)], phase=("phase-3",), indication=("melanoma",)) == []
        assert self.ids(backend, phase=("phase-3",), indication=("lung-cancer",)) == [1]

    def test_a_claim_without_indication_has_none_whatever_the_release_tells_of(self, ask):
        documents = [document(1, claims=[claim("hlv-101", "phase-1")], indications=["melanoma"])]

        assert ask(documents, phase=("phase-1",), indication=("melanoma",)) == []

    def test_without_a_phase_drug_and_indication_are_those_of_the_release(self, ask):
        documents = [document(1, claims=self.TWO_DRUGS)]

        assert ask(documents, product=("hlv-101",), indication=("lung-cancer",)) == [1]

    def test_a_release_that_claims_a_phase_twice_counts_once(self, backend):
        twice = [claim("hlv-101", "phase-2", "melanoma"), claim("hlv-101", "phase-2", "lung-cancer")]
        backend.replace_all([document(1, claims=twice)])

        assert self.counts(backend, "phase") == {"phase-2": 1}
        assert self.counts(backend, "product", phase=("phase-2",)) == {"hlv-101": 1}

    # --- dates -------------------------------------------------------------------------------

    DAYS = ("2003-12-31", "2004-01-01", "2004-01-31", "2004-06-15", "2005-01-01")

    @pytest.mark.parametrize(
        ("first", "last", "found"),
        [
            ("2004", None, [2, 3, 4, 5]),
            (None, "2004", [1, 2, 3, 4]),
            ("2004", "2004", [2, 3, 4]),
            ("2004-01", "2004-01", [2, 3]),
            ("2004-01-31", "2004-06-15", [3, 4]),
            ("2004-06-15", "2004-06-15", [4]),
            ("2006", "2003", []),
        ],
    )
    def test_both_ends_of_a_span_are_included_as_exactly_as_they_are_written(self, ask, first, last, found):
        documents = [document(number, day=day) for number, day in enumerate(self.DAYS, 1)]
        documents.append(document(9, day=None))
        span = {
            "date_from": PartialDate.parse(first) if first else None,
            "date_to": PartialDate.parse(last) if last else None,
        }

        assert sorted(ask(documents, **span)) == found

    def test_years_and_months_are_one_facet(self, ask, backend):
        assert sorted(ask([document(n, day=d) for n, d in enumerate(self.DAYS, 1)], year=("2004",))) == [
            2,
            3,
            4,
        ]

        asked: dict[str, Any] = {"year": ("2004",), "month": ("2004-01",)}
        assert sorted(self.ids(backend, **asked)) == [2, 3]
        assert self.counts(backend, "year", **asked) == {"2003": 1, "2004": 3, "2005": 1}
        assert self.counts(backend, "month", **asked) == {"2004-01": 2, "2004-06": 1}

    def test_a_month_narrows_its_own_year_only(self, ask):
        documents = [document(n, day=d) for n, d in enumerate(self.DAYS, 1)]

        assert sorted(ask(documents, year=("2003", "2004"), month=("2004-06",))) == [1, 4]

    def test_months_are_shown_where_one_year_is_looked_at(self, backend):
        backend.replace_all([document(n, day=d) for n, d in enumerate(self.DAYS, 1)])

        assert self.counts(backend, "month") == {}
        assert self.counts(backend, "month", date_from=PartialDate(2004), date_to=PartialDate(2004)) == {
            "2004-01": 2,
            "2004-06": 1,
        }

    def test_the_histogram_fills_its_gaps(self, backend):
        backend.replace_all(
            [document(1, day="2003-05-01"), document(2, day="2006-05-01"), document(3, day=None)]
        )

        bars = backend.search(SearchQuery()).histogram

        assert [(bar.value, bar.count) for bar in bars] == [
            ("2003", 1),
            ("2004", 0),
            ("2005", 0),
            ("2006", 1),
        ]

    def test_the_histogram_of_a_chosen_year_shows_its_twelve_months(self, backend):
        backend.replace_all([document(1, day="2003-05-01"), document(2, day="2006-05-01")])

        bars = backend.search(SearchQuery(year=("2006",), month=("2006-01",))).histogram

        assert [bar.count for bar in bars] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
        assert [bar.value for bar in bars if bar.selected] == ["2006-01"]

    def test_an_impossible_year_does_not_blow_up_the_histogram(self, backend):
        backend.replace_all([document(1, day="0001-01-01"), document(2, day="9999-12-31")])

        assert [bar.value for bar in backend.search(SearchQuery()).histogram] == ["0001", "9999"]

    # --- copies of one release -------------------------------------------------------------------

    def joint(self, backend, **later: Any) -> None:
        """Index a release that two companies furnished, and one that stands alone."""
        common: dict[str, Any] = {"topics": ["partnership"], "claims": [claim("hlv-101", "phase-2")]}
        backend.replace_all(
            [
                document(1, "alone", registrants=["halvorsen"], topics=["partnership"]),
                document(2, "joint", registrants=["halvorsen"], **common),
                document(3, "joint", registrants=["quillon"], story=2, copy_number=1, **common | later),
            ]
        )

    def test_copies_are_found_once_as_the_one_filed_first(self, backend):
        self.joint(backend)

        assert sorted(self.ids(backend)) == [1, 2]
        assert self.ids(backend, "joint") == [2]

    def test_every_copy_is_found_where_all_are_asked_for(self, backend):
        self.joint(backend)

        assert sorted(self.ids(backend, copies=True)) == [1, 2, 3]
        assert self.counts(backend, "topic", copies=True) == {"partnership": 3}
        assert self.counts(backend, "phase", copies=True) == {"phase-2": 2}

    def test_the_first_copy_is_the_one_filed_first_and_not_the_one_read_first(self, backend):
        backend.replace_all([document(1, story=2, copy_number=1), document(2)])

        assert self.ids(backend) == [2]

    def test_a_joint_release_is_found_under_each_company_as_its_own_copy(self, backend):
        self.joint(backend)

        assert self.ids(backend, registrant=("quillon",)) == [3]
        assert sorted(self.ids(backend, registrant=("halvorsen", "quillon"))) == [1, 2]
        assert self.counts(backend, "registrant") == {"halvorsen": 2, "quillon": 1}

    def test_a_company_s_own_copy_comes_before_one_that_was_filed_for_it_too(self, backend):
        common: dict[str, Any] = {"story": 1, "topics": ["legal"]}
        backend.replace_all(
            [
                document(1, registrants=["halvorsen", "quillon"], **common),
                document(2, registrants=["quillon"], copy_number=1, **common),
            ]
        )

        assert self.ids(backend) == [1]
        assert self.ids(backend, registrant=("quillon",)) == [2]
        assert self.ids(backend, registrant=("halvorsen", "quillon")) == [1]

    def test_counts_count_a_story_once(self, backend):
        self.joint(backend)

        assert self.counts(backend, "topic") == {"partnership": 2}
        assert self.counts(backend, "product") == {"hlv-101": 1}
        assert self.counts(backend, "phase") == {"phase-2": 1}
        assert self.counts(backend, "product", phase=("phase-2",)) == {"hlv-101": 1}
        assert self.counts(backend, "year") == {"2004": 2}
        assert self.counts(backend, "month", year=("2004",)) == {"2004-01": 2}
        assert sum(bar.count for bar in backend.search(SearchQuery()).histogram) == 2

    def test_a_copy_that_was_dated_otherwise_still_counts_once_a_year(self, backend):
        self.joint(backend, day="2004-06-30")

        assert self.counts(backend, "year") == {"2004": 2}
        assert self.counts(backend, "month") == {"2004-01": 2, "2004-06": 1}

    def test_one_copy_must_have_all_that_is_asked_for(self, backend):
        self.joint(backend, topics=["legal"])

        assert self.ids(backend, registrant=("quillon",), topic=("partnership",)) == []
        assert self.ids(backend, registrant=("quillon",), topic=("legal",)) == [3]

    def test_when_the_first_copy_goes_the_next_one_stands_for_the_story(self, backend):
        self.joint(backend)

        backend.remove([2])

        assert sorted(self.ids(backend)) == [1, 3]

    def test_pages_hold_stories(self, backend):
        backend.replace_all(
            document(number, story=number - number % 2, copy_number=number % 2) for number in range(2, 92)
        )

        pages = [self.ids(backend, page=page) for page in (1, 2, 3)]

        assert [len(page) for page in pages] == [20, 20, 5]
        assert sorted(number for page in pages for number in page) == list(range(2, 92, 2))

    # --- snippets --------------------------------------------------------------------------------

    def snippet(self, backend, **asked) -> str:
        query = SearchQuery(**asked)
        first = backend.search(query).hits[0].release_id
        return backend.snippets(query, [first])[first].html

    def test_a_snippet_marks_every_form_of_what_was_looked_for(self, backend):
        backend.replace_all([document(1, "They study zebras. A zebra was treated.")])

        assert self.snippet(backend, q="zebra") == (
            "They study <mark>zebras</mark>. A <mark>zebra</mark> was treated."
        )

    def test_a_snippet_is_escaped(self, backend):
        backend.replace_all([document(1, "<script>alert('zebra')</script> & more")])

        assert self.snippet(backend, q="zebra") == (
            "&lt;script&gt;alert(&#x27;<mark>zebra</mark>&#x27;)&lt;/script&gt; &amp; more"
        )

    def test_a_snippet_shows_the_best_passage_of_a_long_text(self, backend):
        filler = "Nothing of the kind is told of in this sentence. " * 40
        backend.replace_all([document(1, f"{filler}Here the zebra met the lion. {filler}")])

        assert "the <mark>zebra</mark> met the <mark>lion</mark>." in self.snippet(backend, q="zebra lion")

    def test_the_snippet_is_the_proof_where_drug_and_phase_are_chosen(self, backend):
        proof = "Patients enter a Phase III trial of HLV-202."
        claims = [
            claim("hlv-202", "preclinical", evidence="In mice."),
            claim("hlv-202", "phase-3", evidence=proof),
        ]
        backend.replace_all([document(1, f"Some words. {proof}", claims=claims)])

        assert self.snippet(backend, product=("hlv-202",), phase=("phase-3",)) == (
            "Patients enter a <mark>Phase III</mark> trial of <mark>HLV-202</mark>."
        )

    def test_the_snippet_of_a_drug_without_claim_shows_where_it_is_named(self, backend):
        filler = "Nothing of the kind is told of in this sentence. " * 40
        backend.replace_all([document(1, f"{filler} Sales of HLV-202 rose.", products=["hlv-202"])])

        assert "<mark>HLV-202</mark>" in self.snippet(backend, product=("hlv-202",))

    # --- changes -------------------------------------------------------------------------------

    def test_an_upsert_adds_and_replaces(self, backend):
        backend.replace_all([document(1, "zebra", topics=["legal"]), document(2, "lion")])

        backend.upsert([document(1, "tiger", topics=["meeting"]), document(3, "lion")])

        assert self.ids(backend, "zebra") == []
        assert self.ids(backend, "tiger") == [1]
        assert sorted(self.ids(backend, "lion")) == [2, 3]
        assert self.counts(backend, "topic") == {"meeting": 1}

    def test_every_change_makes_another_state(self, backend):
        backend.replace_all([document(1), document(2)])
        states = [backend.state(), backend.state()]
        backend.upsert([document(2)])
        states.append(backend.state())
        backend.remove([1])
        states.append(backend.state())
        backend.replace_all([document(1)])
        states.append(backend.state())

        assert states[0] == states[1]
        assert len(set(states)) == 4

    def test_an_upsert_takes_others_out_in_the_same_step(self, backend):
        backend.replace_all([document(1, "zebra", topics=["legal"]), document(2, "lion")])
        before = backend.status()

        backend.upsert([document(3, "zebra", topics=["legal"])], removing=[1, 77])

        assert self.ids(backend, "zebra") == [3]
        assert sorted(self.ids(backend)) == [2, 3]
        assert self.counts(backend, "topic") == {"legal": 1}
        assert backend.status().updates == before.updates + 1

    def test_removed_releases_are_gone_from_hits_and_counts(self, backend):
        backend.replace_all([document(1, topics=["legal"]), document(2, topics=["legal"])])

        backend.remove([1, 77])

        assert self.ids(backend) == [2]
        assert self.counts(backend, "topic") == {"legal": 1}

    def test_everything_can_be_removed(self, backend):
        backend.replace_all([document(1, "zebra")])

        backend.remove([1])

        assert self.ids(backend, "zebra") == []
        assert self.ids(backend) == []

    def test_many_small_changes_leave_nothing_behind(self, backend):
        backend.replace_all(document(number, "lion") for number in range(1, 31))

        for number in range(1, 31):
            backend.upsert([document(number, "zebra", topics=[f"t{number % 3}"])])

        assert self.ids(backend, "lion") == []
        assert backend.count(SearchQuery(q="zebra")) == 30
        assert self.counts(backend, "topic") == {"t0": 10, "t1": 10, "t2": 10}

    def test_a_failed_upsert_changes_nothing(self, backend):
        backend.replace_all([document(1, "zebra")])

        def broken():
            yield document(1, "lion")
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError):
            backend.upsert(broken())
        assert self.ids(backend, "zebra") == [1]

    def test_a_failed_rebuild_leaves_the_live_index(self, backend):
        backend.replace_all([document(1, "zebra")])

        def broken():
            yield document(2, "lion")
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError):
            backend.replace_all(broken())
        assert self.ids(backend) == [1]

    def test_what_was_written_is_verified(self, backend):
        backend.replace_all([document(1), document(2)])
        backend.upsert([document(3)], removing=[1])

        backend.verify()

    def test_a_rebuild_says_how_many_went_in(self, backend):
        assert backend.replace_all([document(1), document(2)]) == 2

    def test_without_an_index_everything_is_unavailable(self, backend):
        for act in (
            lambda: backend.search(SearchQuery()),
            lambda: backend.count(SearchQuery()),
            lambda: backend.upsert([document(1)]),
            lambda: backend.remove([1]),
            lambda: backend.verify(),
        ):
            with pytest.raises(IndexUnavailable, match="rebuild_index"):
                act()

    # --- hostile -----------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "q",
        [
            '"',
            "*",
            "***",
            "ab*",
            "OR",
            "NOT OR x",
            "a OR",
            "-",
            "--",
            "- -",
            "((((((((a))))))))",
            "(" * 900,
            ")" * 900,
            '"a" "',
            "date:[9999 to]",
            "🙂",
            "\x00",
            "\u202eabc",
            "'; DROP TABLE release; --",
            "<script>",
            "a" * 999,
            "a " * 500,
            "🙂*",
            "[a TO z]",
            "a^1000",
            "~",
            "a~b",
            "?",
            "\\",
            "&&||",
            "-(a OR -b)",
            "%00",
            "½ ﬁ ㎎",
            "١٢٣",
            "zeb* OR -zeb*",
            "the",
            "the -the",
            '""',
            '-""',
            "(",
            "()",
            "AND",
            "AND OR NOT",
        ],
    )
    def test_whatever_is_typed_is_answered_or_refused_with_a_sentence(self, backend, q):
        backend.replace_all([document(1, "A zebra.")])

        answer = answer_or_refusal(backend, q)

        assert answer in (0, 1) or str(answer).endswith(".")
