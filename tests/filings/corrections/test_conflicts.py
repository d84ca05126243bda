"""What happens where people and extractors go on talking: corrections of corrections, and new readings."""

from __future__ import annotations

import pytest

from filings.corrections import (
    Action,
    CorrectionError,
    State,
    What,
    correct,
    corrections_of,
    facts_of,
    history_of,
    settle_conflict,
    undo,
)
from filings.ingest.again import reextract
from filings.models import Correction, Release, VocabularyEntry
from tests.filings.corrections.test_lasting import first_release, matching

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The register says so."


def teach(kind: str, text: str, target: str = "") -> None:
    VocabularyEntry.objects.create(kind=kind, text=text, target=target)
    assert not reextract().failures


def claim_key(release: Release) -> str:
    fact = matching(release, What.PHASE_CLAIM, {"product": "LKS-112"})
    assert fact is not None
    return fact.key


def correct_indication(release: Release, user) -> Correction:
    return correct(
        release,
        What.PHASE_CLAIM,
        target=claim_key(release),
        corrected={"indication": "arthritis"},
        reason=WHY,
        user=user,
    )


class TestConflicts:
    def test_a_new_reading_of_a_corrected_fact_overwrites_nothing_and_is_shown(self, release, user):
        correction = correct_indication(release, user)

        teach("synonym", "gout", "crystal arthropathy")

        correction.refresh_from_db()
        assert correction.state == State.CONFLICT
        assert correction.printed_as == "gout"
        assert correction.reads_now == "arthritis"
        assert "crystal arthropathy" in correction.extracted_now
        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "arthritis"})

    def test_a_fact_that_vanishes_stays_as_corrected(self, release, user):
        correction = correct_indication(release, user)

        teach("exclusion", "LKS-112")

        correction.refresh_from_db()
        assert (correction.state, correction.now_extracted) == (State.CONFLICT, None)
        assert matching(first_release(), What.PHASE_CLAIM, {"product": "LKS-112", "indication": "arthritis"})

    def test_a_fact_that_is_read_as_it_was_corrected_is_no_conflict(self, release, user):
        correction = correct_indication(release, user)

        teach("synonym", "gout", "arthritis")

        correction.refresh_from_db()
        assert correction.state == State.AGREED

    def test_a_change_of_what_was_not_corrected_is_no_conflict(self, release, user):
        correction = correct(
            release,
            What.PHASE_CLAIM,
            target=claim_key(release),
            corrected={"status": "stopped"},
            reason=WHY,
            user=user,
        )

        teach("synonym", "gout", "crystal arthropathy")

        correction.refresh_from_db()
        assert correction.state == State.APPLIED
        assert matching(
            first_release(),
            What.PHASE_CLAIM,
            {"status": "stopped", "indication": "crystal arthropathy"},
        )

    def test_to_keep_the_corrected_value_ends_the_conflict_for_all_further_readings(self, release, user):
        conflict = correct_indication(release, user)
        teach("synonym", "gout", "crystal arthropathy")
        conflict.refresh_from_db()

        kept = settle_conflict(conflict, keep=True, user=user)

        assert kept.state == State.APPLIED
        assert not reextract().failures
        kept.refresh_from_db()
        assert kept.state == State.APPLIED
        assert (kept.extracted or {})["indication"] == "crystal arthropathy"
        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "arthritis"})
        conflict.refresh_from_db()
        assert conflict.superseded_by == kept

    def test_to_keep_what_is_not_found_any_more_makes_it_an_addition(self, release, user):
        conflict = correct_indication(release, user)
        teach("exclusion", "LKS-112")
        conflict.refresh_from_db()

        kept = settle_conflict(conflict, keep=True, user=user)

        assert (kept.action, kept.state) == (Action.ADD, State.APPLIED)
        assert not reextract().failures
        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "arthritis"})

    def test_to_take_the_new_value_undoes_the_correction(self, release, user):
        conflict = correct_indication(release, user)
        teach("synonym", "gout", "crystal arthropathy")
        conflict.refresh_from_db()

        settle_conflict(conflict, keep=False, user=user)

        assert corrections_of(first_release()) == []
        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "crystal arthropathy"})

    def test_what_is_no_conflict_cannot_be_settled(self, release, user):
        with pytest.raises(CorrectionError, match="no conflict"):
            settle_conflict(correct_indication(release, user), keep=True, user=user)


