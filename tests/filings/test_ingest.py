from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from filings import pool
from filings.domain import FilingRecord, Problem, SourceFile, SourceFormat
from filings.exceptions import ParseError, SourceError
from filings.ingest import Outcome, ingest, rows, service, vocabulary
from filings.models import (
    Contact,
    Document,
    Filing,
    FilingRedirect,
    Indication,
    IngestFile,
    IngestRun,
    Original,
    PhaseClaim,
    Product,
    ProductAlias,
    Registrant,
    Release,
    ReleaseProduct,
)
from filings.signals import releases_changed
from filings.sources import source_file
from tests.filings.records import DAY, filing, release, with_bytes

TABLES = (
    Filing, Original, Document, Release, Product, ProductAlias, PhaseClaim, Contact, Indication, Registrant,
    FilingRedirect, ReleaseProduct,
)  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_listens(monkeypatch):
    monkeypatch.setattr(releases_changed, "receivers", [])


def kept(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "originals")},
        },
    }


@pytest.fixture
def load(monkeypatch):
    """Ingest filings made by hand, as if they had been read from their bytes."""

    def load(*records: FilingRecord | SourceError | Exception, **options):
        by_name: dict[str, FilingRecord | Exception] = {}
        sources: list[SourceFile | SourceError] = []
        for number, record in enumerate(records):
            if isinstance(record, FilingRecord):
                by_name[record.source.sha256] = record
                sources.append(record.source)
            elif isinstance(record, SourceError):
                sources.append(record)
            else:
                source = source_file(f"bad-{number}", str(record).encode())
                by_name[source.sha256] = record
                sources.append(source)

        def read(source, extra):
            found = by_name[source.sha256]
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(pool, "read", read)
        return ingest(sources, **options)

    return load


@pytest.fixture
def news():
    heard = []

    def hear(sender, changed, removed, **extra):
        heard.append((changed, removed))

    releases_changed.connect(hear)
    yield heard
    releases_changed.disconnect(hear)


def outcomes(report) -> dict[str, int]:
    return {outcome.value: count for outcome, count in report.outcomes.items() if count}


def contents() -> dict[str, list]:
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


@pytest.mark.django_db
class TestWriting:
    def test_a_filing_becomes_rows(self, load):
        report = load(
            filing(
                release(
                    candidates=[("XY-12",)],
                    claims=[("XY-12", "lung cancer")],
                    contacts=["Bo Finch"],
                    indications=["lung cancer"],
                ),
                problems=(Problem(code="odd", detail="It is odd.", release=1),),
            )
        )

        row = Release.objects.get()
        assert outcomes(report) == {"new": 1}
        assert report.releases == 1
        assert row.filing.key == row.filing.text_sha256[:12]
        assert (row.headline, row.date, row.number) == ("Larkspur begins trial", DAY, 1)
        assert [product.name for product in row.products.all()] == ["XY-12"]
        assert [str(c) for c in row.phase_claims.all()] == ["XY-12 Phase 2"]
        assert [i.name for i in row.indications.all()] == ["lung cancer"]
        assert [a.contact.name for a in row.contact_appearances.all()] == ["Bo Finch"]
        assert [problem.code for problem in row.problems.all()] == ["odd"]
        assert [section.kind for section in row.sections.all()] == ["headline", "body"]
        assert row.quotes.get().speaker == "Ada Marsh"

    def test_the_original_is_kept_under_its_own_hash(self, load):
        record = filing(release(), data=b"the very bytes")

        load(record)

        original = Original.objects.get()
        sha256 = record.source.sha256
        assert original.file.name == f"{sha256[:2]}/{sha256[2:]}"
        assert kept(original.file.name) == b"the very bytes"
        assert (original.size, original.is_current) == (14, True)

    def test_an_original_that_was_cut_short_is_written_again(self, load):
        record = filing(release(), data=b"the very bytes")
        name = f"{record.source.sha256[:2]}/{record.source.sha256[2:]}"
        Path(default_storage.path(name)).parent.mkdir(parents=True)
        Path(default_storage.path(name)).write_bytes(b"the v")

        load(record)

        assert kept(name) == b"the very bytes"
        assert len(default_storage.listdir(name[:2])[1]) == 1

    def test_a_filing_takes_few_queries_however_much_it_holds(self, load, django_assert_max_num_queries):
        releases = [
            release(f"Story {n}", f"XY-{n} and XZ-{n} rose.", candidates=[(f"XY-{n}",), (f"XZ-{n}",)])
            for n in range(2)
        ]
        load(filing(*releases))
        again = [release(f"Sequel {n}", "XY-1 rose.", candidates=[("XY-1",)]) for n in range(40)]

        with django_assert_max_num_queries(45):
            load(filing(*again, signed_on=date(2005, 1, 1)))

    @pytest.mark.parametrize(
        "name", ["NUL\x00 in a name", "half \ud83d of a pair", "x" * 5000, "薬" * 5000, "   "]
    )
    def test_any_text_fits_its_column(self, load, name):
        words = name[:400]
        report = load(
            filing(
                release(
                    name,
                    f"A-1 {words} B",
                    candidates=[("A-1",), (words,)],
                    contacts=[words],
                    indications=[name],
                ),
                company=name,
                former=(name + "2",),
            )
        )

        assert outcomes(report) == {"new": 1}
        row = Release.objects.get()
        assert len(row.text) == len(release(name, f"A-1 {words} B", contacts=[words]).text)

    def test_a_claim_of_a_product_that_is_no_candidate_is_left_out(self, load):
        load(filing(release(candidates=[("XY-12",)], claims=[("ZZ-9", None)])))

        assert not PhaseClaim.objects.exists()


