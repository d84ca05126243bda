"""`manage.py ingest` from end to end: real reading, real rows."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from filings import pool
from filings.models import (
    Filing,
    FilingRedirect,
    IngestRun,
    Original,
    Product,
    Registrant,
    Release,
    VocabularyEntry,
)
from filings.signals import releases_changed
from tests.filings.sources.archives import gzipped, tarred, zipped, zipped_with_password
from tests.filings.test_ingest import contents

SHARED = Path(settings.BASE_DIR).parent / "shared"
SEEDS = SHARED / "seeds"

COVER = """\
FORM 6-K

SECURITIES AND EXCHANGE COMMISSION
Washington, D.C. 20549

Report of Foreign Private Issuer

Pursuant to Rule 13a-16 or 15d-16 of the Securities Exchange Act of 1934

For the month of March, 2004

{company}

(Translation of registrant's name into English)

1 Quay Street, Leeds, England

(Address of principal executive offices)

SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934, the registrant has duly caused this
report to be signed on its behalf by the undersigned, thereunto duly authorized.

{company}

Date: March 3, 2004

By: /s/ Ada Marsh

Ada Marsh
Secretary

"""
RELEASE = """\
{headline}

LEEDS, England, March 2, 2004 - Larkspur Pharma Inc. today announced that {body}

"We are pleased," said Ada Marsh, Chief Executive Officer.

About Larkspur Pharma

Larkspur Pharma develops medicines.

Contact:

Bo Finch
Larkspur Pharma Inc.
Tel: (212) 555-0147
bfinch@example.com
"""
HEADLINE = "LARKSPUR BEGINS PHASE II TRIAL OF LKS-112 IN LUNG CANCER"
BODY = "a Phase II trial of LKS-112 in patients with lung cancer has begun. LKS-112 is given with docetaxel."


def text_filing(headline: str = HEADLINE, body: str = BODY, company: str = "Larkspur Pharma Inc.") -> str:
    return COVER.format(company=company) + "Exhibit 99.1\n\n" + RELEASE.format(headline=headline, body=body)


def submission(headline: str = HEADLINE, body: str = BODY, number: int = 1, form: str = "6-K") -> str:
    return (
        f"<SEC-DOCUMENT>0000990001-04-{number:06}.txt : 20040304\n"
        f"<SEC-HEADER>0000990001-04-{number:06}.hdr.sgml : 20040304\n"
        f"ACCESSION NUMBER:\t\t0000990001-04-{number:06}\nCONFORMED SUBMISSION TYPE:\t{form}\n"
        "PUBLIC DOCUMENT COUNT:\t\t2\nFILED AS OF DATE:\t\t20040304\n\nFILER:\n\n\tCOMPANY DATA:\n"
        "\t\tCOMPANY CONFORMED NAME:\t\t\tLARKSPUR PHARMA INC\n\t\tCENTRAL INDEX KEY:\t\t\t0000990001\n"
        f"</SEC-HEADER>\n<DOCUMENT>\n<TYPE>{form}\n<SEQUENCE>1\n<TEXT>\n"
        + COVER.format(company="Larkspur Pharma Inc.")
        + "</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n"
        + RELEASE.format(headline=headline, body=body)
        + "</TEXT>\n</DOCUMENT>\n</SEC-DOCUMENT>\n"
    )


ANNUAL_REPORT = submission(form="10-K").replace("<TYPE>EX-99.1", "<TYPE>EX-21.1")


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    monkeypatch.setattr(releases_changed, "receivers", [])


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    location = str(tmp_path / "kept")
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "filings"
    folder.mkdir()
    return folder


class Result:
    """What a call of the command printed, and its exit status."""

    def __init__(self, *arguments: object, **options: object) -> None:
        out, err = io.StringIO(), io.StringIO()
        self.status = 0
        try:
            call_command("ingest", *map(str, arguments), stdout=out, stderr=err, **options)
        except SystemExit as end:
            self.status = int(str(end.code))
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def table(self) -> dict[str, int]:
        """The counts of the closing table that are not zero."""
        lines = [line.split()[:2] for line in (self.out + self.err).splitlines()]
        words = ("new", "changed", "unchanged", "superseded", "failed", "releases")
        return {line[0]: int(line[1]) for line in lines if line and line[0] in words and line[1] != "0"}


@pytest.mark.django_db
class TestIngest:
    def test_a_folder_is_read_into_the_archive(self, folder):
        (folder / "a.txt").write_text(text_filing())

        result = Result(folder)

        row = Release.objects.get()
        assert (result.status, result.table) == (0, {"new": 1, "releases": 1})
        assert row.headline == HEADLINE
        assert row.filing.registrant.name == "Larkspur Pharma Inc."
        assert [product.name for product in row.products.all()] == ["LKS-112"]
        assert IngestRun.objects.get().paths == [str(folder)]
        assert IngestRun.objects.get().finished_at is not None

    def test_a_second_run_writes_nothing_but_its_own_record_and_is_quick(self, folder, monkeypatch):
        for number in range(20):
            (folder / f"{number}.txt").write_text(
                submission(f"LARKSPUR ANNOUNCES ITEM {number}", number=number)
            )
        Result(folder)
        before = contents()
        monkeypatch.setattr(pool, "read", None)  # nothing is read at all

        began = time.perf_counter()
        result = Result(folder)

        assert time.perf_counter() - began < 0.5
        assert (result.status, result.table) == (0, {"unchanged": 20})
        assert contents() == before
        assert IngestRun.objects.count() == 2

    def test_bad_files_are_reported_with_their_reasons_and_the_rest_goes_on(self, folder):
        files = {
            "a_locked.zip": zipped_with_password("inner.txt", text_filing().encode()),
            "b.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
            "c_empty.txt": b"",
            "d_cut.gz": gzipped(text_filing().encode())[:-30],
            "e_10k.txt": ANNUAL_REPORT.encode(),
            "f_binary": bytes(range(256)) * 20,
            "g_error.json": b'{"message": "not found"}',
            "h_good.txt": text_filing().encode(),
        }
        for name, data in files.items():
            (folder / name).write_bytes(data)

        result = Result(folder, folder / "missing.txt")

        assert (result.status, result.table) == (1, {"new": 1, "failed": 8, "releases": 1})
        assert result.err.splitlines() == [
            f"{folder}/a_locked.zip!inner.txt: it is locked with a password",
            f"{folder}/b.jpg: a JPEG image is not a filing",
            f"{folder}/c_empty.txt: it is empty",
            f"{folder}/d_cut.gz: the archive is cut off",
            f"{folder}/e_10k.txt: a 10-K is not a form that carries press releases here",
            f"{folder}/f_binary: it is binary, not text",
            f"{folder}/g_error.json: JSON data is not a filing",
            f"{folder}/missing.txt: there is no such file or folder",
        ]
        assert IngestRun.objects.get().files.filter(outcome="failed").count() == 8

    def test_archives_are_read_member_by_member(self, folder):
        (folder / "a.zip").write_bytes(zipped({"one.txt": submission(number=1).encode()}))
        (folder / "b.tar.gz").write_bytes(gzipped(tarred({"two.txt": submission(number=2).encode()})))
        (folder / "c.txt.gz").write_bytes(gzipped(submission(number=3).encode()))

        assert Result(folder).table == {"new": 3, "releases": 3}
        assert sorted(Original.objects.values_list("name", flat=True)) == [
            f"{folder}/a.zip!one.txt",
            f"{folder}/b.tar.gz!two.txt",
            f"{folder}/c.txt.gz",
        ]

    def test_a_dash_reads_standard_input(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text_filing().encode())))

        assert Result("-").table == {"new": 1, "releases": 1}
        assert Original.objects.get().name == "-"

    def test_a_submission_takes_over_the_text_of_the_same_filing(self, folder):
        (folder / "a.txt").write_text(text_filing())
        Result(folder)
        old = Filing.objects.get().key

        (folder / "b.txt").write_text(submission())

        assert Result(folder).table == {"unchanged": 1, "changed": 1, "releases": 1}
        assert Filing.objects.get().key == "0000990001-04-000001"
        assert FilingRedirect.objects.get().key == old
        assert (Registrant.objects.get().name, Registrant.objects.get().cik) == (
            "Larkspur Pharma Inc.",
            990001,
        )
        assert Result(folder).table == {"unchanged": 2}

    def test_a_text_that_comes_late_is_superseded(self, folder):
        (folder / "a.txt").write_text(submission())
        Result(folder)
        (folder / "b.txt").write_text(text_filing())

        assert Result(folder).table == {"unchanged": 1, "superseded": 1}
        assert Filing.objects.count() == 1
        assert FilingRedirect.objects.get().filing.key == "0000990001-04-000001"

    def test_a_drug_that_was_renamed_is_one_product(self, folder):
        (folder / "a.txt").write_text(submission(number=1))
        (folder / "b.txt").write_text(
            submission(
                "LARKSPUR REPORTS PHASE II DATA FOR HLX-30",
                "a Phase II trial of HLX-30, formerly known as LKS-112, met its goal. HLX-30 was safe.",
                number=2,
            )
        )

        Result(folder)

        product = Product.objects.get()
        alias = product.aliases.get(release__isnull=False)
        assert sorted(product.aliases.values_list("name", flat=True)) == ["HLX-30", "LKS-112"]
        assert alias.release is not None
        assert alias.release.text[alias.start : alias.end] == "LKS-112"
        assert product.releases.count() == 2

    def test_an_interrupted_run_says_so_and_the_next_takes_up_from_there(self, folder, monkeypatch):
        (folder / "a.txt").write_text(submission(number=1))
        (folder / "b.txt").write_text(submission(number=2))
        take = pool.read_one

        def interrupt(source, extra):
            if source.name.endswith("b.txt"):
                raise KeyboardInterrupt
            return take(source, extra)

        with monkeypatch.context() as patched:
            patched.setattr(pool, "read_one", interrupt)
            stopped = Result(folder)

        assert stopped.status == 130
        assert stopped.err.startswith("Stopped.")
        assert Filing.objects.count() == 1
        assert Result(folder).table == {"new": 1, "unchanged": 1, "releases": 1}

    def test_force_reads_again_what_is_unchanged(self, folder):
        (folder / "a.txt").write_text(text_filing())
        Result(folder)

        assert Result(folder, "--force").table == {"changed": 1, "releases": 1}


@pytest.mark.django_db
class TestOlderRules:
    @pytest.fixture
    def taught(self, folder):
        """An archive of two filings, and a word that is taught only after they were read."""
        for number in (1, 2):
            (folder / f"{number}.txt").write_text(
                submission(f"LARKSPUR ANNOUNCES ITEM {number}", number=number)
            )
        assert "reextract" not in Result(folder).out
        VocabularyEntry.objects.create(kind="product", text="Brontalin")
        return folder

    def test_what_other_words_have_read_is_told_with_what_to_run(self, taught):
        (taught / "1.txt").unlink()

        result = Result(taught)

        assert "Read with older rules or other words than today's: 1 filing of the archive." in result.out
        assert "reextract --changed" in result.out

    def test_a_file_given_again_is_read_with_the_words_of_today(self, taught):
        result = Result(taught)

        assert result.table == {"changed": 2, "releases": 2}
        assert "reextract" not in result.out


@pytest.mark.django_db
class TestDryRun:
    def test_leaves_database_and_originals_untouched(self, folder):
        (folder / "a.txt").write_text(text_filing())

        result = Result(folder, "--dry-run")

        assert result.table == {"new": 1, "releases": 1}
        assert "Nothing was written" in result.out
        assert not any(contents().values())
        assert not IngestRun.objects.exists()
        assert not (folder.parent / "kept").exists()

    def test_prints_the_same_json_whether_or_not_the_archive_has_the_filing(self, folder):
        (folder / "a.txt").write_text(text_filing())

        before = Result(folder, "--dry-run", "--json").out
        while_loading = Result(folder, "--json").out
        after = Result(folder, "--dry-run", "--json").out

        assert before == while_loading == after
        [line] = before.splitlines()
        assert json.loads(line)["releases"][0]["headline"] == HEADLINE


@pytest.mark.django_db
class TestJson:
    def test_has_every_key_of_the_form(self, folder):
        (folder / "a.txt").write_text(submission())
        (folder / "b.jpg").write_bytes(b"\xff\xd8\xff")

        result = Result(folder, "--json")

        [line] = result.out.splitlines()
        filing = json.loads(line)
        [release] = filing["releases"]
        assert result.status == 1
        assert result.err.startswith(f"{folder}/b.jpg: a JPEG image is not a filing\n")
        assert list(filing) == [
            "source", "format", "accession_number", "form_type", "company", "filed_on", "signed_on",
            "signatory", "period", "releases", "problems",
        ]  # fmt: skip
        assert filing["company"] == {"name": "LARKSPUR PHARMA INC", "cik": 990001}
        assert (filing["filed_on"], filing["signed_on"]) == ("2004-03-04", "2004-03-03")
        assert filing["signatory"]["name"] == "Ada Marsh"
        assert list(release) == [
            "exhibit", "headline", "subheadline", "place", "printed_date", "date", "date_suspect",
            "date_reason", "tickers", "topics", "candidates", "combination_agents", "phases", "indications",
            "contacts", "quotes", "body_html", "boilerplate",
        ]  # fmt: skip
        [phase] = release["phases"]
        assert (phase["product"], phase["phase"], phase["status"]) == ("LKS-112", "Phase 2", "ongoing")
        assert "Phase II trial of LKS-112" in phase["evidence"]
        assert release["contacts"][0]["emails"] == ["bfinch@example.com"]
        assert release["boilerplate"][0]["kind"] == "about"
        assert "data-at" not in release["body_html"]
        assert "<p>" in release["body_html"]


class TestOwnProcess:
    """What can only be seen from outside: the streams, and a machine without a database."""

    def run(self, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
            "PHASELINE_DATA": str(tmp_path / "data"),
        }
        command = [sys.executable, "manage.py", "ingest", *arguments]
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )

    def test_a_database_without_tables_is_told_in_a_sentence(self, tmp_path):
        (tmp_path / "a.txt").write_text(text_filing())

        done = self.run(tmp_path, str(tmp_path / "a.txt"))

        assert done.returncode == 1
        assert done.stderr.startswith(
            "CommandError: The database cannot be used; has `manage.py migrate` been run?"
        )

    def test_json_is_all_of_standard_output_and_needs_no_database(self, tmp_path):
        (tmp_path / "a.txt").write_text(text_filing())

        done = self.run(tmp_path, str(tmp_path / "a.txt"), "--dry-run", "--json", "--workers", "2")

        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["form_type"] == "6-K"
        assert "it/s" not in done.stderr
        assert "new                1" in done.stderr


@pytest.mark.django_db
def test_workers_find_what_one_process_finds(folder):
    for number in range(6):
        (folder / f"{number}.txt").write_text(submission(f"LARKSPUR ANNOUNCES ITEM {number}", number=number))
    (folder / "bad.txt").write_text("nothing")

    alone = Result(folder, "--dry-run", "--json")
    together = Result(folder, "--dry-run", "--json", "--workers", "2")

    assert together.out == alone.out
    assert together.err == alone.err
    assert len(alone.out.splitlines()) == 6


@pytest.mark.django_db
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared files are not here")
class TestSeeds:
    def test_are_three_filings_with_ten_releases_and_unchanged_the_second_time(self):
        assert Result(SEEDS).table == {"new": 3, "releases": 10}
        assert Result(SEEDS).table == {"unchanged": 3}

    def test_every_shared_file_is_read_or_refused_with_a_reason(self):
        result = Result(SHARED / "filings", "--dry-run")

        assert "could not be" not in result.err
        assert result.table["failed"] == 6
