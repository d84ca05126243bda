"""Whose drug a name is, what is a gene or a date, and what is given with or against a candidate."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import agents, candidates_of, release


def names(*body: str, **parts: str) -> list[str]:
    return sorted(candidate.name for candidate in candidates_of(release(*body, **parts)))


def phases(*body: str, **parts: str) -> set[tuple[str, str]]:
    text = release(*body, **parts)
    return {(claim.product, str(claim.phase)) for claim in find_phases(text, candidates_of(text))}


class TestCodes:
    @pytest.mark.parametrize(
        "text",
        [
            "The KXV-7 gene therapy vector entered a Phase 1 trial. KXV-7 was well tolerated.",
            "The FDA put its trial of KXV-7 on hold. The KXV-7 gene therapy trial is a Phase 1 trial.",
            "KXV-7 cells were infused in a Phase 1 trial in lymphoma. The first patient has received KXV-7.",
        ],
    )
    def test_before_gene_therapy_or_cells_given_are_drugs(self, text):
        assert names(text) == ["KXV-7"]
        assert phases(text) == {("KXV-7", "Phase 1")}

    def test_before_gene_or_cells_are_none(self):
        assert names(
            "The KXV-12 gene is mutated. KXV-12 cells divide. KXR-204 is an oral drug in Phase 2."
        ) == ["KXR-204"]

    @pytest.mark.parametrize("code", ["GM-71", "AT-10"])
    def test_of_two_figures_are_no_targets_whose_numbers_have_one(self, code):
        text = f"{code}, for Alzheimer's disease, is in a Phase II trial. The trial of {code} has enrolled 40 patients."
        assert names(text) == [code]

    def test_of_targets_stay_targets(self):
        assert names(
            "KXR-204 is an oral drug in Phase 2. Levels of IL-17, GM-2 and CD-20 fell in patients."
        ) == ["KXR-204"]

    @pytest.mark.parametrize("quarter", ["Q3 CY2024", "H1CY24", "CY24", "Q3CY24", "HY24"])
    def test_of_the_calendar_are_none(self, quarter):
        assert names(f"Maristow will begin a Phase 1 trial of KXR-204 in patients in {quarter}.") == [
            "KXR-204"
        ]


class TestAnothersDrug:
    @pytest.mark.parametrize(
        "text",
        [
            "Stallman's option on KXR-812 runs until the end of Phase 2. KXR-812 is given by mouth.",
            "Novera's rights to KXR-812 cover Japan. KXR-812 is in Phase 2.",
            "Merit's decision to return KXR-812 follows. A Phase 2 trial of KXR-812 in asthma is complete.",
            "Maristow has an option to co-promote in Japan Vantor's KXR-812, an inhibitor in Phase 2.",
            "Maristow holds an exclusive license to Vantor's KXR-812, an inhibitor in Phase 2.",
            "Maristow earns royalties on Vantor's KXR-812, an inhibitor in Phase 2.",
        ],
    )
    def test_is_a_candidate_where_the_release_tells_of_rights_to_it(self, text):
        assert names(text) == ["KXR-812"]

    def test_is_none_where_it_is_only_named_beside_ours(self):
        assert names(
            "KXR-204 is in Phase 2 in asthma. Unlike Vantor's VXN-217, KXR-204 is an oral drug."
        ) == ["KXR-204"]

    @pytest.mark.parametrize(
        "text",
        [
            "KXR-204 is in a Phase 2 trial in gastric cancer in combination with a PD-1 inhibitor (velorlimab), supplied by a partner.",
            "KXR-204 in combination with the anti-PD-1 antibody velorlimab is in Phase 2 in gastric cancer.",
            "Maristow began a Phase 2 trial of KXR-204 plus velorlimab in gastric cancer.",
        ],
    )
    def test_given_with_ours_is_an_agent_and_leaves_the_phase_to_ours(self, text):
        assert names(text) == ["KXR-204"]
        assert agents(text) == {"velorlimab"}
        assert phases(text) == {("KXR-204", "Phase 2")}

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Participants in the Phase 2 trial received KXR-204, a vaccine, or the licensed vaccine VELAREX(R).",
                "VELAREX",
            ),
            ("KXR-204, a pen, was compared to VeloJect in a Phase 2 trial in hypoglycemia.", "VeloJect"),
            (
                "KXR-204, an oral drug, was compared with Restalux(R) in a Phase 3 trial in asthma.",
                "Restalux",
            ),
        ],
    )
    def test_with_a_brand_that_nobody_knows_is_a_comparator(self, text, expected):
        assert names(text) == ["KXR-204"]
        assert agents(text) == {expected}


class TestWhatPatientsHadBefore:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "A Phase 2 trial of KXR-204 in platinum-resistant ovarian cancer in combination with paclitaxel has begun.",
                {"paclitaxel"},
            ),
            (
                "A Phase 2 trial of KXR-204 in relapsed or refractory myeloma in combination with dexamethasone has begun.",
                {"dexamethasone"},
            ),
            (
                "A Phase 2 trial of KXR-204 in previously treated myeloma plus carfilzomib has begun.",
                {"carfilzomib"},
            ),
            (
                "A Phase 2 trial of KXR-204 in patients previously treated with bortezomib plus dexamethasone has begun.",
                set(),
            ),
            (
                "A Phase 2 trial of KXR-204 in patients who had failed bortezomib and lenalidomide has begun.",
                set(),
            ),
            (
                "In the trial of KXR-204 one patient was hospitalized and is recovering after treatment with dexamethasone.",
                set(),
            ),
        ],
    )
    def test_is_told_from_what_they_are_given_now(self, text, expected):
        assert agents(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "A trial of KXR-204 plus 7+3 induction chemotherapy (cytarabine and daunorubicin) has begun.",
                {"cytarabine", "daunorubicin"},
            ),
            (
                "A trial will compare KXR-204 to standard of care (docetaxel or gemcitabine).",
                {"docetaxel", "gemcitabine"},
            ),
            (
                "Boys in the trial of KXR-204 received immunosuppression with prednisone and sirolimus.",
                {"prednisone", "sirolimus"},
            ),
        ],
    )
    def test_a_regimen_in_brackets_is_given_with_the_candidate(self, text, expected):
        assert agents(text) == expected


def aliases(*body: str, **parts: str) -> dict[str, set[str]]:
    return {c.name: {alias.name for alias in c.aliases} for c in candidates_of(release(*body, **parts))}


class TestNamesInBrackets:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Zelquor(R) (bremazone extended-release tablets) is in Phase 3 for pain.",
                {"Zelquor", "bremazone"},
            ),
            ("Neovane(R) (inhaled velomycin) is in Phase 3 for cystic fibrosis.", {"Neovane", "velomycin"}),
            (
                "Orvane(R) (meloxicam injection) was approved by the FDA in 2016 for pain.",
                {"Orvane", "meloxicam"},
            ),
            (
                "SURVANEX(R) (velomycin, KXM-315) is in Phase 3 for C. difficile infection.",
                {"SURVANEX", "velomycin", "KXM-315"},
            ),
            (
                "Restorane(R) (recombinant human thrombomodulin alfa, KX-12) is in Phase 2 for sepsis.",
                {"Restorane", "thrombomodulin alfa", "KX-12"},
            ),
            (
                "TEZVANE(TM) (velorelin-tcgd), previously known as KX-411, is in Phase 3 for short stature.",
                {"TEZVANE", "KX-411"},
            ),
            ("KXM19 (tarvocabtagene leucel) is in Phase 1 for lymphoma.", {"KXM19", "tarvocabtagene leucel"}),
            (
                "Rovlupast cream 0.3% (KXL-151), a topical inhibitor, is in Phase 3 for psoriasis.",
                {"Rovlupast", "KXL-151"},
            ),
            (
                "Velorin XR (KXR-18) is in Phase 3 for pain. Velorin XR was well tolerated.",
                {"Velorin XR", "KXR-18"},
            ),
        ],
    )
    def test_are_one_drug_s_though_a_form_or_another_name_stands_there_too(self, text, expected):
        [(name, others)] = aliases(text).items()
        assert {name, *others} == expected

    @pytest.mark.parametrize(
        "text",
        [
            "Patients in the Phase 2 trial on KXR-204 (docetaxel arm) did well.",
            "KXR-204 (semaglutide analog) is a drug in Phase 2.",
            "KXR-204 (an oral inhibitor, in Phase 2) is given for gastric cancer.",
            "KXR-204 (gastric cancer) is a drug in Phase 2.",
        ],
    )
    def test_may_be_no_names(self, text):
        assert aliases(text) == {"KXR-204": set()}


class TestGenesAndEvents:
    @pytest.mark.parametrize(
        "text",
        [
            "KXR-204, a Selective IRAK9 Degrader, Demonstrates Activity in Preclinical Models",
            "Some cases are familial, including mutations in the SODX1 and C9orf99 genes. KXR-204 is preclinical.",
            "Preclinical data presented at LungWeek® showed that KXR-204 reduced scars in mice.",
            "Preclinical data of KXR-204 were presented at LivDart® and at the BioSummit®.",
            "Dr. Oss worked on the Phase 3 program of LYSANE(R) (ocrelumide) elsewhere. KXR-204 is preclinical.",
        ],
    )
    def test_are_no_drugs(self, text):
        assert names(text) == ["KXR-204"]


class TestApproval:
    @pytest.mark.parametrize(
        "text",
        [
            "KELVORA® is a first-in-class oral inhibitor approved in the U.S. in 2020 for the treatment of asthma.",
            "KELVORA®, approved in the U.S. in 2020, is a tablet for asthma.",
            "KELVORA® has been launched in 12 countries. KELVORA is a tablet for asthma.",
            "KELVORA® is an oral drug for asthma and was first launched in Japan.",
        ],
    )
    def test_may_be_told_by_a_participle_or_by_a_launch(self, text):
        assert phases(text) == {("KELVORA", "Approved")}

    @pytest.mark.parametrize(
        "text",
        [
            "KELVORA® is an oral drug that, if approved in the U.S., would treat asthma.",
            "KELVORA® is an analog of a drug approved in the U.S. for asthma.",
            "KELVORA® is studied in patients treated with therapies approved in the U.S. for asthma.",
            "KELVORA® is a new drug, unlike docetaxel, approved in the U.S. in 1999.",
            "The trial of KELVORA®, approved by the FDA in May, is of a tablet.",
            "KELVORA® is a tablet for asthma and will be marketed in Europe.",
        ],
    )
    def test_of_something_else_or_to_come_is_none(self, text):
        assert phases(text) == set()