@pytest.mark.django_db
class TestRunningAgain:
    def test_what_is_unchanged_is_not_read_and_nothing_but_the_run_is_written(self, load, news, monkeypatch):
        records = [filing(release(), name="a.txt"), filing(release("Other"), name="b.txt", signed_on=None)]
        load(*records)
        before, stored = contents(), default_storage.listdir("")
        news.clear()
        monkeypatch.setattr(pool, "read", None)

        report = ingest([record.source for record in records])

        assert outcomes(report) == {"unchanged": 2}
        assert contents() == before
        assert default_storage.listdir("") == stored
        assert news == []
        assert IngestRun.objects.count() == 2
        assert (
            list(IngestRun.objects.latest("pk").files.values_list("outcome", flat=True)) == ["unchanged"] * 2
        )

    def test_force_writes_the_same_rows_again_under_the_same_keys(self, load, news):
        record = filing(
            release(candidates=[("XY-12",)], claims=[("XY-12", "lung cancer")], contacts=["Bo Finch"]),
            release("Second"),
        )
        load(record)
        before = {name: [row["id"] for row in rows] for name, rows in contents().items()}
        news.clear()

        report = load(record, force=True)

        after = {name: [row["id"] for row in rows] for name, rows in contents().items()}
        kept = (
            "Filing",
            "Release",
            "Document",
            "Product",
            "Contact",
            "Indication",
            "Registrant",
            "ProductAlias",
        )
        assert outcomes(report) == {"changed": 1}
        assert [after[name] for name in kept] == [before[name] for name in kept]
        assert news == [(before["Release"], [])]

    def test_a_newer_extractor_reads_again(self, load, monkeypatch):
        load(filing(release()))
        monkeypatch.setattr(vocabulary, "EXTRACTOR_VERSION", "newer")

        assert outcomes(load(filing(release()))) == {"changed": 1}
        assert outcomes(load(filing(release()))) == {"unchanged": 1}

    def test_the_same_bytes_twice_in_one_run_are_one_filing(self, load):
        record = filing(release())

        report = load(record, with_bytes(record, record.source.data, "copy.txt"), force=True)

        assert outcomes(report) == {"new": 1, "unchanged": 1}

    def test_the_same_text_from_other_bytes_is_the_same_filing(self, load):
        record = filing(release())
        load(record)

        report = load(with_bytes(record, b"other line ends"))

        assert outcomes(report) == {"changed": 1}
        assert Filing.objects.count() == 1
        assert sorted(Original.objects.values_list("is_current", flat=True)) == [False, True]

    def test_the_bytes_that_were_replaced_stay_replaced(self, load):
        old, new = (
            filing(release(), accession="0000000001-04-000002", data=data) for data in (b"older", b"newer")
        )
        load(old, new)

        report = load(old, new, force=True)

        assert outcomes(report) == {"superseded": 1, "changed": 1}
        assert Original.objects.get(is_current=True).sha256 == new.source.sha256

    def test_releases_keep_their_key_and_what_is_gone_is_deleted_and_told(self, load, news):
        accession = "0000000001-04-000002"
        first = filing(
            release("One", candidates=[("XY-12",)], contacts=["Bo Finch"], indications=["gout"]),
            release("Two"),
            accession=accession,
        )
        load(first)
        one, two = Release.objects.order_by("number").values_list("pk", flat=True)
        news.clear()

        load(filing(release("One, corrected", "Nothing."), accession=accession))

        assert list(Release.objects.values_list("pk", "headline")) == [(one, "One, corrected")]
        assert news == [([one], [two])]
        for table in (Product, ProductAlias, Contact, Indication):
            assert not table.objects.exists()

    def test_an_address_that_moves_with_the_text_leads_on(self, load):
        before = filing(release())
        load(before)
        after = with_bytes(filing(release(body="XY-12, read better.")), before.source.data)

        load(after, force=True)

        assert Filing.objects.get().key == after.text_sha256[:12]
        assert FilingRedirect.objects.get().key == before.text_sha256[:12]
        load(before, force=True)
        assert Filing.objects.get().key == before.text_sha256[:12]
        assert FilingRedirect.objects.get().key == after.text_sha256[:12]

    def test_two_texts_with_the_same_first_digits_have_two_addresses(self, load):
        taken = filing(release())
        load(filing(release("Other")))
        Filing.objects.update(key=taken.text_sha256[:12])

        load(taken)

        assert taken.text_sha256[:13] in Filing.objects.values_list("key", flat=True)


