"""Whose phase a sentence tells of, which one, and how far it has come."""

# ruff: noqa: E501  (each case is one sentence, as a release prints it)

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.domain import PhaseClaim, ReleaseText
from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import candidates_of, release

ANY = "*"  # a status that the sentence leaves open to the reader


def claims(text: ReleaseText) -> list[PhaseClaim]:
    return list(find_phases(text, candidates_of(text)))


def told(*body: str, **parts: str) -> list[tuple[str, str, str | None]]:
    found = claims(release(*body, **parts))
    return sorted((c.product, c.phase.value, c.status.value if c.status else None) for c in found)


class TestFindPhases:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                "Maristow announced that the first patient has been dosed in a Phase Ib clinical trial of MBX-771, its selective CDK inhibitor, in patients with relapsed or refractory acute myeloid leukemia (AML).",
                [("MBX-771", "Phase 1", "ongoing")],
            ),
            (
                "The Company is currently enrolling patients in two Phase 1b trials of APX-253 (formerly MBX-253) in AML and high risk myelodysplastic syndromes.",
                [("APX-253", "Phase 1", "ongoing")],
            ),
            (
                "GXI-2040, now known as MBX-2040, is an antisense drug being developed for the treatment of acute myeloid leukemia. Maristow completed a Phase II trial of MBX-2040 with high dose cytarabine in AML.",
                [("MBX-2040", "Phase 2", "completed")],
            ),
            (
                "Results from the Phase III trial of Kelvirin(R) in combination with gemcitabine versus gemcitabine alone for advanced pancreatic cancer did not meet the primary endpoint.",
                [("Kelvirin", "Phase 3", "completed")],
            ),
            (
                "Maristow today announced that it has initiated a Phase 2 trial of vorimotuzumab (aka BIOMax/TheraCAM/h-R5) in children with diffuse intrinsic pontine glioma.",
                [("vorimotuzumab", "Phase 2", "ongoing")],
            ),
            (
                "HyBrate™ (SGX401) completed a pivotal Phase 3 study in cutaneous T-cell lymphoma, and SGX952 (fusquetide) entered Phase 3 for oral mucositis.",
                [("HyBrate", "Phase 3", "completed"), ("SGX952", "Phase 3", "ongoing")],
            ),
            (
                "In a prior Phase I study, MBT-88 was well tolerated. Maristow intends to begin a Phase III trial of MBT-88 in ulcerative colitis next year; no Phase II trial is planned.",
                [("MBT-88", "Phase 1", "completed"), ("MBT-88", "Phase 3", "planned")],
            ),
            (
                "MBT-88 inhibits KLF-4 and MTF-1 expression. In patients with HER2-positive breast cancer, MBT-88 was studied under protocol NX02-0017 (NCT01234567).",
                [],
            ),
            (
                "The Company filed its Form 20-F under Rule 12g3-2 and adopted IFRS 9 and ISO 9001. Our address is Vancouver V6Z 0A1. COVID-19 had no effect on the supply of our drug MBT-88.",
                [],
            ),
            (
                "Maristow has discontinued the Phase 2b trial of MBT-140 in Crohn's disease after an interim analysis.",
                [("MBT-140", "Phase 2", "stopped")],
            ),
            (
                "MBT-140 is in Phase II for asthma and MBT-150 is in Phase I for COPD.",
                [("MBT-140", "Phase 2", "ongoing"), ("MBT-150", "Phase 1", "ongoing")],
            ),
            (
                "The FDA approved Relvana® (torlimab) for the treatment of hereditary angioedema. Relvana is the first product of Maristow.",
                [("Relvana", "Approved", "*")],
            ),
            (
                "Health Canada has granted Maristow approval to begin a Phase I trial of MBT-60 in rheumatoid arthritis.",
                [("MBT-60", "Phase 1", "planned")],
            ),
            (
                "In xenograft models, MBT-60 inhibited growth of breast, lung and prostate cancer.",
                [("MBT-60", "Preclinical", "*")],
            ),
            ("IND-enabling studies of MBT-60 are under way.", [("MBT-60", "Preclinical", "*")]),
            (
                "Maristow received clearance from the FDA of its IND for a Phase 1/2a trial of MBT-60, a gene therapy for hemophilia B.",
                [("MBT-60", "Phase 1/2", "planned")],
            ),
            (
                "At the end-of-Phase II meeting the FDA agreed with the design of the Phase III program of MBT-60 in gout.",
                [("MBT-60", "Phase 3", "planned")],
            ),
            (
                "The recommended Phase 2 dose of MBT-60 was 40 mg. Grade 3 neutropenia was seen in two patients with stage IV melanoma.",
                [],
            ),
            ("MBT-60 blocks GP IIb/IIIa and is intended for people with type 2 diabetes.", []),
            (
                "Enrollment in the Phase 2 trial of MBT-60 has been completed, with top-line data expected in the first quarter.",
                [("MBT-60", "Phase 2", "ongoing")],
            ),
            (
                "Maristow announced positive top-line results from its Phase 3 study of MBT-60 in dry eye disease.",
                [("MBT-60", "Phase 3", "completed")],
            ),
            (
                "Orvex Pharma AG reported that its antibody zelotumab failed in Phase 3. MBT-60, which has another target, is unaffected.",
                [],
            ),
            (
                "Dr. Weir joins from Orvex Pharma, where she led the Phase III program of the pain drug Orvexil(R). At Maristow she will direct studies of MBT-60.",
                [],
            ),
            (
                "MBT-60 was compared with placebo and with latanoprost in a phase 2b/3 trial in glaucoma, which has begun.",
                [("MBT-60", "Phase 2/3", "ongoing")],
            ),
            (
                "Enrollment is complete in both Phase 3 trials of MBT-60 for chronic hepatitis C, in which the drug is combined with pegylated interferon and ribavirin.",
                [("MBT-60", "Phase 3", "ongoing")],
            ),
            (
                "Under the agreement Orvex Pharma gains rights to MBT-60 in Japan. Orvex will conduct a Phase 2 trial of MBT-60 in hot flashes.",
                [("MBT-60", "Phase 2", "planned")],
            ),
            (
                "Maristow's lead product, Virexolin™, is being studied in a Phase IV trial.",
                [("Virexolin", "Phase 4", "ongoing")],
            ),
            (
                "Phase II trials with MBT-60 and MBT-61 in lupus have started.",
                [("MBT-60", "Phase 2", "ongoing"), ("MBT-61", "Phase 2", "ongoing")],
            ),
            (
                "MBT-60 and 61 are small molecules. A Phase I trial of MBT-60 has been completed.",
                [("MBT-60", "Phase 1", "completed")],
            ),
            (
                "The Phase I and II trials of MBT-60 were completed in 2004.",
                [("MBT-60", "Phase 1", "completed"), ("MBT-60", "Phase 2", "completed")],
            ),
            (
                "Positive interim data from Phase 1-2 trial of MBT 60 in sickle cell anemia were shown at the ASH 2012 meeting.",
                [("MBT 60", "Phase 1/2", "ongoing")],
            ),
            (
                "Cash will fund the Phase 2 study of CG'906 in chronic lymphocytic leukemia, which is planned for 2019. CG'906 is an oral inhibitor of BTK and FLT3.",
                [("CG'906", "Phase 2", "planned")],
            ),
            (
                "REOLYXIN® is an oncolytic virus. A randomized Phase III trial of REOLYXIN in combination with paclitaxel and carboplatin in head and neck cancers is enrolling.",
                [("REOLYXIN", "Phase 3", "ongoing")],
            ),
            (
                "The trial will evaluate IMT504 plus standard of care in patients with non-small-cell lung carcinoma.",
                [],
            ),
            (
                "We received FDA Fast Track designation for MBT-60 for the treatment of Duchenne muscular dystrophy (DMD).",
                [],
            ),
            (
                "MBT-60, an siRNA targeting TTR, showed a 90% knockdown in non-human primates.",
                [("MBT-60", "Preclinical", "*")],
            ),
            ("Maristow sells Ferrolux® in Canada. Sales of Ferrolux® rose by 12% in the quarter.", []),
            ("Maristow will present at the BIO 2004 conference in San Francisco, booth BX 204.", []),
            (
                "The Company's shares trade on the TSX under MBX and on NASDAQ(R). Microsoft(R) and Windows(R) are trademarks.",
                [],
            ),
            (
                "An article on MBT-60 in the journal Blood shows that the compound kills leukemia cells in vitro.",
                [("MBT-60", "Preclinical", "*")],
            ),
            (
                "Maristow initiated a rolling submission of its NDA for MBT-60 for acute coronary syndrome.",
                [],
            ),
            (
                "Lead candidate MBT-60 has completed Phase 1 and is entering Phase 2.",
                [("MBT-60", "Phase 1", "completed"), ("MBT-60", "Phase 2", "*")],
            ),
            (
                "The Phase III trial of MBT-60 has been put on clinical hold by the FDA.",
                [("MBT-60", "Phase 3", "stopped")],
            ),
            (
                "Interleukin 17E (IL-17E) is our novel anticancer protein drug. The product IL-17E inhibits tumor growth in animal models.",
                [("IL-17E", "Preclinical", "*")],
            ),
            (
                "Net loss rose because of the Phase III MBT-60 trial costs. SR&ED credits for Q2 2013 fell.",
                [("MBT-60", "Phase 3", "*")],
            ),
            (
                "The Canadian Cancer Society estimates that colorectal cancer kills 9,000 people each year.",
                [],
            ),
            (
                "MBT-60 is Maristow's oral drug for colorectal cancer. Colorectal cancer is the second leading cause of cancer death.",
                [],
            ),
            (
                "L'essai clinique de phase II du MBT-60 chez des patients atteints de mélanome est terminé.",
                [("MBT-60", "Phase 2", "completed")],
            ),
            (
                "Data from the Phase 2 trial of MBT-60 will be presented at ASCO 2016.",
                [("MBT-60", "Phase 2", "*")],
            ),
            (
                "Following FDA clearance, Maristow will start dosing in its first-in-human Phase 1 study of MBT-60 in the fourth quarter.",
                [("MBT-60", "Phase 1", "planned")],
            ),
            (
                "As previously announced, the Phase 2 trial of MBT-60 was terminated due to slow enrollment.",
                [("MBT-60", "Phase 2", "stopped")],
            ),
            (
                "Maristow expects to complete enrolment in its Phase III study of MBT-60 by year end.",
                [("MBT-60", "Phase 3", "ongoing")],
            ),
            ("Preparations for a Phase III study of MBT-60 continue.", [("MBT-60", "Phase 3", "planned")]),
            (
                "With the Phase 1 study of MBT-60 behind us, planning for Phase 2 is under way.",
                [("MBT-60", "Phase 1", "*"), ("MBT-60", "Phase 2", "planned")],
            ),
        ],
    )
    def test_gives_each_phase_to_its_candidate_with_its_status(self, text, expected):
        found = told(text)

        assert [claim[:2] for claim in found] == [claim[:2] for claim in sorted(expected)]
        assert all(claim in found for claim in expected if claim[2] != ANY)

    @pytest.mark.parametrize(
        ("printed", "phase"),
        [
            ("Phase Ib", "Phase 1"),
            ("Phase 1b", "Phase 1"),
            ("phase 2B", "Phase 2"),
            ("PHASE IIA", "Phase 2"),
            ("Phase I/II", "Phase 1/2"),
            ("Phase Ib/II", "Phase 1/2"),
            ("Phase 1b/2a", "Phase 1/2"),
            ("Phase 1-2", "Phase 1/2"),
            ("Phase I-II", "Phase 1/2"),
            ("Phase Ia/Ib", "Phase 1"),
            ("Phase 2b/3", "Phase 2/3"),
            ("pivotal phase three", "Phase 3"),
            ("Phase\nII", "Phase 2"),
            ("Phase\u00a0III", "Phase 3"),
            ("Phase-2", "Phase 2"),
            ("Phase IV", "Phase 4"),
            ("Phase Two", "Phase 2"),
        ],
    )
    def test_every_spelling_comes_down_to_one_phase(self, printed, phase):
        assert [
            claim.phase.value for claim in claims(release(f"A {printed} trial of MBX-40 has begun."))
        ] == [phase]

    def test_two_phases_joined_by_a_word_are_two(self):
        assert [c[1] for c in told("The phase I and II trials of MBX-40 were completed.")] == [
            "Phase 1",
            "Phase 2",
        ]

    @pytest.mark.parametrize(
        "words",
        [
            "Stage 3 disease",
            "stage III or IVA disease",
            "Grade III/IV fever",
            "Level III evidence",
            "GP IIb/IIIa",
            "type 2 diabetes",
            "Type I IFN",
            "the recommended Phase 2 dose",
            "the end-of-Phase II meeting",
            "the Phase II Clinical Trials 1 Poster Session",
        ],
    )
    def test_what_only_looks_like_a_phase_is_none(self, words):
        assert told(f"MBX-40 is our drug; the report speaks of {words}.") == []

    def test_a_sentence_without_a_name_speaks_of_the_one_before(self):
        assert told(
            "MBX-40 is our drug for gout and MBX-50 for asthma. MBX-50 was well received.",
            "The drug will enter Phase I in May.",
        ) == [("MBX-50", "Phase 1", "planned")]

    @pytest.mark.parametrize(
        "words",
        [
            "Larger companies have two inhaled salts in Phase III.",
            "Orvex Inc. reported that its antibody zelotumab had failed in Phase 3.",
            "The KEYNOTE-689 Phase 3 trial showed a benefit of pembrolizumab.",
            "Dr. Weir joins from Orvex, where she led the Phase III program of Orvexil(R).",
        ],
    )
    def test_nobody_s_and_other_companies_phases_are_not_claimed(self, words):
        assert told("MBX-40 is our drug for gout.", words) == []

    def test_a_phase_in_the_boilerplate_claims_nothing(self):
        assert told("A trial of MBX-40 was described.", about="MBX-40 has completed Phase II.") == []

    def test_what_is_denied_is_not_claimed(self):
        assert told("The agency agreed that Phase 1 and Phase 2 trials of MBX-40 could be omitted.") == []

    def test_two_drugs_and_two_phases_in_one_sentence_make_two_claims(self):
        assert told(
            "With MBX-40 now in Phase II for gout and KX-7712 in Phase I for asthma, our drugs advance."
        ) == [
            ("KX-7712", "Phase 1", "ongoing"),
            ("MBX-40", "Phase 2", "ongoing"),
        ]

    def test_the_proof_is_the_whole_sentence(self):
        text = release("All is well. A Phase II trial of MBX-40 in gout has begun in Leeds. More is to come.")

        [claim] = claims(text)

        assert claim.span.of(text.text) == "A Phase II trial of MBX-40 in gout has begun in Leeds."
        assert claim.indication == "gout"

    def test_of_several_sentences_the_one_with_status_and_disease_is_the_proof(self):
        text = release(
            "Costs of the MBX-40 Phase I trial rose. The Phase I trial of MBX-40 in asthma was completed."
        )

        [claim] = claims(text)

        assert claim.status is not None
        assert claim.status.value == "completed"
        assert "asthma" in claim.span.of(text.text)

    def test_a_disease_is_taken_from_elsewhere_where_the_sentence_names_none(self):
        [claim] = claims(release("MBX-40 is our drug for gout.", "A Phase II trial of MBX-40 has begun."))

        assert claim.indication == "gout"

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
    @given(
        st.lists(
            st.one_of(
                st.text(max_size=30),
                st.sampled_from(
                    [" Phase II", " trial of ", "MBX-40", " and ", ". ", " completed ", " in mice "]
                ),
            ),
            max_size=25,
        )
    )
    def test_any_text_gives_places_in_the_text(self, parts):
        text = release("MBX-40 is our drug. " + "".join(parts))

        found = claims(text)

        assert found == claims(text)
        assert all(claim.span.end <= len(text.text) for claim in found)
        assert len({(claim.product, claim.phase) for claim in found}) == len(found)
