"""Names of trials, which look like drugs' and are none: their phases are those of the drug that they test."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import candidates_of, release


def found(*body: str, **parts: str) -> tuple[list[str], set[tuple[str, str, str | None]]]:
    text = release(*body, **parts)
    candidates = candidates_of(text)
    claims = find_phases(text, candidates)
    return (
        sorted(candidate.name for candidate in candidates),
        {(claim.product, str(claim.phase), claim.status and str(claim.status)) for claim in claims},
    )


class TestTrialNames:
    @pytest.mark.parametrize(
        "text",
        [
            "Maristow will fund its ongoing Phase 3 SHELTER-HD trial of KXV-204 in Huntington's disease.",
            "Enrollment in SHELTER-HD, our ongoing Phase 3 study of KXV-204 in Huntington's disease, continues.",
            "The first patient has been dosed in the Phase 3 SHELTER-HD clinical trial (NCT05551234) evaluating KXV-204.",
            "KXV-204 is being evaluated in two Phase 3 trials in Huntington's disease (SHELTER-1 and SHELTER-2).",
            "Two Phase 3 trials of KXV-204, HARVEST-1 and HARVEST-2, are ongoing in Huntington's disease.",
            "The ongoing Phase 3 HARVEST-301 study of KXV-204 has 40 sites. Patients of HARVEST-301 may enter HARVEST-302.",
            "KXV-204 is given to adults in HARVEST-3, the second of two Phase 3 trials, which is ongoing.",
            "Patients are being enrolled in NIGHTFALL, a Phase 3 trial of KXV-204 (velorate intravitreal implant). NIGHTFALL randomized 156 patients.",
            "The ongoing Phase 3 VALIANCE-19 trial of KXV19, a cell therapy, is enrolling patients.",
            "The HARVEST-T2D program includes an ongoing Phase 3 trial of KXV-204: HARVEST-T2D-1.",
        ],
    )
    def test_are_no_candidates_and_leave_the_phase_to_the_drug(self, text):
        drug = "KXV19" if "KXV19" in text else "KXV-204"
        assert found(text) == ([drug], {(drug, "Phase 3", "ongoing")})

    def test_in_a_headline_leave_its_phase_to_the_drug(self):
        assert found(
            "The journal has published the results of SHELTER-CM.",
            headline="Journal Publishes Results of Phase 3 SHELTER-CM Study of KELVORA® (velorimab) in Migraine",
        ) == (["KELVORA"], {("KELVORA", "Phase 3", "completed")})

    def test_lend_a_part_of_theirs_to_the_drug_spoken_of_before(self):
        assert found(
            "KXV-204 is an oral inhibitor. The Phase 2 portion of HARVEST-001 is fully enrolled."
        ) == (
            ["KXV-204"],
            {("KXV-204", "Phase 2", "ongoing")},
        )

    @pytest.mark.parametrize(
        ("text", "drug"),
        [
            ("A Phase 2 LOXA-292 trial has begun. Patients treated with LOXA-292 responded.", "LOXA-292"),
            (
                "The ADCO-301 trial in lymphoma is over, and the Phase 2 ADCO-301 program is enrolling.",
                "ADCO-301",
            ),
            ("SOLVA-X, a new vaccine, is in a Phase 2 trial. SOLVA-X was well tolerated.", "SOLVA-X"),
            ("The Phase 2 trial of ATLAS-3, a monoclonal antibody, in lupus is complete.", "ATLAS-3"),
            (
                "Enrollment in the ALTIMA-8 trial, a Phase 2 study of ALTIMA-8 in gout, is complete.",
                "ALTIMA-8",
            ),
            (
                "The KELVORA® trial enrolled 200 patients in Phase 2. KELVORA® is an oral tablet for gout.",
                "KELVORA",
            ),
        ],
    )
    def test_are_told_from_drugs_that_trials_are_called_by(self, text, drug):
        names, claims = found(text)
        assert names == [drug]
        assert {(product, phase) for product, phase, _ in claims} == {(drug, "Phase 2")}