@pytest.mark.django_db
class TestBetterForms:
    text = filing(release(), release("Second story"), company="Larkspur Pharma Inc.")
    submission = filing(
        release("LARKSPUR BEGINS TRIAL"),
        release("Second story"),
        company="LARKSPUR PHARMA INC",
        cik=77,
        accession="0000000001-04-000002",
        name="submission.txt",
    )

    def test_a_submission_takes_over_the_text_that_was_there(self, load, news):
        load(self.text)
        ids = sorted(Release.objects.values_list("pk", flat=True))
        news.clear()

        report = load(self.submission)

        row = Filing.objects.get()
        assert outcomes(report) == {"changed": 1}
        assert (row.key, row.format) == ("0000000001-04-000002", "edgar-submission")
        assert FilingRedirect.objects.get().key == self.text.text_sha256[:12]
        assert dict(Original.objects.values_list("name", "is_current")) == {
            "larkspur.txt": False,
            "submission.txt": True,
        }
        assert sorted(Release.objects.values_list("pk", flat=True)) == ids
        assert news == [(ids, [])]
        assert (Registrant.objects.get().name, Registrant.objects.get().cik) == ("Larkspur Pharma Inc.", 77)

    def test_a_text_that_comes_after_the_submission_is_superseded(self, load, news):
        load(self.submission)
        before = Release.objects.count()
        news.clear()

        report = load(self.text)

        assert outcomes(report) == {"superseded": 1}
        assert (Filing.objects.count(), Release.objects.count()) == (1, before)
        assert FilingRedirect.objects.get().key == self.text.text_sha256[:12]
        assert IngestFile.objects.latest("pk").reason == "0000000001-04-000002 holds a better copy"
        assert outcomes(load(self.text)) == {"unchanged": 1}
        assert outcomes(load(self.text, force=True)) == {"superseded": 1}
        assert FilingRedirect.objects.count() == 1
        assert news == []

    def test_both_in_one_run_come_to_the_same_in_either_order(self, load):
        load(self.text, self.submission)
        one_way = set(Filing.objects.values_list("key", "redirects__key"))
        Filing.objects.all().delete()
        Original.objects.all().delete()

        load(self.submission, self.text)

        assert set(Filing.objects.values_list("key", "redirects__key")) == one_way

    def test_all_poorer_copies_are_taken_over(self, load):
        page = filing(release(), release("Second story", "More."), format=SourceFormat.HTML, name="page.htm")
        load(self.text)
        load(page)

        load(self.submission)

        assert Filing.objects.count() == 1
        assert FilingRedirect.objects.count() == 2
        assert Original.objects.filter(filing__key="0000000001-04-000002").count() == 3
        assert Release.objects.count() == 2

    @pytest.mark.parametrize(
        "other",
        [
            {"form": "6-K/A"},
            {"signed_on": date(2004, 3, 3)},
            {"company": "Another Company Ltd."},
        ],
        ids=["an amendment", "of another day", "of another company"],
    )
    def test_another_filing_of_the_same_story_stays_another(self, load, other):
        load(filing(release(), release("Second story"), **other))

        report = load(self.submission)

        assert outcomes(report) == {"new": 1}
        assert Filing.objects.count() == 2

    def test_without_a_signature_date_the_story_must_be_of_the_same_day(self, load):
        same = filing(release(), release("Second story"), signed_on=None, name="same")
        other = filing(
            release(day=date(2003, 3, 2)), release("Second story", day=None), signed_on=None, name="other"
        )
        load(same, with_bytes(other, b"other"))

        load(self.submission)

        assert Filing.objects.count() == 2

    def test_two_submissions_with_accession_numbers_are_two_filings(self, load):
        twin = filing(release(), release("Second story"), cik=77, accession="0000000001-04-000003")

        assert outcomes(load(self.submission, twin)) == {"new": 2}


