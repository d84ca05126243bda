"""Diseases that a release names and that are none of its drugs' indications, and names that a release gives itself."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from filings.diseases import find_diseases, introduced
from filings.extractors.indications import find_indications
from tests.filings.extractors.releases import candidates_of, release


def indications(*body: str) -> set[str]:
    text = release(*body)
    return {fact.value for fact in find_indications(text, candidates_of(text))}


class TestSymbols:
    @pytest.mark.parametrize("ticker", ["AIM: ALS", "Nasdaq:COPD", "TSX VENTURE: MS"])
    def test_of_shares_are_no_diseases(self, ticker):
        assert indications(f"Quillon Pharma ({ticker}) has KX-204 in Phase 3 for asthma.") == {"asthma"}


class TestEvents:
    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 was well tolerated, with dry mouth the most commonly reported side effect.",
            "In the trial KX-204 led to significantly fewer episodes of hypoglycemia than the comparator.",
            "In the trial of KX-204 the rate of pneumonia was lower than with placebo.",
            "KX-204 showed a lower incidence of hypotension than the comparator.",
            "In the trial of KX-204 nausea, vomiting and diarrhea were more frequent than with placebo.",
            "In the trial of KX-204 one patient on the drug was hospitalized with myocarditis.",
            "In the trial of KX-204 two patients treated with it had myocarditis.",
            "KX-204 may cause pancreatitis.",
            "KX-204 was associated with neutropenia and thrombocytopenia.",
            "Mild anemia was observed with KX-204.",
            "Patients with active tuberculosis were excluded from the trial of KX-204.",
            "Patients on KX-204 should be monitored for pancreatitis.",
            "KX-204 is contraindicated in patients with diabetic retinopathy.",
            "The most common side effects seen in all clinical trials of KX-204 were upper respiratory infection, headache and hypoglycemia.",
        ],
    )
    def test_what_happens_under_treatment_is_no_indication(self, words):
        assert indications("KX-204 is in Phase 3 for asthma.", words) == {"asthma"}

    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 reduced the risk of heart failure by a third.",
            "KX-204 lowered the rate of heart failure in 400 patients.",
            "KX-204 was given to hospitalized patients with heart failure.",
            "In a trial of KX-204 the safety monitoring board for heart failure met.",
        ],
    )
    def test_what_a_drug_makes_rarer_is_one(self, words):
        assert indications(words) == {"heart failure"}

    def test_what_stands_under_safety_information_is_none(self):
        assert indications(
            "KX-204 is approved for asthma.",
            "IMPORTANT SAFETY INFORMATION",
            "• Diabetes: Patients treated with KX-204 had new onset of diabetes.",
            "• KX-204 was not studied in patients with Prader-Willi syndrome.",
            "About the Trial",
            "The Phase 3 trial of KX-204 in psoriasis has begun.",
        ) == {"asthma", "psoriasis"}

    def test_other_tumors_of_the_patients_of_a_trial_are_indications(self):
        assert indications(
            "A Phase 1 trial of KX-204 in patients with liposarcoma and other solid tumors has begun."
        ) == {"liposarcoma", "solid tumors"}

    def test_letters_of_a_code_are_no_disease(self):
        assert indications("KX-204, previously known as EB-411, is in Phase 3 for asthma.") == {"asthma"}
        assert indications("DMD-5 is in Phase 3 for asthma. DMD-5 was well tolerated.") == {"asthma"}


class TestNames:
    def test_a_release_gives_a_disease_a_short_name_of_its_own(self):
        taught = introduced(["Five had follicular lymphoma (FL)."], ())
        assert [name for _, name in find_diseases("All patients with FL responded.", taught)] == [
            "follicular lymphoma"
        ]

    def test_a_bracket_that_does_not_abbreviate_names_nothing(self):
        assert introduced(["A trial in melanoma (UCSF) and asthma (n=20)."], ()) == ()

    def test_the_cancers_that_patients_of_a_trial_had_are_indications(self):
        assert indications(
            "KX-204 is in a Phase 1 trial. Twelve patients had large B-cell lymphoma (LBCL), five had follicular lymphoma (FL)."
        ) == {"b-cell lymphoma", "follicular lymphoma"}

    @pytest.mark.parametrize(
        ("printed", "name"),
        [
            ("ornithine transcarbamylase (OTC) deficiency", "ornithine transcarbamylase deficiency"),
            ("lipoprotein lipase deficiency", "lipoprotein lipase deficiency"),
            ("adenosine deaminase deficiency", "adenosine deaminase deficiency"),
            ("Hunter syndrome", "hunter syndrome"),
            ("MPS II", "hunter syndrome"),
            ("erosive esophagitis", "erosive esophagitis"),
            ("venous leg ulcers", "venous leg ulcers"),
            ("Merkel cell carcinoma", "merkel cell carcinoma"),
            ("hemorrhagic stroke", "hemorrhagic stroke"),
            ("VTE", "venous thromboembolism"),
            ("hMPV", "human metapneumovirus infection"),
            ("Clostridium difficile-associated diarrhea", "clostridium difficile infection"),
            ("phenylketonuria (PKU)", "phenylketonuria"),
        ],
    )
    def test_a_disease_has_its_usual_name(self, printed, name):
        assert indications(f"KX-204 is in Phase 3 for {printed}.") == {name}
