"""The English of newswires: codes of many makes, headings over items, trials with names, words of status."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from tests.filings.extractors.releases import agents, indications, names, phases


class TestCodes:
    @pytest.mark.parametrize(
        "code",
        [
            "KXV-CoV19",
            "KXV-Pf3",
            "KX-06463922",
            "KXN162b2",
            "mRNA-2117",
            "KX 94-9027",
            "KX3002813",
            "AAV2-KXDF",
        ],
    )
    def test_is_whole_however_it_is_built(self, code):
        assert names(f"Patients are receiving {code} in a Phase 2 trial.", f"{code} was well tolerated.") == {
            code: []
        }

    @pytest.mark.parametrize("printed", ["177Lu-KX-204", "[177Lu]Lu-KX-204", "225Ac-KX-204"])
    def test_an_isotope_before_it_is_no_part_of_it(self, printed):
        assert "KX-204" in names(f"A Phase 3 trial of {printed} in neuroendocrine tumors has begun.")

    def test_a_serotype_of_a_vector_is_none(self):
        assert names(
            "KX-204 consists of an AAV5 vector and is in a Phase 1 trial; AAV9 would reach the brain."
        ) == {"KX-204": []}


class TestNames:
    def test_a_general_name_and_the_marked_brand_behind_it_are_one_drug_s(self):
        assert names("The pipeline includes velprovate (Kelvara™), now in Phase III trials for gout.") == {
            "velprovate": ["Kelvara"]
        }

    def test_the_older_and_the_newer_name_may_stand_in_one_phrase(self):
        found = names(
            "The patch formerly called KX-T9 and now known as Kelvara was dropped after a Phase II study."
        )

        assert found == {"Kelvara": ["KX-T9"]}

    def test_a_drug_of_a_company_that_is_bought_is_its_own(self):
        found = names(
            "The Company has agreed to acquire Quernmore Inc., a privately held company.",
            "Quernmore's lead compound, QRN-7, is a topical protease inhibitor which has completed a Phase IIa study.",
        )

        assert found == {"QRN-7": []}

    def test_a_drug_of_another_company_is_not(self):
        assert names("Quernmore's lead compound, QRN-7, is a topical protease inhibitor in Phase II.") == {}

    def test_a_marked_word_with_a_number_may_be_a_trial(self):
        found = names(
            "Harvest-1™ trial of KX-204 begins.",
            "Harvest-1, a randomized, placebo-controlled Phase 2 clinical trial, evaluates KX-204.",
        )

        assert found == {"KX-204": []}

    def test_an_aside_may_stand_between_name_and_verb(self):
        assert names(
            "Kelvara(TM), a spray of two salts in water, completed enrollment in a Phase IIb trial in hay fever."
        ) == {"Kelvara": []}

    def test_what_somebody_was_responsible_for_elsewhere_is_none(self):
        assert (
            names("Dr. Oss was responsible for the registration of Kelvara(R) and Lumexa(R) at Lorant.") == {}
        )

    def test_boilerplate_may_vouch_for_the_brand_beside_a_code(self):
        found = names(
            "Milestones of $7 million may be earned for ophthalmology (Kelvara®).",
            about="Maristow has one device (KX-1701/Kelvara®) under development.",
        )

        assert found == {"Kelvara": []}

    def test_a_concept_is_none(self):
        assert names("In the Phase 2 proof of concept trial, KX-204 was superior to vancomycin.") == {
            "KX-204": []
        }


class TestAgents:
    def test_a_new_drug_in_an_aside_behind_the_kind_it_is_of_is_one(self):
        text = "Dosing of KX-204 in combination with a checkpoint inhibitor, velorimab, has begun in a Phase 2 trial."

        assert (names(text), agents(text)) == ({"KX-204": []}, {"velorimab"})

    def test_what_patients_already_had_is_none(self):
        assert (
            agents("Half of the patients in the Phase 3 trial of KX-204 have already had infliximab.")
            == set()
        )

    def test_both_names_of_fluorouracil_are_one(self):
        assert agents(
            "KX-204 is given with 5-fluorouracil (5-FU). A Phase 2 trial of KX-204 plus 5-FU is open."
        ) == {"5-fluorouracil"}

    def test_what_a_candidate_is_superior_over_is_one(self):
        assert agents("In a Phase 2 trial KX-204 demonstrated superiority over vancomycin.") == {"vancomycin"}

    def test_the_general_name_in_brackets_is_taken_for_a_partner_s_brand(self):
        assert agents("KX-204 will be studied with Merck's anti-PD-1 therapy Keytruda (pembrolizumab).") == {
            "pembrolizumab"
        }

    def test_what_prepares_a_relapsed_patient_is_given_with_the_candidate(self):
        assert agents(
            "The patient, with relapsed lymphoma, had received lymphodepletion with fludarabine and cyclophosphamide before KX-204 was given in the Phase 1 trial."
        ) == {"fludarabine", "cyclophosphamide"}

    def test_a_globulin_is_no_drug_s_name(self):
        assert agents("Patients in the Phase 2 trial are switched from immune globulin to KX-204.") == set()


class TestIndications:
    def test_squamous_cell_cancer_of_an_organ_is_the_organ_s(self):
        assert indications("KX-204 is in Phase 2 for squamous cell cancer of the head and neck.") == {
            "head and neck cancer"
        }

    def test_an_item_about_a_trial_speaks_of_the_drug_in_the_heading(self):
        assert indications(
            "Maristow has one drug, KX-204, an antibody.",
            "KX-204 (anti-CCR8)",
            "Phase 2 expansion cohorts in cervical cancer are expected to open with cemiplimab.",
        ) == {"cervical cancer"}

    def test_systemic_lupus_and_eczema_keep_their_names(self):
        assert indications("KX-204 is in Phase 2 for SLE and KX-310 is in Phase 2 for eczema.") == {
            "systemic lupus erythematosus",
            "eczema",
        }


class TestPhases:
    @pytest.mark.parametrize(
        ("words", "status"),
        [
            ("Patients are now being screened for the Phase II trial of KX-204.", "ongoing"),
            ("KX-204 moved into Phase II in June.", "ongoing"),
            ("Recruitment into the Phase II study of KX-204 is on track.", "ongoing"),
            ("We look forward to reporting data from the Phase II trial of KX-204.", "ongoing"),
            ("The Phase II trial of KX-204 has reached the half-way mark.", "ongoing"),
            ("All 120 patients in the Phase II trial of KX-204 have been randomized.", "ongoing"),
            ("The Phase II trial of KX-204 in healthy people ends in March.", "ongoing"),
            ("The Phase II trial of KX-204 has been brought to a successful close.", "completed"),
            ("The Phase II trial of KX-204 was wound up in December.", "completed"),
            ("The Phase II trial of KX-204 is over.", "completed"),
            ("KX-204 reached the goal of its Phase II trial.", "completed"),
            ("A Phase II trial had settled the dose of KX-204.", "completed"),
            ("In Phase II KX-204 brought 41 per cent of patients into remission.", "completed"),
            ("Of 24 volunteers in the Phase II study of KX-204, 16 did not fall ill.", "completed"),
            ("The FDA has given the green light to a Phase II trial of KX-204.", "planned"),
            ("KX-204 is Phase II-ready.", "planned"),
            ("A Phase II trial of KX-204 has been agreed and should begin in November.", "planned"),
            ("First patient dosing in the Phase II trial of KX-204 is anticipated in May.", "planned"),
            ("The Phase II trial of KX-204 has been put back to 2008.", "planned"),
            ("We plan a Phase II trial of KX-204 in coronary bypass surgery.", "planned"),
            ("The IND for KX-204 was cleared, enabling the initiation of a Phase II trial.", "planned"),
            ("Maristow has withdrawn KX-204 from Phase II testing.", "stopped"),
            ("The Phase II trial of KX-204 was broken off after three deaths.", "stopped"),
            ("Maristow brings its Phase II trial of KX-204 to an early end.", "stopped"),
            ("We have closed the Phase II study of KX-204.", "stopped"),
            ("A clinical hold has been placed on both the KX-204 ongoing Phase II studies.", "stopped"),
            ("The Phase II study of KX-204 may not take in further patients.", "stopped"),
            (
                "The rise in costs is due to the Phase II trial of KX-204, which has ended in success.",
                "completed",
            ),
        ],
    )
    def test_a_trial_has_the_status_that_its_words_tell(self, words, status):
        found = phases(words, "KX-204 is an oral drug.", headline="Maristow Gives News")

        assert found == {("KX-204", "Phase 2", status)}

    @pytest.mark.parametrize(
        "words",
        [
            "Kelvara®, the first gene therapy approved in the European Union, is a drug for anemia.",
            "Kelvara®, a drug against dengue, has been licensed for sale in Thailand.",
        ],
    )
    def test_approval_may_be_told_in_passing(self, words):
        assert phases(words) == {("Kelvara", "Approved", None)}

    def test_a_drug_that_is_part_of_another_has_no_share_in_its_trial(self):
        assert phases(
            "KX-1 is an oral drug. KX-4232, a combination of KX-1 and lisinopril, is in development; a Phase II study will commence."
        ) == {("KX-4232", "Phase 2", "planned")}

    def test_a_study_s_number_is_no_other_drug(self):
        assert phases(
            "The ongoing Phase II study (Study AD201) evaluating KX-204 in asthma will be enlarged."
        ) == {("KX-204", "Phase 2", "ongoing")}

    def test_the_company_that_conducts_an_item_s_trial_owns_no_drug_there(self):
        found = phases(
            "Two of our drugs, KX-204 and KX-310, are in advanced trials.",
            "KX-204",
            "A Phase III trial in children is being conducted in Europe by Oncoscience AG.",
        )

        assert ("KX-204", "Phase 3", "ongoing") in found

    def test_animals_that_open_a_sentence_were_given_the_drug_before(self):
        found = phases(
            "KX-204, a peptide, keeps the scar cells at rest. In rats with cirrhosis a week of daily injections halved the scars."
        )

        assert found == {("KX-204", "Preclinical", None)}