@pytest.mark.django_db
class TestRegistrants:
    def test_spellings_of_a_name_are_one_company(self, load):
        load(
            filing(release("1"), company="NORDSEE PHARMA N.V."),
            filing(release("2"), company="Nordsee Pharma NV"),
            filing(release("3"), company="Nordsee Pharma"),
        )

        company = Registrant.objects.get()
        assert (company.name, company.slug) == ("Nordsee Pharma NV", "nordsee-pharma")

    def test_a_name_in_capitals_is_set_as_the_releases_write_it(self, load):
        load(
            filing(
                release(
                    "NORDSEEPHARMA REPORTS",
                    "NordseePharma Labs (OSE: NSP) said so. All of NORDSEEPHARMA LABS is glad.",
                ),
                company="NORDSEEPHARMA LABS, INC.",
                former=("OLD HERON PLC",),
            )
        )

        company = Registrant.objects.get()
        assert (company.name, company.slug) == ("NordseePharma Labs, Inc.", "nordseepharma-labs")
        assert company.former_names == ["OLD HERON PLC"]

    def test_a_company_known_by_name_gets_its_key_when_it_appears(self, load):
        load(filing(release("1"), company="Nordsee Pharma NV"))
        load(filing(release("2"), company="NORDSEE PHARMA NV", cik=12, accession="0000000001-04-000002"))

        assert Registrant.objects.get().cik == 12

    def test_a_renamed_company_goes_by_its_newest_name_and_keeps_its_address(self, load, news):
        def of(company, year, **options):
            return filing(
                release(f"Of {year}"),
                company=company,
                cik=12,
                signed_on=date(year, 1, 1),
                accession=f"0000000001-{year % 100:02}-000002",
                **options,
            )

        load(of("Heron Biotech Inc.", 2004))
        first = Release.objects.get().pk
        news.clear()
        load(of("Egret Oncology Inc.", 2015, former=("HERON BIOTECH INC",)))
        load(of("Heron Biotech Inc.", 2003))

        company = Registrant.objects.get()
        assert (company.name, company.slug) == ("Egret Oncology Inc.", "heron-biotech")
        assert company.former_names == ["Heron Biotech Inc."]
        assert first in news[0][0]

    def test_a_former_name_leads_to_the_company(self, load):
        load(
            filing(
                release("1"),
                company="Egret Inc.",
                cik=12,
                former=("HERON LTD",),
                accession="0000000001-15-000002",
            ),
            filing(release("2"), company="Heron Limited", signed_on=date(2003, 1, 1)),
        )

        assert Registrant.objects.get().name == "Egret Inc."

    def test_a_company_known_by_a_former_name_is_joined(self, load, news):
        load(filing(release("1"), company="Heron Limited"))
        load(
            filing(
                release("2"), company="Egret Inc.", cik=12, accession="0000000001-15-000001", signed_on=None
            )
        )
        assert Registrant.objects.count() == 2
        news.clear()

        load(
            filing(
                release("3"),
                company="Egret Inc.",
                cik=12,
                former=("HERON LTD",),
                accession="0000000001-15-000002",
            )
        )

        company = Registrant.objects.get()
        assert (company.name, company.former_names) == ("Egret Inc.", ["Heron Limited"])
        assert company.filings.count() == 3
        assert Release.objects.get(headline="1").pk in news[0][0]

    def test_two_keys_are_two_companies_even_under_one_name(self, load):
        load(
            filing(release("1"), company="Heron Inc.", cik=1, accession="0000000001-04-000001"),
            filing(release("2"), company="Heron Ltd.", cik=2, accession="0000000001-04-000002"),
        )

        assert sorted(Registrant.objects.values_list("cik", "slug")) == [(1, "heron"), (2, "heron-2")]

    def test_a_company_without_filings_goes(self, load):
        accession = "0000000001-04-000002"
        load(filing(release(), company="Wrong Name Inc.", accession=accession))

        load(filing(release(), company="Right Name Inc.", accession=accession))

        assert Registrant.objects.get().name == "Right Name Inc."


