"""How far a trial has come, by the tense of its verb and by what the verb is about: a trial, a part of it, a talk."""

# ruff: noqa: E501  (each case is a passage, as a release prints it)

import pytest

from filings.extractors.phases import find_phases
from tests.filings.extractors.releases import candidates_of, release


def stages(*body: str, **parts: str) -> set[tuple[str, str | None]]:
    text = release(*body, **parts)
    return {
        (str(claim.phase).removeprefix("Phase "), claim.status and str(claim.status))
        for claim in find_phases(text, candidates_of(text))
    }


class TestPast:
    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 was evaluated in a Phase 2 trial that enrolled 120 patients with asthma.",
            "The Phase 2 trial of KX-204 enrolled 120 patients and met its primary endpoint.",
            "Results of the Phase 2 study of KX-204, which enrolled 140 adults, were presented.",
            "The randomized Phase 2 study of KX-204 recruited 85 patients at 12 centers and compared two doses with placebo.",
            "The Phase 2 trial of KX-204 was a randomized, placebo-controlled trial in 120 patients.",
            "Patients in the Phase 2 trial of KX-204 received 10 mg or placebo once daily for 12 weeks.",
            "In a Phase 2 study, single doses of KX-204 reduced wheezing.",
            "KX-204 has not met the primary endpoint of its Phase II study in asthma.",
            "The Phase 2 trial of KX-204 achieved statistical significance on its primary endpoint.",
            "KX-204 has failed to demonstrate sufficient efficacy in a Phase II study in patients with asthma.",
        ],
    )
    def test_a_trial_told_of_as_a_whole_is_over(self, words):
        assert stages(words) == {("2", "completed")}

    @pytest.mark.parametrize(
        "words",
        [
            "The Phase 2 trial of KX-204 has enrolled 120 patients.",
            "The Phase 2 trial of KX-204 has enrolled 60 of 120 planned patients.",
            "The Phase 2 trial of KX-204 enrolled its first patient in June.",
            "Maristow enrolled 20 patients in the Phase 2 trial of KX-204 during the quarter.",
            "Interim results of the Phase 2 trial of KX-204, which enrolled 30 patients, were presented.",
        ],
    )
    def test_a_count_of_patients_so_far_is_of_a_running_trial(self, words):
        assert stages(words) == {("2", "ongoing")}

    @pytest.mark.parametrize(
        "words",
        [
            "The approval is based on two Phase III studies that enrolled a total of 579 patients.",
            "Approval was based on data from more than 2,600 patients treated in Phase III clinical trials.",
            "The application was supported by a Phase 3 trial in which 400 patients were randomized.",
            "The NDA included data from two Phase 3 studies in which 812 patients were dosed.",
        ],
    )
    def test_what_an_approval_rests_on_is_over(self, words):
        assert ("3", "completed") in stages("The FDA has approved KX-204 for asthma.", words)

    def test_what_an_approval_to_begin_or_a_later_filing_rests_on_is_not(self):
        assert stages("The NDA for KX-204 will be supported by the ongoing Phase 3 trial.") == {
            ("3", "ongoing")
        }


class TestStop:
    @pytest.mark.parametrize(
        "words",
        [
            "Maristow will end its Phase II study of KX-204 in asthma.",
            "Maristow will wind down its Phase II study of KX-204 in asthma.",
            "Maristow to end Phase II study of KX-204 in asthma.",
            "Maristow is ending its Phase II study of KX-204 in asthma.",
            "The Phase II study of KX-204 in asthma will be terminated.",
            "The Phase II study of KX-204 in asthma is to be stopped.",
            "Maristow has placed the Phase 2 trial of KX-204 on voluntary hold.",
            "Maristow will not initiate the planned Phase 2 study of KX-204.",
            "The planned Phase 2 study of KX-204 will not be initiated.",
        ],
    )
    def test_a_stop_to_come_is_a_stop(self, words):
        assert stages(words) == {("2", "stopped")}

    def test_a_trial_that_will_end_of_itself_runs(self):
        assert stages("The Phase II study of KX-204 in asthma will end in March 2012.") == {("2", "ongoing")}


