"""A contact withheld for good: nothing of it is shown, found, exported or read again."""

import json

import pytest
from django.test import Client

from filings.corrections import (
    Action,
    CorrectionError,
    What,
    correct,
    facts_of,
    lift,
    merge_contacts,
    suppress,
)
from filings.corrections.exchange import export, import_lines
from filings.ingest import ingest
from filings.ingest.again import forecast, reextract
from filings.models import (
    Contact,
    ContactJudgement,
    Correction,
    Document,
    Filing,
    Original,
    Product,
    Release,
    ReleaseSection,
    Review,
    Suppression,
)
from filings.sources import source_file
from search.backends import get_backend
from search.query import SearchQuery
from tests.filings.corrections.conftest import load, submission

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Asked for it by letter."
DETAILS = ("Bo Finch", "Finch", "617-555-0100", "bfinch@example.com")


def bo() -> Contact:
    return Contact.objects.get(name="Bo Finch")


@pytest.fixture
def withheld(archive, user) -> Suppression:
    return suppress(bo(), reason=WHY, user=user)


def everything_stored() -> str:
    """All texts of the archive that a page, the search or an export could show, and the exported decisions."""
    stored = [
        *Release.objects.values_list("text", flat=True),
        *Release.objects.values_list("body_html", flat=True),
        *ReleaseSection.objects.values_list("html", flat=True),
        *Document.objects.values_list("text", flat=True),
        *Contact.objects.values_list("name", flat=True),
        *export(),
    ]
    return "\n".join(stored)


def is_gone() -> bool:
    return not any(detail.casefold() in everything_stored().casefold() for detail in DETAILS)


def found(words: str) -> int:
    return get_backend().search(SearchQuery(q=words)).total


class TestWithholding:
    def test_takes_every_detail_out_and_leaves_every_other_word_in_its_place(self, archive, user):
        before = {row.pk: row.text for row in Release.objects.all()}

        suppress(bo(), reason=WHY, user=user)

        assert is_gone()
        for row in Release.objects.all():
            assert len(row.text) == len(before[row.pk])
            assert row.document.text[row.start : row.start + len(row.text)] == row.text
            assert all(
                was in (now, now) or now == "▒" for was, now in zip(before[row.pk], row.text, strict=True)
            )
            assert "Investor Relations" in row.text
            for claim in row.phase_claims.all():
                assert row.text[claim.start : claim.end] == claim.evidence

    def test_readers_are_told_and_find_nothing(self, withheld):
        release = Release.objects.order_by("pk")[0]

        page = Client().get(release.get_absolute_url()).content.decode()

        assert "A contact is withheld at their request." in page
        assert "[contact withheld]" in page
        assert "▒" not in page
        assert Client().get("/contacts/bo-finch/").status_code == 404
        assert Client().get(f"/filings/{release.filing.key}/original/").status_code == 403

    def test_the_search_does_not_find_the_person(self, archive, user):
        assert found("Finch") == 2

        suppress(bo(), reason=WHY, user=user)

        assert found("Finch") == 0
        assert found("trial") == 2

    def test_what_is_read_later_is_withheld_too(self, withheld):
        data = submission(
            7,
            "LARKSPUR OPENS AN OFFICE",
            "LEEDS, ENGLAND - May 4, 2004 - Larkspur Pharma Inc. today opened an office.",
            "Contacts:\nBO FINCH\nDirector of Investor Relations\nTel: 617-555-0177\nbfinch@example.com\n\n"
            "Ada Marsh\nChief Executive Officer\nTel: 617-555-0199\namarsh@example.com",
            day="20040504",
        )

        assert not ingest([source_file("office.txt", data)]).failures

        assert is_gone()
        assert "617-555-0177" not in everything_stored()
        assert list(Contact.objects.values_list("name", flat=True)) == ["Ada Marsh"]
        assert "amarsh@example.com" in Release.objects.get(filing__accession_number__endswith="7").text

    def test_outlasts_new_readings_and_a_new_database(self, withheld):
        carried = list(export())

        load(force=True)
        assert is_gone()
        assert not reextract().failures
        assert is_gone()
        assert not list(forecast())
        Suppression.objects.all().delete()
        Filing.objects.all().delete()
        Product.objects.all().delete()
        import_lines(carried)
        load()

        assert is_gone()

    def test_imported_after_the_filings_it_holds_at_once(self, withheld):
        carried = list(export())
        Suppression.objects.all().delete()
        assert not reextract().failures
        assert not is_gone()

        import_lines(carried)

        assert is_gone()

    def test_is_lifted_without_a_trace(self, archive, user):
        before = everything_stored()
        suppression = suppress(bo(), reason=WHY, user=user)

        lift(suppression, user)

        assert [
            line for line in everything_stored().splitlines() if '"suppression"' not in line
        ] == before.splitlines()
        assert found("Finch") == 2