class TestCorrectionsOfCorrections:
    def test_a_second_correction_takes_the_place_of_the_first_which_stays_in_the_history(self, release, user):
        first = correct(release, What.HEADLINE, corrected={"value": "One"}, reason="a", user=user)

        second = correct(release, What.HEADLINE, corrected={"value": "Two"}, reason="b", user=user)

        first.refresh_from_db()
        assert (first.state, first.superseded_by) == (State.UNDONE, second)
        assert (second.extracted or {})["value"].startswith("LARKSPUR BEGINS")
        assert corrections_of(release) == [second]
        assert history_of(release) == [second, first]
        undo(second, user)
        assert first_release().headline.startswith("LARKSPUR BEGINS")

    def test_another_field_of_a_corrected_fact_is_corrected_besides(self, release, user):
        for corrected in ({"status": "stopped"}, {"phase": "Phase 3"}):
            correct(
                release,
                What.PHASE_CLAIM,
                target=claim_key(release),
                corrected=corrected,
                reason=WHY,
                user=user,
            )

        assert matching(release, What.PHASE_CLAIM, {"phase": "Phase 3", "status": "stopped"})
        assert len(corrections_of(release)) == 1

    def test_what_was_added_by_hand_is_taken_out_by_rejecting_it(self, release, user):
        correct(
            release,
            What.INDICATION,
            action=Action.ADD,
            corrected={"value": "scurvy"},
            reason=WHY,
            user=user,
        )
        added = matching(release, What.INDICATION, {"value": "scurvy"})
        assert added is not None

        correct(release, What.INDICATION, action=Action.REJECT, target=added.key, reason=WHY, user=user)

        assert not matching(release, What.INDICATION, {"value": "scurvy"})
        assert corrections_of(release) == []

    def test_claims_go_with_a_candidate_that_is_renamed(self, release, user):
        candidate = matching(release, What.CANDIDATE, {"name": "LKS-112"})
        assert candidate is not None

        correct(
            release,
            What.CANDIDATE,
            target=candidate.key,
            corrected={"name": "LKS-113"},
            reason=WHY,
            user=user,
        )

        assert [claim.product.name for claim in release.phase_claims.all()] == ["LKS-113"]

    def test_an_undone_correction_cannot_be_undone_again(self, release, user):
        correction = undo(correct_indication(release, user), user)

        with pytest.raises(CorrectionError, match="already"):
            undo(correction, user)

    def test_a_release_whose_number_moved_is_known_by_its_headline(self, release, user):
        correction = correct_indication(release, user)
        Correction.objects.filter(pk=correction.pk).update(number=7)

        assert not reextract().failures

        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "arthritis"})

    def test_another_release_under_the_number_is_left_alone(self, release, user):
        correction = correct_indication(release, user)
        Correction.objects.filter(pk=correction.pk).update(headline="anotherstoryaltogether")

        assert not reextract().failures

        correction.refresh_from_db()
        assert (correction.state, correction.release) == (State.WAITING, None)
        assert matching(first_release(), What.PHASE_CLAIM, {"indication": "gout"})


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("what", "given", "message"),
        [
            (What.DATE, {"date": "tomorrow"}, "year-month-day"),
            (What.DATE, {"date": None}, "year-month-day"),
            (What.HEADLINE, {"value": "  "}, "cannot be empty"),
            (What.HEADLINE, {"value": "x" * 2000}, "longer than"),
            (What.HEADLINE, {"text": "x"}, "no field"),
            (What.HEADLINE, {"value": "LARKSPUR BEGINS PHASE II TRIAL OF LKS-112 IN GOUT"}, "already"),
            (What.PHASE_CLAIM, {"phase": "Phase 9"}, "no phase"),
            (What.PHASE_CLAIM, {"status": "perhaps"}, "no status"),
            (What.PHASE_CLAIM, {"product": "ZZ-99"}, "add it as one first"),
            (What.TOPIC, {"value": "weather"}, "no topic"),
        ],
    )
    def test_a_value_that_makes_no_sense_is_refused_in_a_sentence(self, release, user, what, given, message):
        target = next(fact.key for fact in facts_of(release) if fact.what is what)

        with pytest.raises(CorrectionError, match=message):
            correct(release, what, target=target, corrected=given, reason=WHY, user=user)
        assert not Correction.objects.exists()

    def test_no_reason_is_refused(self, release, user):
        with pytest.raises(CorrectionError, match="why"):
            correct(release, What.DATE, corrected={"date": "2005-01-01"}, reason=" ", user=user)

    def test_a_fact_that_is_not_there_is_refused(self, release, user):
        with pytest.raises(CorrectionError, match="not in it any more"):
            correct(release, What.TICKER, action=Action.REJECT, target="ticker-0", reason=WHY, user=user)

    def test_what_is_there_already_cannot_be_added(self, release, user):
        with pytest.raises(CorrectionError, match="already"):
            correct(
                release,
                What.INDICATION,
                action=Action.ADD,
                corrected={"value": "Gout"},
                reason=WHY,
                user=user,
            )

    @pytest.mark.parametrize(
        ("what", "given"),
        [
            (What.PHASE_CLAIM, {"product": "LKS-112", "phase": "Phase 1"}),
            (What.CANDIDATE, {"name": "ZZ-99"}),
            (What.CONTACT, {"name": "Zed Nobody"}),
        ],
    )
    def test_what_has_no_proof_in_the_text_cannot_be_added(self, release, user, what, given):
        with pytest.raises(CorrectionError):
            correct(release, what, action=Action.ADD, corrected=given, reason=WHY, user=user)

    def test_a_filing_whose_original_is_lost_cannot_be_corrected(self, release, user, storage):
        storage.delete(release.filing.originals.get().file.name)

        with pytest.raises(CorrectionError, match="not kept any more"):
            correct(release, What.DATE, corrected={"date": "2005-01-01"}, reason=WHY, user=user)