class TestPlan:
    @pytest.mark.parametrize(
        "words",
        [
            "The net proceeds will be used to fund the Phase 2 program for KX-204 in asthma, which Maristow intends to initiate in 2010.",
            "Proceeds will fund the Phase 2 trial of KX-204, which Maristow plans to start next year.",
            "Initiation of the Phase 2 trial of KX-204 is expected in the third quarter.",
            "The start of the Phase 2 trial of KX-204 is delayed to 2014.",
        ],
    )
    def test_what_is_meant_to_begin_is_planned(self, words):
        assert stages(words) == {("2", "planned")}

    def test_a_completion_to_come_of_another_trial_is_planned(self):
        found = stages(
            "A partner will join the program of KX-204 in asthma, following completion of a Phase 1 bridging study."
        )
        assert found == {("1", "planned")}

    def test_results_on_which_the_next_trial_is_based_are_of_a_trial_that_is_over(self):
        found = stages(
            "Based on the results of the Phase 1 trial, Maristow has begun a Phase 2 trial of KX-204."
        )
        assert found == {("1", "completed"), ("2", "ongoing")}

    def test_an_ongoing_trial_on_whose_completion_another_waits_is_ongoing(self):
        found = stages(
            "Following completion of an ongoing Phase 1 study, Maristow plans to begin a Phase 2 trial of KX-204."
        )
        assert found == {("1", "ongoing"), ("2", "planned")}


class TestRunning:
    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 continues to progress through a Phase 2 study in asthma at four sites.",
            "KX-204 continues to advance through Phase 2.",
            "KX-204 is moving through Phase 2 trials.",
            "KX-204 is also being investigated in an investigator-sponsored Phase 2 trial in asthma.",
            "KX-204 is under evaluation in a Phase 2 study in asthma.",
            "Trial-in-progress poster: Phase 2 study of KX-204 in asthma.",
            "Enrollment in the Phase 2 trial of KX-204 is expected to be completed in June.",
            "The Phase 2 trial of KX-204 is on track to complete enrollment in the fourth quarter.",
            "The Phase 2 trial of KX-204 passed its futility analysis.",
            "KX-204 is undergoing Phase 2 clinical trials in asthma.",
            "The Company continued to enroll patients in the Phase 2 trial of KX-204.",
        ],
    )
    def test_what_goes_on_is_ongoing(self, words):
        assert stages(words) == {("2", "ongoing")}

    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 is a product for which the first cohort of a Phase 2 study was completed in August.",
            "The single ascending dose part of the Phase 2 study of KX-204 was completed in May.",
            "The Phase 2a portion of the KX-204 trial was completed and the Phase 2b portion is enrolling.",
        ],
    )
    def test_a_part_that_is_completed_leaves_the_trial_running(self, words):
        assert stages(words) == {("2", "ongoing")}

    def test_the_last_part_that_is_completed_completes_the_trial(self):
        assert stages("The final cohort of the Phase 1 study of KX-204 has been completed.") == {
            ("1", "completed")
        }

    @pytest.mark.parametrize(
        ("words", "status"),
        [
            ("The talk will feature updated data from the Phase 2 trial of KX-204.", "ongoing"),
            ("A poster will highlight final results from the Phase 2 trial of KX-204.", "completed"),
            ("The presentation will describe results of the Phase 2 trial of KX-204.", "completed"),
        ],
    )
    def test_a_talk_to_come_is_no_trial_to_come(self, words, status):
        assert stages(words) == {("2", status)}


class TestTwoTrials:
    def test_one_told_of_as_past_and_one_planned_in_another_disease_are_two(self):
        assert stages(
            "In the Phase 2 trial, KX-204 reduced proteinuria by 41% compared with placebo in IgA nephropathy.",
            "Maristow plans to initiate a Phase 2 trial of KX-204 in lupus nephritis.",
        ) == {("2", "completed"), ("2", "planned")}

    def test_two_diseases_of_one_sentence_are_two_trials(self):
        assert claims(
            "KX-204 met its primary endpoint in a Phase 2 trial in asthma; a Phase 2 trial in gout is planned."
        ) == {("KX-204", "2", "asthma"), ("KX-204", "2", "gout")}

    def test_this_indication_is_the_one_before(self):
        assert stages(
            "Maristow has completed a Phase 3 trial of KX-204 in leukemia.",
            "In solid tumors, KX-204 has completed a Phase 2 trial in pancreatic cancer, and Maristow is preparing a Phase 3 trial in this indication.",
        ) == {("3", "completed"), ("2", "completed"), ("3", "planned")}


