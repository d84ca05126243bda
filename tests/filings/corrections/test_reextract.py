"""`manage.py reextract` and the administrator's vocabulary."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from filings.corrections import What, correct
from filings.ingest import vocabulary
from filings.models import Filing, Original, Product, Release, VocabularyEntry
from tests.filings.corrections.conftest import load
from tests.filings.corrections.test_lasting import first_release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(capsys):
    """Run the command; return its lines."""

    def run(*args: str) -> list[str]:
        capsys.readouterr()
        call_command("reextract", *args)
        return capsys.readouterr().out.splitlines()

    return run


def teach(kind: str, text: str, target: str = "") -> VocabularyEntry:
    return VocabularyEntry.objects.create(kind=kind, text=text, target=target)


def stored() -> list:
    tables = (Filing, Release, Product, Original)
    return [list(table.objects.order_by("pk").values()) for table in tables]


class TestDiff:
    def test_nothing_changes_where_nothing_changed(self, archive, run):
        assert run("--diff") == [
            "0 facts would appear, 0 vanish, 0 change, in 0 releases. Nothing was written."
        ]

    def test_shows_exactly_the_facts_that_a_vocabulary_changes_and_writes_nothing(self, archive, run):
        teach("synonym", "gout", "crystal arthropathy")
        before = stored()

        lines = run("--diff")

        claim = "LKS-112, Phase 2, ongoing"
        assert lines == [
            "~ 0009990001-04-000001/1 LARKSPUR BEGINS PHASE II TRIAL OF LKS-112 IN GOUT",
            f"    ~ phase claim: {claim}, gout → {claim}, crystal arthropathy",
            "    - indication: gout",
            "    + indication: crystal arthropathy",
            "1 facts would appear, 1 vanish, 1 change, in 1 releases. Nothing was written.",
        ]
        assert stored() == before

    def test_says_it_in_json(self, archive, run):
        teach("product", "Brontalin")

        [line] = run("--diff", "--json")

        value = json.loads(line)
        assert (value["filing"], value["release"], value["sign"]) == ("0009990001-04-000001", 1, "~")
        assert value["changes"] == [
            {
                "sign": "+",
                "what": "candidate",
                "before": None,
                "after": {"name": "Brontalin", "aliases": []},
            }
        ]

    def test_what_it_shows_is_what_is_written(self, archive, run):
        teach("exclusion", "LKS-112")
        assert any("- candidate: LKS-112" in line for line in run("--diff"))

        run()

        assert not Product.objects.filter(name="LKS-112").exists()
        assert run("--diff")[-1].startswith("0 facts")

    def test_a_corrected_fact_does_not_count_as_changed(self, archive, user, run):
        correct(first_release(), What.DATE, corrected={"date": "2005-01-01"}, reason="because", user=user)

        assert run("--diff")[-1].startswith("0 facts")

    def test_an_original_that_is_lost_is_named(self, archive, storage, capsys):
        storage.delete(first_release().filing.originals.get().file.name)

        with pytest.raises(SystemExit):
            call_command("reextract", "--diff")

        assert "trial.txt: its original is not kept any more" in capsys.readouterr().err


class TestReextract:
    def test_changed_reads_only_what_other_words_have_read(self, archive, run):
        assert run("--changed") == ["0 filings read again, 0 releases; 0 failed"]
        teach("product", "Brontalin")

        assert run("--changed") == ["2 filings read again, 2 releases; 0 failed"]
        assert run("--changed") == ["0 filings read again, 0 releases; 0 failed"]
        assert run() == ["2 filings read again, 2 releases; 0 failed"]

    def test_changed_reads_what_an_older_extractor_has_read(self, archive, run, monkeypatch):
        monkeypatch.setattr(vocabulary, "EXTRACTOR_VERSION", "newer")

        assert run("--changed") == ["2 filings read again, 2 releases; 0 failed"]

    def test_each_release_tells_what_read_it(self, archive, run):
        before = first_release().extractor_version
        teach("product", "Brontalin")
        run()

        assert before
        assert first_release().extractor_version not in ("", before)

    def test_other_processes_know_the_words_too(self, archive, run):
        teach("product", "Brontalin")

        run("--workers", "2")

        assert Product.objects.filter(name="Brontalin").exists()

    def test_the_next_ingest_reads_with_new_words_as_well(self, archive):
        teach("product", "Brontalin")

        load()

        assert Product.objects.filter(name="Brontalin").exists()


class TestVocabulary:
    def test_an_alias_joins_two_products_over_all_releases(self, archive, run):
        teach("alias", "LKS-400", "LKS-112")

        run()

        [product] = Product.objects.all()
        assert product.name == "LKS-112"
        assert set(product.aliases.values_list("name", flat=True)) == {"LKS-112", "LKS-400"}
        assert product.releases.count() == 2

    def test_an_entry_that_is_not_active_says_nothing(self, archive, run):
        entry = teach("product", "Brontalin")
        entry.active = False
        entry.save()

        run()

        assert not Product.objects.filter(name="Brontalin").exists()

    def test_a_new_indication_is_tied_like_any_other(self, archive, run):
        teach("product", "Brontalin")
        teach("indication", "chilblain fever")

        run()

        assert "chilblain fever" in first_release().indications.values_list("name", flat=True)
