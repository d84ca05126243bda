import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from filings.models import Correction, ProductJudgement, VocabularyEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    client.force_login(get_user_model().objects.create_superuser("keeper"))
    return client


def add(client, **values):
    return client.post(reverse("admin:filings_vocabularyentry_add"), {"active": "on", **values})


class TestVocabularyEntries:
    @pytest.mark.parametrize(
        "values",
        [
            {"kind": "product", "text": "KX-204"},
            {"kind": "alias", "text": "Kelvara", "target": "KX-204"},
            {"kind": "exclusion", "text": "MTF-9"},
            {"kind": "indication", "text": "chilblain fever"},
            {"kind": "synonym", "text": "CBF", "target": "chilblain fever", "note": "as in journals"},
        ],
    )
    def test_each_kind_is_added(self, keeper, values):
        assert add(keeper, **values).status_code == 302
        assert VocabularyEntry.objects.filter(**values, active=True).exists()

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"kind": "alias", "text": "Kelvara"}, "Say of what it is another name."),
            (
                {"kind": "product", "text": "KX-204", "target": "KX-1"},
                "Only an alias or a synonym has a target.",
            ),
            ({"kind": "product", "text": "--"}, "It has neither letters nor digits."),
        ],
    )
    def test_an_entry_without_sense_is_refused_in_a_sentence(self, keeper, values, message):
        answer = add(keeper, **values)

        assert message in answer.content.decode()
        assert not VocabularyEntry.objects.exists()

    def test_the_same_entry_twice_is_refused(self, keeper):
        for _ in range(2):
            answer = add(keeper, kind="product", text="KX-204")

        assert "already exists" in answer.content.decode()


class TestDecisions:
    @pytest.mark.parametrize("name", ["correction", "productjudgement", "vocabularyentry"])
    def test_they_are_listed(self, keeper, name):
        Correction.objects.create(
            filing_identity="a", filing_key="a", number=1, what="date", action="set", reason="because"
        )
        ProductJudgement.objects.create(groups=[["A-1"], ["B-2"]], reason="because")
        VocabularyEntry.objects.create(kind="product", text="KX-204")

        assert keeper.get(reverse(f"admin:filings_{name}_changelist")).status_code == 200

    def test_a_correction_is_not_edited_here(self, keeper):
        assert keeper.get(reverse("admin:filings_correction_add")).status_code == 403
