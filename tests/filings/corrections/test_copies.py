"""A release furnished twice: what is corrected in one copy is corrected in the other, unless told otherwise."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from filings.corrections import Action, What, correct, facts_of, undo
from filings.corrections.exchange import export, import_lines
from filings.ingest import ingest
from filings.ingest.again import reextract
from filings.models import Correction, Filing, PhaseClaim, Product, Release
from filings.overlay.values import State
from filings.sources import source_file
from tests.filings.corrections.conftest import FILES, TRIAL

pytestmark = pytest.mark.django_db(transaction=True)
AMENDED = TRIAL.replace(b"0009990001-04-000001", b"0009990001-04-000009").replace(
    b"SUBMISSION TYPE:\t6-K", b"SUBMISSION TYPE:\t6-K/A"
)
WHY = "The register says so."


def furnish() -> None:
    assert not ingest([source_file("amended.txt", AMENDED)]).failures


@pytest.fixture
def copies(archive) -> list[Release]:
    furnish()
    first = Release.objects.get(filing__accession_number="0009990001-04-000001")
    [copy] = first.other_copies
    return [first, copy]


def claim_of(release: Release):
    return next(fact for fact in facts_of(release) if fact.what is What.PHASE_CLAIM)


def statuses() -> set[str]:
    story = PhaseClaim.objects.filter(product__name="LKS-112")
    return set(story.values_list("status", flat=True))


def stop_in_all(copies, user) -> Correction:
    return correct(
        copies[0],
        What.PHASE_CLAIM,
        target=claim_of(copies[0]).key,
        corrected={"status": "stopped"},
        copies=True,
        reason=WHY,
        user=user,
    )


class TestTheSameFact:
    def test_is_corrected_in_every_copy_and_undone_in_every_copy(self, copies, user):
        before = statuses()

        made = stop_in_all(copies, user)

        assert statuses() == {"stopped"}
        assert Correction.objects.count() == 2
        undo(made, user)
        assert statuses() == before
        assert not Correction.objects.filter(undone_at=None).exists()

    def test_is_undone_from_the_copy_too(self, copies, user):
        before = statuses()
        stop_in_all(copies, user)

        undo(Correction.objects.get(release=copies[1]), user)

        assert statuses() == before

    def test_stays_in_the_copy_where_only_one_is_meant(self, copies, user):
        correct(copies[1], What.HEADLINE, corrected={"value": "Shorter"}, reason=WHY, user=user)

        assert Release.objects.get(pk=copies[0].pk).headline != "Shorter"
        assert Correction.objects.get().together is None

    def test_that_reads_otherwise_in_the_copy_is_left_alone(self, copies, user):
        correct(copies[1], What.HEADLINE, corrected={"value": "Shorter"}, reason=WHY, user=user)

        correct(copies[0], What.HEADLINE, corrected={"value": "Longer"}, copies=True, reason=WHY, user=user)

        assert Release.objects.get(pk=copies[1].pk).headline == "Shorter"

    def test_is_rejected_in_every_copy(self, copies, user):
        fact = claim_of(copies[0])

        correct(
            copies[0],
            What.PHASE_CLAIM,
            action=Action.REJECT,
            target=fact.key,
            copies=True,
            reason=WHY,
            user=user,
        )

        assert fact.key not in {each.key for copy in copies for each in facts_of(copy)}

    def test_that_was_missed_is_added_where_the_same_words_stand(self, copies, user):
        made = correct(
            copies[0],
            What.CANDIDATE,
            action=Action.ADD,
            corrected={"name": "Brontalin", "aliases": []},
            words="Brontalin",
            copies=True,
            reason=WHY,
            user=user,
        )

        assert Product.objects.get(name="Brontalin").releases.count() == 2
        undo(made, user)
        assert not Product.objects.filter(name="Brontalin").exists()


class TestLasting:
    def test_outlasts_new_readings_and_a_new_database_and_is_undone_together_there(self, copies, user):
        stop_in_all(copies, user)
        carried = list(export())

        assert not reextract().failures
        assert statuses() == {"stopped"}
        Correction.objects.all().delete()
        Filing.objects.all().delete()
        Product.objects.all().delete()
        import_lines(carried)
        assert not ingest([source_file(name, data) for name, data in FILES.items()]).failures
        furnish()

        assert statuses() == {"stopped"}
        assert {row.state for row in Correction.objects.all()} == {State.APPLIED}
        undo(Correction.objects.order_by("pk")[0], user)
        assert "stopped" not in statuses()


class TestThePage:
    @pytest.fixture
    def staff(self, db):
        client = Client()
        client.force_login(User.objects.create_superuser("chief", password="x"))
        return client

    def address(self, copies):
        where = f"/review/releases/{copies[0].filing.key}/{copies[0].number}/correct/"
        return f"{where}?what=phase claim&fact={claim_of(copies[0]).key}"

    def test_offers_the_other_copy_and_takes_it_unless_told_otherwise(self, staff, copies):
        page = staff.get(self.address(copies)).content.decode()

        assert "Also in the other copy of this release: 6-K/A 0009990001-04-000009" in page
        assert 'name="copies"' in page
        assert page.count("checked") >= 2  # of the correction and of the rejection

    @pytest.mark.parametrize(("ticked", "number"), [({"copies": "on"}, 2), ({}, 1)])
    def test_does_as_it_is_told(self, staff, copies, ticked, number):
        fields = {"product": "LKS-112", "phase": "Phase 2", "status": "stopped", "indication": "gout"}

        staff.post(self.address(copies), {**fields, "reason": WHY, **ticked})

        assert Correction.objects.count() == number