@pytest.mark.django_db
class TestProducts:
    def test_a_release_that_tells_of_a_rename_joins_two_products(self, load, news):
        load(filing(release("Old", "XY-9 works.", candidates=[("XY-9",)], claims=[("XY-9", None)])))
        load(
            filing(
                release("New", "AB-1 works.", candidates=[("AB-1",)], claims=[("AB-1", None)]), signed_on=None
            )
        )
        older = Product.objects.get(name="XY-9").pk
        news.clear()

        load(
            filing(
                release("Tells", "AB-1, formerly known as XY-9, works.", candidates=[("AB-1", "XY-9")]),
                signed_on=date(2005, 1, 1),
            )
        )

        product = Product.objects.get()
        telling = Release.objects.get(headline="Tells")
        assert (product.pk, product.slug, product.name) == (older, "xy-9", "AB-1")
        assert sorted(product.aliases.values_list("slug", flat=True)) == ["ab-1", "xy-9"]
        proof = product.aliases.get(slug="xy-9")
        assert telling.text[proof.start : proof.end] == "XY-9"
        assert proof.release == telling
        assert {claim.product_id for claim in PhaseClaim.objects.all()} == {older}
        assert product.releases.count() == 3
        assert news == [(sorted(Release.objects.values_list("pk", flat=True)), [])]

    def test_the_order_of_the_filings_does_not_matter(self, load):
        records = [
            filing(release("1", "XY-9 works.", candidates=[("XY-9",)]), signed_on=date(2004, 1, 1)),
            filing(release("2", "AB-1 (XY-9)", candidates=[("AB-1", "XY-9")]), signed_on=date(2004, 1, 2)),
            filing(release("3", "AB-1 works.", candidates=[("AB-1",)]), signed_on=date(2004, 1, 3)),
        ]
        seen = set()
        for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1]):
            load(*(records[n] for n in order))
            [product] = Product.objects.all()
            seen.add((product.name, tuple(product.aliases.values_list("name", flat=True))))
            Filing.objects.all().delete()
            Product.objects.all().delete()

        assert seen == {("AB-1", ("AB-1", "XY-9"))}

    def test_what_no_release_joins_any_longer_comes_apart(self, load):
        accession = "0000000001-04-000002"
        load(
            filing(release("1", "XY-9 works.", candidates=[("XY-9",)], claims=[("XY-9", None)])),
            filing(
                release("2", "AB-1 works.", candidates=[("AB-1",)], claims=[("AB-1", None)]), signed_on=None
            ),
            filing(release("3", "AB-1 beats XY-9", candidates=[("AB-1", "XY-9")]), accession=accession),
        )
        assert Product.objects.count() == 1

        parted = release("3", "AB-1 beats XY-9", candidates=[("AB-1",), ("XY-9",)])
        load(filing(parted, accession=accession), force=True)

        assert sorted(Product.objects.values_list("name", "slug")) == [("AB-1", "ab-1"), ("XY-9", "xy-9")]
        assert {(c.product.name, c.release.headline) for c in PhaseClaim.objects.all()} == {
            ("XY-9", "1"),
            ("AB-1", "2"),
        }
        assert sorted(ProductAlias.objects.values_list("name", "product__name")) == [
            ("AB-1", "AB-1"),
            ("XY-9", "XY-9"),
        ]

    def test_one_release_that_speaks_of_a_product_under_two_names_is_linked_once(self, load):
        load(
            filing(release("1", "AB-1 (XY-9)", candidates=[("AB-1", "XY-9")])),
            filing(release("2", "AB-1 then XY-9", candidates=[("AB-1",), ("XY-9",)]), signed_on=None),
        )

        link = ReleaseProduct.objects.get(release__headline="2")
        text = link.release.text
        assert [text[start:end] for start, end in link.mentions] == ["AB-1", "XY-9"]
        assert Product.objects.count() == 1

    def test_spellings_are_one_product_under_the_most_printed_one(self, load):
        load(
            filing(release("1", "XY 12 works.", candidates=[("XY 12",)])),
            filing(release("2", "XY-12 works.", candidates=[("XY-12",)]), signed_on=date(2004, 5, 1)),
            filing(release("3", "XY-12 works on.", candidates=[("XY-12",)]), signed_on=date(2004, 6, 1)),
        )

        assert Product.objects.get().name == "XY-12"
        assert ProductAlias.objects.get().folded == "xy12"


