"""What makes a name a candidate, and which names are one drug's."""

# ruff: noqa: E501  (each case is one sentence, as a release prints it)

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.prose import fold
from tests.filings.extractors.releases import candidates_of, release


def names(*body: str, **parts: str) -> list[str]:
    return sorted(candidate.name for candidate in candidates_of(release(*body, **parts)))


def aliases(*body: str, **parts: str) -> dict[str, list[str]]:
    return {c.name: [alias.name for alias in c.aliases] for c in candidates_of(release(*body, **parts))}


class TestFindCandidates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Maristow announced that the first patient has been dosed in a Phase Ib clinical trial of MBX-771, its selective CDK inhibitor, in patients with relapsed or refractory acute myeloid leukemia (AML).",
                ["MBX-771"],
            ),
            (
                "The Company is currently enrolling patients in two Phase 1b trials of APX-253 (formerly MBX-253) in AML and high risk myelodysplastic syndromes.",
                ["APX-253"],
            ),
            (
                "GXI-2040, now known as MBX-2040, is an antisense drug being developed for the treatment of acute myeloid leukemia. Maristow completed a Phase II trial of MBX-2040 with high dose cytarabine in AML.",
                ["MBX-2040"],
            ),
            (
                "Results from the Phase III trial of Kelvirin(R) in combination with gemcitabine versus gemcitabine alone for advanced pancreatic cancer did not meet the primary endpoint.",
                ["Kelvirin"],
            ),
            (
                "Maristow today announced that it has initiated a Phase 2 trial of vorimotuzumab (aka BIOMax/TheraCAM/h-R5) in children with diffuse intrinsic pontine glioma.",
                ["vorimotuzumab"],
            ),
            (
                "HyBrate™ (SGX401) completed a pivotal Phase 3 study in cutaneous T-cell lymphoma, and SGX952 (fusquetide) entered Phase 3 for oral mucositis.",
                ["HyBrate", "SGX952"],
            ),
            (
                "In a prior Phase I study, MBT-88 was well tolerated. Maristow intends to begin a Phase III trial of MBT-88 in ulcerative colitis next year; no Phase II trial is planned.",
                ["MBT-88"],
            ),
            (
                "MBT-88 inhibits KLF-4 and MTF-1 expression. In patients with HER2-positive breast cancer, MBT-88 was studied under protocol NX02-0017 (NCT01234567).",
                ["MBT-88"],
            ),
            (
                "The Company filed its Form 20-F under Rule 12g3-2 and adopted IFRS 9 and ISO 9001. Our address is Vancouver V6Z 0A1. COVID-19 had no effect on the supply of our drug MBT-88.",
                ["MBT-88"],
            ),
            (
                "Maristow has discontinued the Phase 2b trial of MBT-140 in Crohn's disease after an interim analysis.",
                ["MBT-140"],
            ),
            ("MBT-140 is in Phase II for asthma and MBT-150 is in Phase I for COPD.", ["MBT-140", "MBT-150"]),
            (
                "The FDA approved Relvana® (torlimab) for the treatment of hereditary angioedema. Relvana is the first product of Maristow.",
                ["Relvana"],
            ),
            (
                "Health Canada has granted Maristow approval to begin a Phase I trial of MBT-60 in rheumatoid arthritis.",
                ["MBT-60"],
            ),
            ("In xenograft models, MBT-60 inhibited growth of breast, lung and prostate cancer.", ["MBT-60"]),
            ("IND-enabling studies of MBT-60 are under way.", ["MBT-60"]),
            (
                "Maristow received clearance from the FDA of its IND for a Phase 1/2a trial of MBT-60, a gene therapy for hemophilia B.",
                ["MBT-60"],
            ),
            (
                "At the end-of-Phase II meeting the FDA agreed with the design of the Phase III program of MBT-60 in gout.",
                ["MBT-60"],
            ),
            (
                "The recommended Phase 2 dose of MBT-60 was 40 mg. Grade 3 neutropenia was seen in two patients with stage IV melanoma.",
                ["MBT-60"],
            ),
            ("MBT-60 blocks GP IIb/IIIa and is intended for people with type 2 diabetes.", ["MBT-60"]),
            (
                "Patients in the Phase II portion of the Phase I/II trial of MBT-60 receive the drug with paclitaxel after failure of cisplatin.",
                ["MBT-60"],
            ),
            (
                "Enrollment in the Phase 2 trial of MBT-60 has been completed, with top-line data expected in the first quarter.",
                ["MBT-60"],
            ),
            (
                "Maristow announced positive top-line results from its Phase 3 study of MBT-60 in dry eye disease.",
                ["MBT-60"],
            ),
            (
                "Orvex Pharma AG reported that its antibody zelotumab failed in Phase 3. MBT-60, which has another target, is unaffected.",
                ["MBT-60"],
            ),
            (
                "Dr. Weir joins from Orvex Pharma, where she led the Phase III program of the pain drug Orvexil(R). At Maristow she will direct studies of MBT-60.",
                ["MBT-60"],
            ),
            (
                "MBT-60 was compared with placebo and with latanoprost in a phase 2b/3 trial in glaucoma, which has begun.",
                ["MBT-60"],
            ),
            (
                "Enrollment is complete in both Phase 3 trials of MBT-60 for chronic hepatitis C, in which the drug is combined with pegylated interferon and ribavirin.",
                ["MBT-60"],
            ),
            (
                "Under the agreement Orvex Pharma gains rights to MBT-60 in Japan. Orvex will conduct a Phase 2 trial of MBT-60 in hot flashes.",
                ["MBT-60"],
            ),
            ("Maristow's lead product, Virexolin™, is being studied in a Phase IV trial.", ["Virexolin"]),
            ("Phase II trials with MBT-60 and MBT-61 in lupus have started.", ["MBT-60", "MBT-61"]),
            ("The Phase I and II trials of MBT-60 were completed in 2004.", ["MBT-60"]),
            (
                "Positive interim data from Phase 1-2 trial of MBT 60 in sickle cell anemia were shown at the ASH 2012 meeting.",
                ["MBT 60"],
            ),
            (
                "Cash will fund the Phase 2 study of CG'906 in chronic lymphocytic leukemia, which is planned for 2019. CG'906 is an oral inhibitor of BTK and FLT3.",
                ["CG'906"],
            ),
            (
                "REOLYXIN® is an oncolytic virus. A randomized Phase III trial of REOLYXIN in combination with paclitaxel and carboplatin in head and neck cancers is enrolling.",
                ["REOLYXIN"],
            ),
            (
                "The trial will evaluate IMT504 plus standard of care in patients with non-small-cell lung carcinoma.",
                ["IMT504"],
            ),
            (
                "We received FDA Fast Track designation for MBT-60 for the treatment of Duchenne muscular dystrophy (DMD).",
                ["MBT-60"],
            ),
            ("MBT-60, an siRNA targeting TTR, showed a 90% knockdown in non-human primates.", ["MBT-60"]),
            (
                "Maristow sells Ferrolux® in Canada. Sales of Ferrolux® rose by 12% in the quarter.",
                ["Ferrolux"],
            ),
            ("Maristow will present at the BIO 2004 conference in San Francisco, booth BX 204.", []),
            (
                "The Company's shares trade on the TSX under MBX and on NASDAQ(R). Microsoft(R) and Windows(R) are trademarks.",
                [],
            ),
            (
                "An article on MBT-60 in the journal Blood shows that the compound kills leukemia cells in vitro.",
                ["MBT-60"],
            ),
            (
                "Maristow initiated a rolling submission of its NDA for MBT-60 for acute coronary syndrome.",
                ["MBT-60"],
            ),
            ("Lead candidate MBT-60 has completed Phase 1 and is entering Phase 2.", ["MBT-60"]),
            ("The Phase III trial of MBT-60 has been put on clinical hold by the FDA.", ["MBT-60"]),
            (
                "Interleukin 17E (IL-17E) is our novel anticancer protein drug. The product IL-17E inhibits tumor growth in animal models.",
                ["IL-17E"],
            ),
            (
                "The trial showed that patients with KRAS mutations and PD-L1 expression of 1% responded to MBT-60 and nivolumab.",
                ["MBT-60"],
            ),
            (
                "Net loss rose because of the Phase III MBT-60 trial costs. SR&ED credits for Q2 2013 fell.",
                ["MBT-60"],
            ),
            (
                "The Canadian Cancer Society estimates that colorectal cancer kills 9,000 people each year.",
                [],
            ),
            (
                "MBT-60 is Maristow's oral drug for colorectal cancer. Colorectal cancer is the second leading cause of cancer death.",
                ["MBT-60"],
            ),
            (
                "L'essai clinique de phase II du MBT-60 chez des patients atteints de mélanome est terminé.",
                ["MBT-60"],
            ),
            ("Data from the Phase 2 trial of MBT-60 will be presented at ASCO 2016.", ["MBT-60"]),
            (
                "Following FDA clearance, Maristow will start dosing in its first-in-human Phase 1 study of MBT-60 in the fourth quarter.",
                ["MBT-60"],
            ),
            (
                "As previously announced, the Phase 2 trial of MBT-60 was terminated due to slow enrollment.",
                ["MBT-60"],
            ),
            (
                "Maristow expects to complete enrolment in its Phase III study of MBT-60 by year end.",
                ["MBT-60"],
            ),
            ("Preparations for a Phase III study of MBT-60 continue.", ["MBT-60"]),
            ("With the Phase 1 study of MBT-60 behind us, planning for Phase 2 is under way.", ["MBT-60"]),
        ],
    )
    def test_tells_the_company_s_drugs_from_what_looks_like_one(self, text, expected):
        assert names(text) == sorted(expected)

    @pytest.mark.parametrize(
        ("text", "name", "others"),
        [
            ("A Phase 2 trial of MBX-253, formerly known as LX-253, is enrolling.", "MBX-253", ["LX-253"]),
            ("A Phase 2 trial of MBX-253 (formerly LX-253) is enrolling.", "MBX-253", ["LX-253"]),
            ("LX-2040, now known as MBX-2040, is our drug for gout.", "MBX-2040", ["LX-2040"]),
            (
                "Our antibody vorimotuzumab (aka BIOMax/TheraCAM) is in Phase 2.",
                "vorimotuzumab",
                ["BIOMax", "TheraCAM"],
            ),
            (
                "RXD1235 has been assigned the name kernakalant hydrochloride.",
                "RXD1235",
                ["kernakalant hydrochloride"],
            ),
            ("ELX-005/AZX-103 is a drug in Phase 2.", "ELX-005", ["AZX-103"]),
            ("ADX-1, also\nknown as Exherun\u2122, is a peptide in Phase 2.", "ADX-1", ["Exherun"]),
            ("Patients received HyBrate\u2122 (SGX401).", "HyBrate", ["SGX401"]),
            ("Patients received SGX952 (fusquetide).", "SGX952", ["fusquetide"]),
            (
                "MBX-31 lowers pressure. During development the drops were known as NX-88.",
                "MBX-31",
                ["NX-88"],
            ),
        ],
    )
    def test_names_that_the_text_calls_one_drug_s_are_aliases(self, text, name, others):
        found = aliases(text)

        assert {fold(n) for n in [*found, *(alias for some in found.values() for alias in some)]} >= {
            fold(n) for n in [name, *others]
        }
        assert len(found) == 1

    @pytest.mark.parametrize("spelling", ["MBX 204", "MBX- 204", "MBX\u2011204", "MBX-204(TM)"])
    def test_spellings_of_a_code_are_one_candidate(self, spelling):
        [candidate] = candidates_of(release(f"A trial of MBX-204 began. Patients received {spelling} daily."))

        assert fold(candidate.name) == "mbx204"
        assert len(candidate.mentions) == 2

    def test_a_code_may_begin_like_a_time_zone(self):
        assert names("The first patient was dosed in a Phase 1 trial of PDT-114, at 10 a.m. PDT 2024.") == [
            "PDT-114"
        ]

    def test_a_number_after_a_code_is_a_further_code(self):
        assert names("Maristow's drugs MBX-2040 and 2501 are in clinical trials.") == ["MBX-2040", "MBX-2501"]

    def test_another_company_s_drug_is_no_candidate(self):
        assert names(
            "MBX-40 is our drug. The news came after Orvex Inc. said that its drug OVX-77 had failed."
        ) == ["MBX-40"]

    def test_a_drug_given_with_a_candidate_is_no_candidate(self):
        assert names("MBX-40 was given in combination with docetaxel and Keytruda(R).") == ["MBX-40"]

    def test_a_trial_s_number_is_no_candidate(self):
        assert names("The new Phase 2 trial (ABN-203) will evaluate MBX-40 in gout.") == ["MBX-40"]

    def test_the_boilerplate_alone_makes_no_candidate(self):
        assert names("The Board met.", about="Maristow's lead drug, MBX-40, is in Phase 2.") == []

    def test_a_code_that_is_a_ticker_s_symbol_is_no_candidate(self):
        text = release("Maristow develops K9B77, a drug, it is said.")

        assert candidates_of(text, tickers=["FRA:K9B77"]) == ()

    def test_a_name_in_capitals_is_written_as_in_the_body(self):
        assert names("Patients took Oxyvera(R) for gout.", headline="FDA APPROVES OXYVERA(R) FOR GOUT") == [
            "Oxyvera"
        ]

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
    @given(
        st.lists(
            st.one_of(
                st.text(max_size=40),
                st.sampled_from(
                    [
                        "MBX-40",
                        " trial of ",
                        " (formerly ",
                        ")",
                        "\u2122",
                        "Kelvara(R)",
                        "docetaxel",
                        " known as ",
                    ]
                ),
            ),
            max_size=20,
        )
    )
    def test_any_text_is_read_alike_twice_and_every_place_holds_a_name(self, parts):
        text = release("".join(parts))

        found = candidates_of(text)

        assert found == candidates_of(text)
        for candidate in found:
            assert candidate.mentions
            assert all(span.of(text.text).strip() for span in candidate.mentions)
            assert all(fold(alias.span.of(text.text)) for alias in candidate.aliases)
