"""Drugs of a table that tells how far each has come."""

import pytest

from filings.domain import SectionKind
from filings.extractors.phases import find_phases
from tests.filings.extractors.building import release
from tests.filings.extractors.releases import candidates_of


def found(*rows: list[str]) -> tuple[list[str], set[tuple[str, str]]]:
    text = release(
        (SectionKind.HEADLINE, ["Maristow Reports Third Quarter Results"]),
        (SectionKind.BODY, ["Maristow has several programs in the clinic.", rows]),
    )
    candidates = candidates_of(text)
    claims = {(claim.product, str(claim.phase)) for claim in find_phases(text, candidates)}
    return [candidate.name for candidate in candidates], claims


class TestPipelineTables:
    @pytest.mark.parametrize(
        "heads",
        [
            ["Product candidate", "Indication", "Stage"],
            ["Program", "Indication", "Clinical phase"],
            ["Compound", "Area", "Development status"],
        ],
    )
    def test_the_first_column_names_candidates(self, heads):
        rows = [["KXR-8367", "Obesity", "Phase 2"], ["Kelvora", "Gout", "Phase 3"]]
        assert found(heads, *rows) == (
            ["KXR-8367", "Kelvora"],
            {("KXR-8367", "Phase 2"), ("Kelvora", "Phase 3")},
        )

    def test_a_table_of_figures_names_none(self):
        assert found(["Program", "2022", "2021"], ["KXR-8367", "1,200", "1,100"]) == ([], set())
        assert found(["Product", "Region", "Status"], ["KXR-8367", "Europe", "1,100"]) == ([], set())