@pytest.mark.django_db
class TestContacts:
    def test_a_person_is_one_over_all_releases(self, load):
        load(
            filing(release("1", contacts=["BO FINCH"])),
            filing(release("2", contacts=["Bo Finch"]), signed_on=None),
        )

        contact = Contact.objects.get()
        assert (contact.name, contact.slug, contact.appearances.count()) == ("Bo Finch", "bo-finch", 2)
        assert not contact.is_department


@pytest.mark.django_db
class TestFailures:
    def test_each_is_recorded_with_its_reason_and_the_rest_goes_on(self, load):
        report = load(
            SourceError("a.zip!x", "it is locked"),
            ParseError("b", "it is empty"),
            ZeroDivisionError("a fault of ours"),
            filing(release()),
        )

        assert outcomes(report) == {"failed": 3, "new": 1}
        assert [str(failure) for failure in report.failures] == [
            "a.zip!x: it is locked",
            "bad-1: it is empty",
            "bad-2: it could not be read (ZeroDivisionError)",
        ]
        assert [row.reason for row in IngestFile.objects.filter(outcome="failed")] == [
            "it is locked",
            "it is empty",
            "it could not be read (ZeroDivisionError)",
        ]

    def test_a_filing_that_cannot_be_stored_leaves_nothing_behind(self, load, monkeypatch):
        def fail(record, releases):
            raise ValueError("halfway")

        monkeypatch.setattr(rows, "_write_texts", fail)

        report = load(filing(release()))

        assert [failure.reason for failure in report.failures] == ["it could not be stored (ValueError)"]
        for table in TABLES:
            assert not table.objects.exists()

    def test_a_row_that_another_run_wrote_meanwhile_is_found_the_second_time(self, load, monkeypatch):
        calls = []
        store = service.store

        def collide_once(record, version):
            calls.append(record)
            if len(calls) == 1:
                raise IntegrityError
            return store(record, version)

        monkeypatch.setattr(service, "store", collide_once)

        assert outcomes(load(filing(release()))) == {"new": 1}

    def test_a_listener_that_fails_does_not_fail_the_run(self, load, caplog):
        def fail(**news):
            raise RuntimeError("no index")

        releases_changed.connect(fail)
        try:
            assert outcomes(load(filing(release()))) == {"new": 1}
        finally:
            releases_changed.disconnect(fail)

    def test_what_was_written_before_an_interruption_is_told(self, load, news):
        def interrupt(name):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load(filing(release()), filing(release("Other")), progress=interrupt)

        assert news == [([Release.objects.get().pk], [])]
        assert IngestRun.objects.get().finished_at is None
        assert IngestFile.objects.get().outcome == Outcome.NEW


