"""Which drugs are given with a candidate or compared with it."""

# ruff: noqa: E501  (each case is one sentence, as a release prints it)

import pytest

from filings.extractors.agents import find_agents
from tests.filings.extractors.releases import candidates_of, release


def agents(*body: str, **parts: str) -> list[str]:
    text = release(*body, **parts)
    return sorted(fact.value for fact in find_agents(text, candidates_of(text)))


class TestFindAgents:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "GXI-2040, now known as MBX-2040, is an antisense drug being developed for the treatment of acute myeloid leukemia. Maristow completed a Phase II trial of MBX-2040 with high dose cytarabine in AML.",
                ["cytarabine"],
            ),
            (
                "Results from the Phase III trial of Kelvirin(R) in combination with gemcitabine versus gemcitabine alone for advanced pancreatic cancer did not meet the primary endpoint.",
                ["gemcitabine"],
            ),
            (
                "ADX-1, also\nknown as Exherun™, disrupts tumor vasculature. In a Phase Ib/II trial, ADX-1 is given with docetaxel, carboplatin or capecitabine in patients with solid tumors.",
                ["capecitabine", "carboplatin", "docetaxel"],
            ),
            (
                "Patients in the Phase II portion of the Phase I/II trial of MBT-60 receive the drug with paclitaxel after failure of cisplatin.",
                ["paclitaxel"],
            ),
            (
                "MBT-60 was compared with placebo and with latanoprost in a phase 2b/3 trial in glaucoma, which has begun.",
                ["latanoprost"],
            ),
            (
                "Enrollment is complete in both Phase 3 trials of MBT-60 for chronic hepatitis C, in which the drug is combined with pegylated interferon and ribavirin.",
                ["pegylated interferon", "ribavirin"],
            ),
            (
                "REOLYXIN® is an oncolytic virus. A randomized Phase III trial of REOLYXIN in combination with paclitaxel and carboplatin in head and neck cancers is enrolling.",
                ["carboplatin", "paclitaxel"],
            ),
            (
                "Plitocept, a fusion protein, is in Phase II for rheumatoid arthritis, where it is given with methotrexate to patients who failed etanercept.",
                ["methotrexate"],
            ),
            (
                "The trial showed that patients with KRAS mutations and PD-L1 expression of 1% responded to MBT-60 and nivolumab.",
                ["nivolumab"],
            ),
            ("MBX-40 and capecitabine act together in renal cell cancer.", ["capecitabine"]),
            ("Patients receive gemcitabine alone or together with MBX-40.", ["gemcitabine"]),
            ("MBX-40 is injected, followed by intravenous fludarabine.", ["fludarabine"]),
            ("MBX-40 was at least as good as latanoprost in a trial.", ["latanoprost"]),
            ("MBX-40 is given with a prodrug (valacyclovir or acyclovir).", ["acyclovir", "valacyclovir"]),
            ("MBX-40 was given in addition to carboplatin and paclitaxel.", ["carboplatin", "paclitaxel"]),
            ("MBX-40 is tested in combination with pembrolizumab (Keytruda(R)).", ["pembrolizumab"]),
            ("MBX-40 is tested in combination with Taxotere(R).", ["Taxotere"]),
        ],
    )
    def test_finds_what_is_given_with_a_candidate_or_against_it(self, text, expected):
        assert agents(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "MBX-40 was given to patients who had failed docetaxel.",
            "MBX-40 was tested in sarcoma that came back after a course of doxorubicin.",
            "MBX-40 is a derivative of clotrimazole.",
            "Drugs such as metformin exist, but MBX-40 acts otherwise.",
        ],
    )
    def test_earlier_treatments_and_background_are_none(self, text):
        assert agents(text) == []

    def test_a_release_without_a_candidate_has_none(self):
        assert agents("The clinic gives docetaxel in combination with cisplatin.") == []

    def test_a_place_is_where_the_name_is_printed(self):
        text = release("MBX-40 was given with docetaxel.")

        [fact] = find_agents(text, candidates_of(text))

        assert fact.span.of(text.text) == "docetaxel"