class TestPrinted:
    @pytest.mark.parametrize(
        "words",
        [
            "A Phase 1b/2 dose-escalation and dose-expansion study of KX-204 is enrolling.",
            "A Phase 1/2 dose escalation trial of KX-204 is enrolling.",
            "KX-204 is in a Phase 1/2a dose-ranging study.",
        ],
    )
    def test_dose_escalation_behind_it_leaves_a_double_phase_whole(self, words):
        assert stages(words) == {("1/2", "ongoing")}

    def test_exon_skipping_leaves_no_phase_out(self):
        assert stages("KX-204, an exon 45 skipping oligonucleotide, is in a Phase 2 trial in DMD.") == {
            ("2", "ongoing")
        }

    def test_skipping_one_phase_denies_no_other(self):
        assert stages("Maristow plans to advance KX-204 directly to Phase 3, skipping Phase 2.") == {
            ("3", "planned")
        }

    def test_three_numbers_are_read_as_the_later_two(self):
        assert stages("KX-204 is in an ongoing Phase 1/2/3 trial in asthma.") == {("2/3", "ongoing")}


def claims(*body: str) -> set[tuple[str, str, str | None]]:
    text = release(*body)
    return {
        (claim.product, str(claim.phase).removeprefix("Phase "), claim.indication)
        for claim in find_phases(text, candidates_of(text))
    }


class TestTwoDrugsOfOneSentence:
    @pytest.mark.parametrize(
        "words",
        [
            "KX-204, for gout, which is in a Phase 2 trial in Canada, and KX-310 for asthma, which is currently in Phase 1.",
            "KX-204 for gout is in Phase 2, while KX-310 for asthma is in Phase 1.",
            "Our products are KX-204, in a Phase 2 trial for gout; and KX-310, in Phase 1 for asthma.",
            "The funds go to the Phase 2 trial of KX-204 in gout at 12 centers, and to the Phase 1 trial of KX-310 in asthma.",
            "KX-204, in a Phase 2 trial in gout, and KX-310, for asthma, in Phase 1, are our lead programs.",
        ],
    )
    def test_each_has_the_disease_of_its_own_clause(self, words):
        assert claims(words) == {("KX-204", "2", "gout"), ("KX-310", "1", "asthma")}

    def test_a_phase_at_the_head_of_a_list_is_of_each_drug_in_it(self):
        assert claims("Maristow has two products in Phase 2: KX-204 for gout and KX-310 for asthma.") == {
            ("KX-204", "2", "gout"),
            ("KX-310", "2", "asthma"),
        }

    def test_a_disease_told_of_both_is_of_both(self):
        assert claims("Phase 2 trials of KX-204 and KX-310 in asthma are ongoing.") == {
            ("KX-204", "2", "asthma"),
            ("KX-310", "2", "asthma"),
        }

    def test_a_phase_before_the_next_drug_is_of_the_one_before(self):
        assert claims(
            "Maristow develops KX-204, which has completed a Phase 1 trial in volunteers and which the Company intends to advance into a Phase 2 trial in short bowel syndrome, and KX-310 for gout, in preclinical development."
        ) == {
            ("KX-204", "1", None),
            ("KX-204", "2", "short bowel syndrome"),
            ("KX-310", "Preclinical", "gout"),
        }


class TestHeadings:
    def test_a_heading_binds_what_stands_below_before_any_memory(self):
        assert claims(
            "KX-310 for Wilson disease",
            "• Continued enrolment of the Phase 3 trial of KX-310",
            "KX-204 for gout",
            "• Dosed the first patient in the Phase 1 trial",
            "• The Company expects to initiate a Phase 3 trial in the first half of 2022",
        ) >= {("KX-204", "1", "gout"), ("KX-204", "3", "gout"), ("KX-310", "3", "wilson disease")}


class TestApproval:
    @pytest.mark.parametrize(
        "words",
        [
            "KX-204 is an oral inhibitor approved in the U.S. in 2020 and in the EU in 2021 for the treatment of asthma.",
            "KX-204, approved in Japan in 2020, is sold by a partner.",
        ],
    )
    def test_a_participle_tells_of_an_approval(self, words):
        assert stages(words) == {("Approved", None)}

    def test_a_protocol_approved_is_none(self):
        assert ("Approved", None) not in stages(
            "The protocol approved in the U.S. allows Maristow to begin a Phase 1 trial of KX-204 for asthma."
        )