@pytest.mark.django_db
class TestDryRun:
    def test_tells_what_would_become_of_each_file_and_writes_nothing(self, load):
        load(TestBetterForms.submission)
        before, runs = contents(), IngestRun.objects.count()

        report = load(
            TestBetterForms.submission,
            TestBetterForms.text,
            filing(release("Fresh")),
            with_bytes(TestBetterForms.submission, b"other"),
            ParseError("x", "bad"),
            dry_run=True,
        )

        assert outcomes(report) == {"unchanged": 1, "superseded": 1, "new": 1, "changed": 1, "failed": 1}
        assert contents() == before
        assert IngestRun.objects.count() == runs

    def test_on_record_is_given_what_is_unchanged_too(self, load):
        record = filing(release())
        load(record)
        given: list[FilingRecord] = []

        report = load(record, on_record=given.append)

        assert given == [record]
        assert outcomes(report) == {"unchanged": 1}


@pytest.mark.django_db
def test_news_goes_out_in_batches(load, news, monkeypatch):
    monkeypatch.setattr(service, "_BATCH", 2)

    load(*(filing(release(f"{n}"), signed_on=date(2004, 1, n)) for n in range(1, 6)))

    assert [len(changed) for changed, removed in news] == [2, 2, 1]


class TestProductGroups(TestCase):
    """Whatever releases say of names, a product is what they connect."""

    names = st.sampled_from(["AA-1", "BB-2", "CC-3", "DD-4", "EE-5"])
    story = st.lists(st.lists(names, min_size=1, max_size=3, unique=True), min_size=1, max_size=2)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(1, 4), story), min_size=1, max_size=8))
    def test_products_are_what_the_last_reading_of_each_filing_connects(self, readings):
        latest = {}
        for number, candidates in readings:
            latest[number] = candidates
            text = " ".join(name for names in candidates for name in names)
            record = filing(
                release(f"Story {number}", text, candidates=candidates),
                accession=f"0000000001-04-{number:06}",
                signed_on=date(2004, 1, number),
            )
            rows.write(record, Filing.objects.filter(accession_number=record.accession_number).first(), "1")

        wanted: list[set[str]] = []
        for names in (set(names) for candidates in latest.values() for names in candidates):
            for group in [group for group in wanted if group & names]:
                wanted.remove(group)
                names |= group
            wanted.append(names)
        found = [set(product.aliases.values_list("name", flat=True)) for product in Product.objects.all()]
        assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))
