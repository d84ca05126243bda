"""Two contacts judged to be one person, and parted again; what outlasts new readings and a new database."""

import pytest
from django.test import Client

from filings.corrections import CorrectionError, merge_contacts, split_contact, undo_judgement
from filings.corrections.exchange import export, import_lines
from filings.ingest import ingest
from filings.ingest.again import reextract
from filings.models import Contact, ContactJudgement, Filing, Product
from filings.sources import source_file
from tests.filings.corrections.conftest import load, submission

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The same number, and she says so."


def printing(number: int, name: str) -> bytes:
    return submission(
        number,
        f"LARKSPUR REPORTS QUARTER {number}",
        f"LEEDS, ENGLAND - May {number}, 2004 - Larkspur Pharma Inc. today reported its results of the quarter that "
        "ended on March 31, 2004. Its loss was smaller than in the same quarter of the year before.",
        "The company had cash for eighteen months at the end of the quarter.",
        f"Contact:\n{name}\nInvestor Relations\nTel: 617-555-0188\nmedia@example.com",
        day=f"200405{number:02}",
    )


def read(number: int, name: str) -> None:
    assert not ingest([source_file(f"{number}.txt", printing(number, name))]).failures


@pytest.fixture
def two(archive):
    read(10, "Nora Quill")
    read(11, "N. Quill")


def person(name: str) -> Contact:
    return Contact.objects.get(name=name)


def picture() -> list[tuple]:
    return sorted(
        (row.name, row.slug, sorted(row.appearances.values_list("printed_name", flat=True)))
        for row in Contact.objects.all()
    )


@pytest.fixture
def merged(two, user) -> ContactJudgement:
    return merge_contacts(person("Nora Quill"), person("N. Quill"), reason=WHY, user=user)


class TestMerging:
    def test_one_contact_has_what_is_printed_of_both(self, merged):
        assert ("Nora Quill", "nora-quill", ["N. Quill", "Nora Quill"]) in picture()
        assert not Contact.objects.filter(name="N. Quill").exists()

    def test_the_old_address_leads_to_the_one_person(self, merged):
        answer = Client().get("/contacts/n-quill/")

        assert answer.status_code == 302
        assert answer.headers["Location"] == "/contacts/nora-quill/"

    def test_a_filing_that_arrives_later_under_either_name_is_theirs(self, merged):
        read(12, "N. Quill")

        assert person("Nora Quill").appearances.count() == 3

    def test_to_undo_it_leaves_everything_as_it_was(self, two, user):
        before = picture()
        judgement = merge_contacts(person("Nora Quill"), person("N. Quill"), reason=WHY, user=user)

        undo_judgement(judgement, user)

        assert picture() == before
        assert Client().get("/contacts/n-quill/").status_code == 200

    def test_a_name_of_its_own_can_be_chosen_and_goes_with_the_undoing(self, two, user):
        before = picture()
        judgement = merge_contacts(
            person("Nora Quill"), person("N. Quill"), name="Nora B. Quill", reason=WHY, user=user
        )
        assert person("Nora B. Quill").appearances.count() == 2
        assert Client().get("/contacts/nora-quill/").headers["Location"] == "/contacts/nora-b-quill/"

        undo_judgement(judgement, user)

        assert picture() == before

    def test_of_two_judgements_the_older_can_be_undone_alone(self, two, user):
        read(12, "Nora Quill-Marsh")
        first = merge_contacts(person("Nora Quill"), person("N. Quill"), reason=WHY, user=user)
        second = merge_contacts(person("Nora Quill-Marsh"), person("Nora Quill"), reason=WHY, user=user)
        assert person("Nora Quill-Marsh").appearances.count() == 3

        undo_judgement(first, user)
        assert person("Nora Quill-Marsh").appearances.count() == 3  # the second names all three
        undo_judgement(second, user)
        assert Contact.objects.filter(name__contains="Quill").count() == 3


class TestSplitting:
    def test_a_name_is_parted_for_good(self, merged, user):
        split_contact(person("Nora Quill"), ["N. Quill"], reason="Her brother.", user=user)

        assert not reextract().failures
        assert person("N. Quill").appearances.count() == 1
        assert person("Nora Quill").appearances.count() == 1


class TestLasting:
    def test_a_judgement_outlasts_every_new_reading_and_a_new_database(self, merged):
        files = {number: printing(number, name) for number, name in ((10, "Nora Quill"), (11, "N. Quill"))}
        before, carried = picture(), list(export())

        load(force=True)
        assert not reextract().failures
        assert picture() == before
        Filing.objects.all().delete()
        Contact.objects.all().delete()
        Product.objects.all().delete()
        ContactJudgement.objects.all().delete()
        import_lines(carried)
        load()
        ingest([source_file(f"{number}.txt", data) for number, data in files.items()])

        assert picture() == before

    def test_imported_after_the_filings_it_holds_at_once(self, merged):
        before, carried = picture(), list(export())
        ContactJudgement.objects.all().delete()
        assert not reextract().failures
        assert picture() != before

        import_lines(carried)

        assert picture() == before


class TestWhatIsRefused:
    def test_nobody_is_merged_with_themselves_or_with_a_department(self, two, user):
        one = person("Nora Quill")
        department = Contact.objects.create(
            name="Larkspur, Media", slug="media", folded="department media", is_department=True
        )

        with pytest.raises(CorrectionError):
            merge_contacts(one, one, reason=WHY, user=user)
        with pytest.raises(CorrectionError, match="department"):
            merge_contacts(one, department, reason=WHY, user=user)

    @pytest.mark.parametrize("names", [[], ["Nora Quill", "N. Quill"], ["Somebody"]])
    def test_one_name_must_stay_and_one_must_go(self, merged, user, names):
        with pytest.raises(CorrectionError):
            split_contact(person("Nora Quill"), names, reason=WHY, user=user)
