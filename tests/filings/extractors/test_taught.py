"""What an administrator teaches of drugs and diseases."""

from __future__ import annotations

import pytest

from filings.diseases import find_diseases
from filings.domain import CleanText, ExtraVocabulary, ReleaseText, Section, SectionKind, Span
from filings.extractors.candidates import find_candidates
from filings.extractors.taught import as_taught

BODY = (
    "Larkspur began a Phase II trial of its drug KX-204 in patients with gout. "
    "Shareholders asked about Brontalin, about kx 204 and about aim."
)
ABOUT = "About Larkspur: it makes Mossalin."


def release(body: str = BODY) -> ReleaseText:
    text = f"{body}\n\n{ABOUT}"
    sections = (
        Section(SectionKind.BODY, Span(0, len(body) + 2)),
        Section(SectionKind.ABOUT, Span(len(body) + 2, len(text))),
    )
    return ReleaseText(document=0, start=0, exhibit=None, clean=CleanText(text), sections=sections)


def taught(body: str = BODY, **words) -> dict[str, list[str]]:
    """Names of the candidates under these words, with the aliases of each."""
    text = release(body)
    found = find_candidates(text, registrants=["Larkspur"], tickers=[])
    candidates = as_taught(text, found, ExtraVocabulary(**words))
    for candidate in candidates:
        assert all(span.of(text.text) for span in candidate.mentions)
    return {candidate.name: [alias.name for alias in candidate.aliases] for candidate in candidates}


class TestAsTaught:
    def test_nothing_taught_changes_nothing(self):
        assert taught() == {"KX-204": []}

    def test_a_product_is_a_candidate_wherever_it_is_printed(self):
        assert taught(products=("BRONTALIN",)) == {"KX-204": [], "BRONTALIN": []}

    @pytest.mark.parametrize("name", ["Mossalin", "Quorbex", "AIM"])
    def test_what_stands_in_the_boilerplate_nowhere_or_in_small_letters_is_none(self, name):
        assert taught(products=(name,)) == {"KX-204": []}

    def test_an_alias_that_is_printed_beside_its_product_is_one_with_it(self):
        assert taught(aliases=(("Brontalin", "KX-204"),)) == {"KX-204": ["Brontalin"]}

    def test_an_alias_alone_stands_for_its_product(self):
        body = "Shareholders asked about Brontalin."

        assert taught(body, aliases=(("Brontalin", "KX-204"),)) == {"KX-204": ["Brontalin"]}

    @pytest.mark.parametrize("name", ["KX-204", "kx204", "KX 204"])
    def test_an_exclusion_is_no_candidate_in_any_spelling(self, name):
        assert taught(exclusions=(name,)) == {}

    def test_an_excluded_name_leaves_its_other_names_standing(self):
        found = taught(products=("Brontalin",), aliases=(("Brontalin", "KX-204"),), exclusions=("KX-204",))

        assert list(found) == ["Brontalin"]


class TestDiseases:
    def test_a_taught_name_prevails_over_the_vocabulary(self):
        names = (("renal cell carcinoma", "clear cell cancer"), ("chilblain fever", "chilblain fever"))

        found = find_diseases("renal cell carcinoma, gout and Chilblain Fevers", names)

        assert [name for _, name in found] == ["clear cell cancer", "gout", "chilblain fever"]

    @pytest.mark.parametrize(
        ("products", "expected"),
        [((), {"KX-2040": ["KX-2400"]}), (("KX-2400",), {"KX-2040": [], "KX-2400": []})],
    )
    def test_a_code_that_is_a_product_is_no_typing_error(self, products, expected):
        body = (
            "A Phase II trial of the drug KX-2040 in gout began. KX-2040 is oral. We like KX-2040. "
            "Patients given KX-2400 had fewer attacks."
        )

        assert taught(body, products=products) == expected

    def test_an_abbreviation_is_taught_in_capitals_alone(self):
        found = find_diseases("ALL patients, all of them", (("ALL", "acute lymphoblastic leukemia"),))

        assert [name for _, name in found] == ["acute lymphoblastic leukemia"]
