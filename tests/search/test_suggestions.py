"""What is offered while a reader types."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.models import Contact, ContactAppearance
from search.indexing import rebuild
from search.suggestions import Name, Names
from tests.factories import make_filing, make_indication, make_product, make_registrant, make_release

texts = st.lists(st.sampled_from(["ab", "abc", "b", "GTI-2040", "of", "é"]), min_size=1, max_size=3).map(
    " ".join
)


class TestNames:
    @settings(deadline=None)
    @given(
        st.lists(st.tuples(texts, st.integers(1, 9)), max_size=12),
        st.sampled_from(["a", "ab", "b", "gti", "e"]),
    )
    def test_offers_the_names_of_which_a_word_begins_so(self, pairs, typed):
        names = [Name("product", text, text, number) for text, number in dict(pairs).items()]

        found = Names(names).beginning([typed])

        words = {name: name.text.lower().replace("é", "e").replace("-", " ").split() for name in names}
        fitting = [name for name in names if any(word.startswith(typed) for word in words[name])]
        fitting.sort(key=lambda name: (not words[name][0].startswith(typed), -name.number, name.text))
        assert [name.text for name in found] == [name.text for name in fitting[:4]]


@pytest.fixture
def suggest(client, index_place, db):
    """Offer suggestions for what was typed, over a small archive."""
    company = make_registrant("Halvorsen Biosciences Inc.")
    drug = make_product("HLV-101", aliases=["zelmarit"])
    for headline in (
        "HALVORSEN REPORTS RENAL CELL RESULTS",
        "Quarter: renal cell results",
        "Renal cell results again",
    ):
        release = make_release(
            filing=make_filing(company),
            headline=headline,
            products=[drug],
            indications=[make_indication("renal cell cancer")],
        )
        contact, _ = Contact.objects.get_or_create(name="Rhona Tait", slug="rhona-tait", folded="rhonatait")
        ContactAppearance.objects.create(
            contact=contact,
            release=release,
            printed_name="Rhona Tait",
            organisation='Tait "PR" Group',
            start=0,
            end=1,
        )
    rebuild()

    def suggest(q: str) -> list[tuple[str, str, str]]:
        response = client.get("/suggest/", {"q": q})
        assert response.status_code == 200
        assert response["Content-Type"] == "application/x-suggestions+json"
        typed, *columns = json.loads(response.content)
        assert typed == q
        return list(zip(*columns, strict=True))

    return suggest


@pytest.mark.django_db(transaction=True)
class TestSuggest:
    @pytest.mark.parametrize(
        ("q", "expected"),
        [
            ("hlv", ("HLV-101", "Drug candidate, 3 releases", "/products/hlv-101/")),
            ("HLV-10", ("HLV-101", "Drug candidate, 3 releases", "/products/hlv-101/")),
            ("zelm", ("zelmarit", "Drug candidate, 3 releases", "/products/hlv-101/")),
            (
                "biosc",
                (
                    "Halvorsen Biosciences Inc.",
                    "Company, 3 releases",
                    "/companies/halvorsen-biosciences-inc/",
                ),
            ),
            ("renal ce", ("renal cell cancer", "Indication, 3 releases", "/?indication=renal-cell-cancer")),
            ("cance", ("renal cell cancer", "Indication, 3 releases", "/?indication=renal-cell-cancer")),
            ("tait", ('Tait "PR" Group', "Contact’s firm, 3 releases", "/?q=contact%3A%22Tait+PR+Group%22")),
            (
                "renal cell res",
                ("renal cell results", "In headlines, 3 of the newest", "/?q=%22renal+cell+results%22"),
            ),
            ("results hlv", ("results HLV-101", "Drug candidate", "/?q=results+HLV-101")),
        ],
    )
    def test_offers(self, suggest, q, expected):
        assert expected in suggest(q)

    @pytest.mark.parametrize(
        ("q", "offered"),
        [
            ("drug:hl", ["drug:HLV-101"]),
            ("renal Drug: hlv", ["renal Drug: HLV-101"]),
            ('company:"halv', ['company:"Halvorsen Biosciences Inc."']),
            ("contact:tai", ['contact:"Tait PR Group"']),
            ("renal -hlv", ["renal -HLV-101"]),
            ("-drug:zelm", ["-drug:zelmarit"]),
            ("indication:hlv", []),
            ("company:", []),
        ],
    )
    def test_a_field_or_a_minus_that_was_begun_is_kept_with_what_stands_before_it(self, suggest, q, offered):
        assert [text for text, _, _ in suggest(q)] == offered

    @pytest.mark.parametrize("q", ["", "h", '"', "🙂", "-*", "qqqq", "OR", "\x00", "(" * 500, "x" * 5000])
    def test_offers_nothing_for_nothing(self, suggest, q):
        assert suggest(q) == []

    def test_every_address_that_is_offered_is_answered(self, suggest, client):
        offered = [url for q in ("hlv", "halv", "renal", "tait", "reports re") for _, _, url in suggest(q)]

        assert len(offered) >= 5
        assert {client.get(url).status_code for url in offered} == {200}

    def test_new_names_are_offered_after_an_ingest(self, suggest):
        assert suggest("quillon") == []
        make_release(filing=make_filing(make_registrant("Quillon AG")))
        rebuild()

        assert [text for text, _, _ in suggest("quillon")] == ["Quillon AG"]

    def test_an_answer_may_be_kept_for_a_while(self, suggest, client):
        assert client.get("/suggest/", {"q": "hlv"})["Cache-Control"] == "public, max-age=300"

    @pytest.mark.parametrize("q", [f"{letter}{letter}" for letter in string.ascii_lowercase[:4]])
    def test_without_an_index_nothing_is_offered(self, client, index_place, q):
        assert json.loads(client.get("/suggest/", {"q": q}).content) == [q, [], [], []]