class TestWhatWasDecidedBefore:
    def test_a_correction_that_names_the_person_is_emptied(self, archive, user):
        release = Release.objects.order_by("pk")[0]
        fact = next(fact for fact in facts_of(release) if fact.what is What.CONTACT)
        correct(
            release,
            What.CONTACT,
            target=fact.key,
            corrected={"role": "Media"},
            reason="Finch said so.",
            user=user,
        )
        older = list(export())

        suppress(bo(), reason=WHY, user=user)

        assert is_gone()
        assert Correction.objects.get().undone_at
        import_lines(older)  # a file of before does not bring it back
        assert is_gone()

    def test_a_rejected_contact_is_not_named_either(self, archive, user):
        one, _ = Release.objects.order_by("pk")
        fact = next(fact for fact in facts_of(one) if fact.what is What.CONTACT)
        correct(one, What.CONTACT, action=Action.REJECT, target=fact.key, reason=WHY, user=user)

        suppress(bo(), reason=WHY, user=user)

        assert is_gone()
        assert "Finch" not in Client().get(one.get_absolute_url()).content.decode()

    def test_of_a_person_of_two_names_both_are_withheld(self, archive, user):
        data = submission(
            8,
            "LARKSPUR REPORTS ITS YEAR",
            "LEEDS, ENGLAND - May 5, 2004 - Larkspur Pharma Inc. today reported its year. Its loss was smaller than in "
            "the year before.",
            "The company had cash for eighteen months at the end of the year.",
            "Contact:\nB. T. Finch\nInvestor Relations\nTel: 617-555-0100\nbfinch@example.com",
            day="20040505",
        )
        assert not ingest([source_file("year.txt", data)]).failures
        judgement = merge_contacts(
            bo(), Contact.objects.get(name="B. T. Finch"), reason="One person.", user=user
        )
        Review.objects.create(
            kind="contacts",
            token="x",
            seen=["bofinch", "btfinch"],
            title="Bo Finch and B. T. Finch",
            verdict="accepted",
            reason="One person.",
            contact_judgement=judgement,
        )

        suppress(bo(), reason=WHY, user=user)

        assert is_gone()
        assert not Contact.objects.exists()
        assert ContactJudgement.objects.get().undone_at

    def test_the_file_holds_digests_alone(self, withheld):
        [line] = [json.loads(line) for line in export() if '"suppression"' in line]

        assert set(line) == {
            "type", "uid", "digests", "reason", "made_at", "made_by_name", "undone_at", "undone_by_name",
        }  # fmt: skip
        assert all(len(digest) == 64 for digest in line["digests"])


class TestWhatIsRefused:
    def test_a_department_and_a_missing_reason(self, archive, user):
        department = Contact.objects.create(
            name="Larkspur, Media", slug="media", folded="department media", is_department=True
        )

        with pytest.raises(CorrectionError, match="no person"):
            suppress(department, reason=WHY, user=user)
        with pytest.raises(CorrectionError, match="why"):
            suppress(bo(), reason=" ", user=user)

    def test_a_correction_that_would_bring_the_name_back(self, withheld, user):
        release = Release.objects.order_by("pk")[0]

        with pytest.raises(CorrectionError, match="withheld"):
            correct(
                release,
                What.CONTACT,
                action=Action.ADD,
                corrected={"name": "BO FINCH"},
                words="Investor Relations",
                reason=WHY,
                user=user,
            )
        assert is_gone()

    def test_a_filing_whose_original_is_gone_and_then_nothing_is_withheld(self, archive, user, storage):
        storage.delete(Original.objects.all()[0].file.name)

        with pytest.raises(CorrectionError, match="cannot be read again"):
            suppress(bo(), reason=WHY, user=user)
        assert not Suppression.objects.exists()
        assert Contact.objects.filter(name="Bo Finch").exists()
