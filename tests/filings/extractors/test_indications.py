"""Which diseases a release ties to a candidate, and under what name."""

# ruff: noqa: E501  (each case is one sentence, as a release prints it)

import pytest

from filings.extractors.indications import find_indications
from tests.filings.extractors.releases import candidates_of, release


def indications(*body: str, **parts: str) -> list[str]:
    text = release(*body, **parts)
    return sorted(fact.value for fact in find_indications(text, candidates_of(text)))


class TestFindIndications:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Maristow announced that the first patient has been dosed in a Phase Ib clinical trial of MBX-771, its selective CDK inhibitor, in patients with relapsed or refractory acute myeloid leukemia (AML).",
                ["acute myeloid leukemia"],
            ),
            (
                "The Company is currently enrolling patients in two Phase 1b trials of APX-253 (formerly MBX-253) in AML and high risk myelodysplastic syndromes.",
                ["acute myeloid leukemia", "myelodysplastic syndrome"],
            ),
            (
                "GXI-2040, now known as MBX-2040, is an antisense drug being developed for the treatment of acute myeloid leukemia. Maristow completed a Phase II trial of MBX-2040 with high dose cytarabine in AML.",
                ["acute myeloid leukemia"],
            ),
            (
                "Results from the Phase III trial of Kelvirin(R) in combination with gemcitabine versus gemcitabine alone for advanced pancreatic cancer did not meet the primary endpoint.",
                ["pancreatic cancer"],
            ),
            (
                "Maristow today announced that it has initiated a Phase 2 trial of vorimotuzumab (aka BIOMax/TheraCAM/h-R5) in children with diffuse intrinsic pontine glioma.",
                ["diffuse intrinsic pontine glioma"],
            ),
            (
                "RXD1235 has been assigned the name kernakalant hydrochloride by the USAN council. The Company expects to file for approval of the drug for atrial fibrillation based on two Phase 3 trials.",
                ["atrial fibrillation"],
            ),
            (
                "ELX-005/AZX-103 is an orally administered drug candidate for Alzheimer's disease. A Phase II study of ELX-005 is underway.",
                ["alzheimer's disease"],
            ),
            (
                "ADX-1, also\nknown as Exherun™, disrupts tumor vasculature. In a Phase Ib/II trial, ADX-1 is given with docetaxel, carboplatin or capecitabine in patients with solid tumors.",
                ["solid tumors"],
            ),
            (
                "HyBrate™ (SGX401) completed a pivotal Phase 3 study in cutaneous T-cell lymphoma, and SGX952 (fusquetide) entered Phase 3 for oral mucositis.",
                ["cutaneous t-cell lymphoma", "oral mucositis"],
            ),
            (
                "In a prior Phase I study, MBT-88 was well tolerated. Maristow intends to begin a Phase III trial of MBT-88 in ulcerative colitis next year; no Phase II trial is planned.",
                ["ulcerative colitis"],
            ),
            (
                "MBT-88 inhibits KLF-4 and MTF-1 expression. In patients with HER2-positive breast cancer, MBT-88 was studied under protocol NX02-0017 (NCT01234567).",
                ["breast cancer"],
            ),
            (
                "Maristow has discontinued the Phase 2b trial of MBT-140 in Crohn's disease after an interim analysis.",
                ["crohn's disease"],
            ),
            (
                "Velorimab met its primary endpoint in the pivotal phase three ORION trial in plaque psoriasis.",
                ["plaque psoriasis"],
            ),
            (
                "MBT-140 is in Phase II for asthma and MBT-150 is in Phase I for COPD.",
                ["asthma", "chronic obstructive pulmonary disease"],
            ),
            (
                "The FDA approved Relvana® (torlimab) for the treatment of hereditary angioedema. Relvana is the first product of Maristow.",
                ["hereditary angioedema"],
            ),
            (
                "Health Canada has granted Maristow approval to begin a Phase I trial of MBT-60 in rheumatoid arthritis.",
                ["rheumatoid arthritis"],
            ),
            (
                "In xenograft models, MBT-60 inhibited growth of breast, lung and prostate cancer.",
                ["breast cancer", "lung cancer", "prostate cancer"],
            ),
            (
                "Maristow received clearance from the FDA of its IND for a Phase 1/2a trial of MBT-60, a gene therapy for hemophilia B.",
                ["hemophilia b"],
            ),
            (
                "At the end-of-Phase II meeting the FDA agreed with the design of the Phase III program of MBT-60 in gout.",
                ["gout"],
            ),
            (
                "The recommended Phase 2 dose of MBT-60 was 40 mg. Grade 3 neutropenia was seen in two patients with stage IV melanoma.",
                ["melanoma"],
            ),
            (
                "MBT-60 blocks GP IIb/IIIa and is intended for people with type 2 diabetes.",
                ["type 2 diabetes"],
            ),
            (
                "Maristow announced positive top-line results from its Phase 3 study of MBT-60 in dry eye disease.",
                ["dry eye disease"],
            ),
            (
                "MBT-60 was compared with placebo and with latanoprost in a phase 2b/3 trial in glaucoma, which has begun.",
                ["glaucoma"],
            ),
            (
                "Enrollment is complete in both Phase 3 trials of MBT-60 for chronic hepatitis C, in which the drug is combined with pegylated interferon and ribavirin.",
                ["hepatitis c"],
            ),
            (
                "Under the agreement Orvex Pharma gains rights to MBT-60 in Japan. Orvex will conduct a Phase 2 trial of MBT-60 in hot flashes.",
                ["hot flashes"],
            ),
            ("Phase II trials with MBT-60 and MBT-61 in lupus have started.", ["lupus"]),
            (
                "Positive interim data from Phase 1-2 trial of MBT 60 in sickle cell anemia were shown at the ASH 2012 meeting.",
                ["sickle cell disease"],
            ),
            (
                "Cash will fund the Phase 2 study of CG'906 in chronic lymphocytic leukemia, which is planned for 2019. CG'906 is an oral inhibitor of BTK and FLT3.",
                ["chronic lymphocytic leukemia"],
            ),
            (
                "REOLYXIN® is an oncolytic virus. A randomized Phase III trial of REOLYXIN in combination with paclitaxel and carboplatin in head and neck cancers is enrolling.",
                ["head and neck cancer"],
            ),
            (
                "The trial will evaluate IMT504 plus standard of care in patients with non-small-cell lung carcinoma.",
                ["non-small cell lung cancer"],
            ),
            (
                "We received FDA Fast Track designation for MBT-60 for the treatment of Duchenne muscular dystrophy (DMD).",
                ["duchenne muscular dystrophy"],
            ),
            ("Maristow will present at the BIO 2004 conference in San Francisco, booth BX 204.", []),
            (
                "Maristow initiated a rolling submission of its NDA for MBT-60 for acute coronary syndrome.",
                ["acute coronary syndrome"],
            ),
            (
                "Our two clinical programs, oral irinolimus for transplant rejection and MBT-60 for endometriosis, advanced in the quarter.",
                ["endometriosis", "transplant rejection"],
            ),
            (
                "Plitocept, a fusion protein, is in Phase II for rheumatoid arthritis, where it is given with methotrexate to patients who failed etanercept.",
                ["rheumatoid arthritis"],
            ),
            (
                "Maristow has licensed worldwide rights to Zelfimod from Orvex Pharma. Zelfimod is in Phase 2 for multiple sclerosis.",
                ["multiple sclerosis"],
            ),
            (
                "hCDX1 is our peptide for lupus; a Phase II trial of hCDX1, called PRELUDE, did not meet its goal.",
                ["lupus"],
            ),
            (
                "The Canadian Cancer Society estimates that colorectal cancer kills 9,000 people each year.",
                [],
            ),
            (
                "MBT-60 is Maristow's oral drug for colorectal cancer. Colorectal cancer is the second leading cause of cancer death.",
                ["colorectal cancer"],
            ),
        ],
    )
    def test_finds_the_diseases_of_a_candidate(self, text, expected):
        assert indications(text) == expected

    @pytest.mark.parametrize(
        ("printed", "expected"),
        [
            ("hormone refractory prostate cancer", ["prostate cancer"]),
            ("metastatic breast cancer", ["breast cancer"]),
            ("advanced renal cell carcinoma", ["renal cell cancer"]),
            ("acute myelogenous leukaemia", ["acute myeloid leukemia"]),
            ("solid tumours", ["solid tumors"]),
            ("cancer of the pancreas", ["pancreatic cancer"]),
            ("colon and melanoma cancers", ["colon cancer", "melanoma"]),
            ("oral and pharyngeal cancers", ["oral cancer", "pharyngeal cancer"]),
            ("breast, lung and prostate cancer", ["breast cancer", "lung cancer", "prostate cancer"]),
            ("pancreatic cancer and lung cancer", ["lung cancer", "pancreatic cancer"]),
            ("NSCLC", ["non-small cell lung cancer"]),
            ("Crohn\u2019s disease", ["crohn's disease"]),
            ("type II diabetes", ["type 2 diabetes"]),
            ("Mpox/smallpox", ["mpox", "smallpox"]),
            ("chronic hepatitis B and C", ["hepatitis b", "hepatitis c"]),
            ("major depressive disorder and other forms of depression", ["major depressive disorder"]),
            ("the aml of the gate", []),
            ("the herpes simplex virus thymidine kinase gene", []),
        ],
    )
    def test_every_name_comes_down_to_the_general_american_one(self, printed, expected):
        assert indications(f"MBX-40 is our drug for {printed}.") == expected

    def test_the_figures_of_another_disease_are_left_out(self):
        assert indications("MBX-40 is our drug for gout.", "Lung cancer kills 40,000 people each year.") == [
            "gout"
        ]

    def test_side_effects_are_no_indication(self):
        assert indications("With MBX-40, our drug for gout, Grade 3 anemia was seen.") == ["gout"]

    def test_a_release_without_a_candidate_has_none(self):
        assert indications("The clinic treats lung cancer.") == []

    def test_a_place_is_where_the_words_are_printed(self):
        text = release("MBX-40 is our drug for cancers of the pancreas.")

        [fact] = find_indications(text, candidates_of(text))

        assert (fact.value, fact.span.of(text.text)) == ("pancreatic cancer", "cancers of the pancreas")
