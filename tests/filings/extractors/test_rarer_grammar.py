"""Marks gone wrong, typing errors, lifted holds, regimens, French: what releases print now and then."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filings.drugs import find_marked
from filings.extractors.candidates import find_candidates
from tests.filings.extractors.releases import (
    COMPANY,
    agents,
    candidates_of,
    indications,
    names,
    phases,
    release,
)


class TestMarks:
    @pytest.mark.parametrize("mark", ["â", "Â", "TM", "â„¢", "Â®", "(tm)", " (r)", "®"])
    def test_what_is_left_of_a_mark_is_no_part_of_the_brand(self, mark):
        found = names(
            f"The Phase III trial of Kelvirun{mark} in chronic hepatitis B has begun. Kelvirun is a tablet taken once daily.",
            f"Kelvirun{mark} was well tolerated.",
        )

        assert found == {"Kelvirun": []}

    def test_an_r_is_a_mark_where_the_brand_stands_without_it_too(self):
        text = release(
            "Dr. Oss will discuss the Phase II program of Kelvirunr in chronic hepatitis B.",
            "Kelvirun, an oral capsid inhibitor, is being developed with a partner.",
        )

        [found] = candidates_of(text)

        assert (found.name, found.aliases) == ("Kelvirun", ())
        assert [span.of(text.text) for span in found.mentions] == ["Kelvirun", "Kelvirun"]

    def test_a_brand_may_end_in_r(self):
        assert list(names("Enrollment in the Phase III trial of Zelavir(R) in gout is complete.")) == [
            "Zelavir"
        ]

    @given(st.text(alphabet="Kelvirun âÂ®TMr()™", max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_a_marked_word_never_ends_in_its_mark(self, words):
        assert not any(name.printed.endswith(("â", "Â", "®")) for name in find_marked(words))


class TestWrittenOutCytokines:
    @pytest.mark.parametrize("written", ["interleukin 22R", "Interleukin-22R", "interleukin-22R"])
    def test_its_code_in_brackets_is_the_name(self, written):
        found = names(
            f"Maristow is developing {written} (IL-22R), its protein drug for melanoma, and treated mice with it.",
            "IL-22R reduced tumors in mice. The company expects to start a trial of IL-22R next year.",
        )

        assert found == {"IL-22R": [written]}

    def test_a_cytokine_that_is_a_target_is_no_candidate(self):
        found = names("MBX-40, our drug for asthma, inhibits interleukin 5 (IL-5) and expression of IL-5.")

        assert list(found) == ["MBX-40"]


class TestTypingErrors:
    BODY = (
        "Maristow began a Phase II trial of MBX-2040 in gout. MBX-2040 is an oral drug.",
        "Earlier studies of MBX-2040 were small.",
    )

    @pytest.mark.parametrize("wrong", ["MBX-2400", "MBX-2004", "MBX-2140", "MBX 2400"])
    def test_two_figures_changed_over_or_one_wrong_are_the_same_candidate(self, wrong):
        text = release(*self.BODY, f"Patients given {wrong} had fewer attacks.")

        [found] = candidates_of(text)

        assert found.name == "MBX-2040"
        assert [(alias.name, alias.rule) for alias in found.aliases] == [(wrong, "candidates.typing-error")]
        assert found.aliases[0].span.of(text.text) == wrong

    @pytest.mark.parametrize(
        "other",
        [
            "MBX-2040 and MBX-2400 were compared in mice.",
            "MBX-2400 is a second compound, for asthma.",
            "A trial of MBX-2400 in asthma will begin next year.",
            "Patients given MBX-2400 did well. MBX-2400 was safe. We like MBX-2400.",
            "Patients given MBX-2041 had fewer attacks.",
            "Patients given MBX-3040 had fewer attacks.",
            "The back-up MBX-2400 was given to dogs.",
        ],
    )
    def test_two_codes_with_something_of_their_own_stay_two(self, other):
        assert len(names(*self.BODY, other)) == 2

    def test_codes_that_are_both_rare_stay_two(self):
        assert len(names("A trial of MBX-2040 in gout has begun. A study of MBX-2400 is planned.")) == 2


class TestSoleMention:
    @pytest.mark.parametrize(
        ("words", "claim"),
        [
            (
                "Ethics approval has been granted for a Phase I trial of MBX-40; screening commences in May.",
                ("MBX-40", "Phase 1", "planned"),
            ),
            ("Maristow intends to begin Phase III of MBX-40.", ("MBX-40", "Phase 3", "planned")),
            ("MBX-40 is in IND-enabling studies.", ("MBX-40", "Preclinical", None)),
            ("MBX-40 is being prepared for human testing.", ("MBX-40", "Preclinical", None)),
            ("A Phase II trial of MBX-40 is 80 percent enrolled.", ("MBX-40", "Phase 2", "ongoing")),
            ("MBX-40: Phase 1 dose escalation continues.", ("MBX-40", "Phase 1", "ongoing")),
            ("MBX-40 has begun toxicology testing.", ("MBX-40", "Preclinical", None)),
        ],
    )
    def test_a_phase_or_a_verb_of_development_is_evidence_enough(self, words, claim):
        assert phases(words) == {claim}


class TestStatus:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            (
                "The clinical hold that the FDA had placed on the Phase II trial of MBX-40 was lifted in May, and dosing has resumed.",
                "ongoing",
            ),
            ("The FDA has lifted the clinical hold on the Phase II trial of MBX-40 in gout.", "ongoing"),
            (
                "The Phase II trial of MBX-40 was put on hold in March. Enrollment in the Phase II trial of MBX-40 resumed in May.",
                "ongoing",
            ),
            (
                "The FDA has removed the clinical hold on MBX-40, and the Company may proceed with its Phase 2 trial of MBX-40.",
                "planned",
            ),
            ("The FDA has placed the Phase II trial of MBX-40 on clinical hold.", "stopped"),
            (
                "The data monitoring committee has completed its third scheduled safety review of the Phase II trial of MBX-40, which continues.",
                "ongoing",
            ),
            ("The Phase II trial of MBX-40 in gout has now been unblinded.", "completed"),
            (
                "Maristow reported data from its Phase II trial of MBX-40 in gout. All 104 patients have completed the trial.",
                "completed",
            ),
            (
                "Maristow is pleased to announce the completion of patient treatment in its Phase II trial of MBX-40.",
                "completed",
            ),
            (
                "The Phase II trial of MBX-40 was wound down after an unfavourable interim analysis.",
                "stopped",
            ),
            ("Maristow has scrapped its Phase II trial of MBX-40 in gout.", "stopped"),
            ("Maristow will no longer move forward with the Phase II trial of MBX-40.", "stopped"),
            (
                "Maristow has temporarily halted recruitment into its Phase II challenge trial of MBX-40.",
                "stopped",
            ),
            ("The Phase II trial of MBX-40 has reached its enrollment target.", "ongoing"),
            ("The Phase II trial of MBX-40 hit both co-primary endpoints.", "completed"),
            ("Talks with the agency over a Phase II trial of MBX-40 are well advanced.", "planned"),
            ("MBX-40 is half way through Phase II.", "ongoing"),
            ("The first site of the Phase II trial of MBX-40 has been activated.", "ongoing"),
            ("The last patient visit in the Phase II trial of MBX-40 took place in May.", "completed"),
            ("Maristow aims to start a Phase II trial of MBX-40 in gout.", "planned"),
        ],
    )
    def test_a_trial_has_the_status_that_its_verb_tells(self, words, expected):
        assert phases(words) == {("MBX-40", "Phase 2", expected)}

    def test_the_next_paragraph_may_tell_what_the_trial_has_come_to(self):
        found = phases(
            "Pain scores fell by half in the first patients of the Phase II trial of MBX-40.",
            "The study, which has been running since January, will enroll 120 people.",
        )

        assert found == {("MBX-40", "Phase 2", "ongoing")}

    def test_a_gene_is_no_drug_that_the_next_paragraph_may_speak_of(self):
        found = phases(
            "MBX-101 is a gene therapy for retinitis pigmentosa due to mutations in RPE65.",
            "The application is supported by a pivotal Phase 3 trial, which was completed in 2016.",
            "A Phase 1/2 trial of MBX-204 for choroideremia is fully enrolled.",
        )

        assert found == {("MBX-101", "Phase 3", "completed"), ("MBX-204", "Phase 1/2", "ongoing")}


class TestRegimens:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("MBX-40 will be tested with gemcitabine/cisplatin in gout.", {"gemcitabine", "cisplatin"}),
            (
                "MBX-40 was studied as an adjunct to levodopa/carbidopa in people with Parkinson's disease.",
                {"levodopa", "carbidopa"},
            ),
            (
                "MBX-40 is given after a prophylactic regimen of prednisolone and sirolimus.",
                {"prednisolone", "sirolimus"},
            ),
            ("MBX-40 may be co-administered with a licensed vaccine (Vaxigrip).", {"Vaxigrip"}),
            ("A bioequivalence study of MBX-40 against Cystagon (cysteamine) has begun.", {"cysteamine"}),
            ("Phase 1 trial of MBX-40: azacitidine combination cohort planned.", {"azacitidine"}),
            ("MBX-40 is used in a venetoclax-based regimen.", {"venetoclax"}),
            ("MBX-40 was added to standard gemcitabine therapy.", {"gemcitabine"}),
            ("A cisplatin and MBX-40 combination was tested.", {"cisplatin"}),
            ("MBX-40 is given with chemotherapy (carboplatin, paclitaxel).", {"carboplatin", "paclitaxel"}),
            (
                "Budesonide was included as a reference arm. Loperamide had been barred; 60% of patients did well.",
                {"budesonide"},
            ),
            ("MBX-40 is given first, followed by radiation and cisplatin.", {"cisplatin"}),
        ],
    )
    def test_a_drug_of_the_regimen_is_an_agent(self, words, expected):
        assert agents("MBX-40 is our drug candidate in Phase II.", words) == expected

    def test_a_comparator_may_stand_where_neither_candidate_nor_trial_is_named(self):
        found = agents(
            "Maristow reported results of the Phase II trial of MBX-40 in neuropathic pain.",
            "The primary endpoint was met.",
            "Scores fell by 2.8 points, against 2.4 points for pregabalin and 1.6 for placebo.",
        )

        assert found == {"pregabalin"}

    def test_an_approved_drug_of_the_market_is_none(self):
        found = agents(
            "Maristow reported results of the Phase II trial of MBX-40 in neuropathic pain.",
            "Sales of pregabalin rose by 4 percent to $3 billion last year.",
        )

        assert found == set()


class TestFrench:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("chez des patients atteints d'asthme modéré", {"asthma"}),
            ("dans le traitement du cancer du rein", {"renal cell cancer"}),
            ("chez des patients souffrant de polyarthrite rhumatoïde", {"rheumatoid arthritis"}),
            ("chez des personnes atteintes d'obésité", {"obesity"}),
            ("contre la mucoviscidose", {"cystic fibrosis"}),
            ("dans le traitement du diabète de type 2", {"type 2 diabetes"}),
            ("dans le cancer du sein et le cancer de la prostate", {"breast cancer", "prostate cancer"}),
        ],
    )
    def test_french_diseases_have_their_american_names(self, words, expected):
        assert (
            indications(f"La société a amorcé un essai clinique de phase II de MBX-40 {words}.") == expected
        )

    def test_an_english_sentence_has_no_french_disease(self):
        assert indications("Maristow began a Phase II trial of MBX-40 in Goutte County for asthma.") == {
            "asthma"
        }

    def test_a_french_mark_is_no_part_of_a_brand(self):
        assert names("La société annonce une étude de phase III sur Glucelar(MC) (MBX-90).") == {
            "Glucelar": ["MBX-90"]
        }

    def test_preclinical_work_is_told_in_french_too(self):
        assert phases("MBX-40 fait l'objet d'études précliniques chez la souris.") == {
            ("MBX-40", "Preclinical", None)
        }


class TestBrandWithoutMark:
    @pytest.mark.parametrize(
        "words",
        [
            "Our most advanced drug, Neuroctane, is the subject of a North American Phase III trial in brain metastases.",
            "Health Canada has issued a Notice of Compliance for Neuroctane (levocarbide powder) in asthma.",
            "Maristow has completed its Phase III trial of Neuroctane in asthma.",
            "Half of the patients were assigned to Neuroctane or matching placebo in a Phase III trial.",
            "The Phase III trial of Neuroctane foam met its endpoint.",
        ],
    )
    def test_it_is_found_where_only_a_drug_can_stand(self, words):
        assert list(names(words)) == ["Neuroctane"]

    def test_a_brand_in_capitals_is_known_by_its_general_name(self):
        found = names(
            "Health Canada has issued a Notice of Compliance for NEUROCTANE (levocarbide inhalation powder) in asthma."
        )

        assert [name.casefold() for name in found] == ["neuroctane"]

    def test_a_trade_name_for_a_code_is_that_drug_s(self):
        found = names(
            "The Phase II trial of Painovex in migraine has been completed.",
            "Painovex is the trade name under which MBX-1021 will be marketed.",
        )

        assert found == {"Painovex": ["MBX-1021"]}

    def test_a_gene_therapy_s_name_has_two_words(self):
        found = names(
            "The first patient was treated with velorogene parvovec (MBX-002) in a Phase 1/2 trial."
        )

        assert found == {"velorogene parvovec": ["MBX-002"]}

    def test_a_place_is_no_brand(self):
        assert names("Maristow has begun a Phase II trial in Rotterham and a study in Velbury.") == {}


def test_find_candidates_reads_doubled_codes_alike_twice():
    text = release(*TestTypingErrors.BODY, "Patients given MBX-2400 had fewer attacks.")

    assert find_candidates(text, registrants=[COMPANY], tickers=()) == candidates_of(text)


class TestNamesThatAreNotTheDrugs:
    def test_what_the_drug_acts_on_may_have_a_name_of_its_own(self):
        found = names(
            "MRT-114, the company's lead drug, is in a Phase II trial in gout. MRT-114 blocks a transport protein known as "
            "SLQ-5, which sits in the wall of the cell."
        )

        assert found == {"MRT-114": []}

    @pytest.mark.parametrize(
        "words",
        ["MRT-114 is an antibody known as SLQ-505", "MRT-114, a small antibody also known as SLQ-505,"],
    )
    def test_what_the_drug_is_bears_the_drugs_other_name(self, words):
        found = names(f"{words} and in a Phase II trial in gout.")

        assert found in ({"MRT-114": ["SLQ-505"]}, {"SLQ-505": ["MRT-114"]})


class TestBrandsWithALetter:
    def test_they_are_whole_names(self):
        found = names(
            "Velorix-T, Maristow's therapeutic vaccine for melanoma, met its primary endpoint in a Phase III trial."
        )

        assert found == {"Velorix-T": []}

    def test_an_ordinary_word_with_a_letter_is_none(self):
        assert names("Vitamin-D was given in a Phase II trial in gout.") == {}


class TestUnnamedDrugs:
    def test_a_clause_about_another_drug_without_a_name_is_not_the_named_ones(self):
        found = phases(
            "The company's influenza vaccine, MRT-114, is in Phase II trials, and its vaccine against West Nile virus "
            "recently finished a Phase I trial in 40 volunteers."
        )

        assert found == {("MRT-114", "Phase 2", "ongoing")}
