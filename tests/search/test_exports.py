"""CSV, JSON, BibTeX and RIS of a search, and of a release."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess

import bibtexparser
import pytest
import rispy

from filings.domain import Phase, Status
from filings.spreadsheets import CLAIM_COLUMNS
from search import indexing
from search.exports import COLUMNS
from tests.factories import (
    make_claim,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_index(index_place):
    pass


@pytest.fixture
def release():
    filing = make_filing(make_registrant("Halvorsen & Søn {Oslo} 100%", cik=1234567))
    release = make_release(
        filing=filing,
        headline="=HYPERLINK(1) | Halvorsen reports 50% & more",
        exhibit="99.1",
        date="2004-01-12",
    )
    make_claim(
        release,
        make_product(),
        Phase.PHASE_2,
        status=Status.ONGOING,
        indication=make_indication(),
    )
    make_release(filing=filing, number=2, headline="Another", date="2003-01-12")
    indexing.rebuild()
    return release


def body(response) -> str:
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response))))


class TestCsv:
    def test_a_row_holds_what_is_known_of_a_release(self, client, release):
        row = rows(client.get("/releases.csv"))[0]

        assert list(row) == list(COLUMNS)
        assert row["id"] == f"{release.filing.key}/{release.number}"
        assert row["date"] == "2004-01-12"
        assert row["date_questioned"] == "false"
        assert row["claims"] == "HLV-101: Phase 2, ongoing, renal cell cancer"
        assert row["url"] == f"http://testserver{release.get_absolute_url()}"
        assert row["edgar_url"].startswith("https://www.sec.gov/Archives/edgar/data/1234567/")

    def test_the_filters_of_the_page_hold(self, client, release):
        assert [row["headline"] for row in rows(client.get("/releases.csv?to=2003"))] == ["Another"]

    def test_claims_are_those_asked_for(self, client, release):
        [row] = rows(client.get("/claims.csv?phase=phase-2"))

        assert list(row) == list(CLAIM_COLUMNS)
        assert (row["product"], row["status"]) == ("HLV-101", "ongoing")
        assert rows(client.get("/claims.csv?phase=phase-3")) == []

    def test_no_cell_is_a_formula(self, client, release):
        assert rows(client.get("/releases.csv"))[0]["headline"].startswith("'=HYPERLINK")

    def test_a_headline_in_capitals_is_set_down_as_on_the_page(self, client, release):
        text = "Tarnholm said that Marlow joined."
        make_release(number=9, headline="MARLOW JOINS THE BOARD OF TARNHOLM", body=text, date="2002-01-12")
        indexing.rebuild()

        assert (
            rows(client.get("/releases.csv?to=2002"))[0]["headline"] == "Marlow joins the board of Tarnholm"
        )

    def test_a_byte_order_mark_is_given_to_those_who_ask(self, client, release):
        assert body(client.get("/releases.csv?bom=1")).startswith("\ufeffid,")

    def test_the_columns_of_claims_are_described_beside_them(self, client, release):
        response = client.get("/claims.csv?phase=phase-2")
        [address] = re.findall(r"<http://testserver([^>]*)>", response.headers["Link"])
        described = client.get(address).json()

        assert described["url"] == "http://testserver/claims.csv?phase=phase-2"
        assert [one["name"] for one in described["tableSchema"]["columns"]] == list(CLAIM_COLUMNS)

    def test_the_columns_are_described_beside_it(self, client, release):
        link = client.get("/releases.csv?q=halvorsen").headers["Link"]
        address = link[1 : link.index(">")]
        described = client.get(address.removeprefix("http://testserver")).json()

        assert [column["name"] for column in described["tableSchema"]["columns"]] == list(COLUMNS)
        assert described["dc:source"] == "http://testserver/?q=halvorsen"

    def test_libreoffice_opens_it_with_formulas_as_text(self, client, release, tmp_path):
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is None:
            pytest.skip("no LibreOffice here")
        (tmp_path / "export.csv").write_bytes(b"".join(client.get("/releases.csv")))
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{tmp_path}/profile",
                "--headless",
                "--convert-to",
                "fods",
                "--outdir",
                str(tmp_path),
                str(tmp_path / "export.csv"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        sheet = (tmp_path / "export.fods").read_text(encoding="utf-8")

        assert "=HYPERLINK(1)" in sheet
        assert "table:formula" not in sheet


class TestJson:
    def test_it_holds_the_releases_with_their_proofs(self, client, release):
        answer = json.loads(body(client.get("/releases.json?sort=oldest")))

        assert answer["address"] == "http://testserver/?sort=oldest"
        assert answer["releases"][0]["headline"] == "Another"
        [claim] = answer["releases"][1]["claims"]
        assert claim["url"].endswith(f"#p{claim['start']}-{claim['end']}")


class TestCitations:
    @pytest.fixture(params=["/releases.{}", "{}"])
    def address(self, request, release):
        own = release.get_absolute_url().rstrip("/") + ".{}"
        return request.param if request.param != "{}" else own

    def test_bibtex_is_read_by_a_library(self, client, release, address):
        library = bibtexparser.parse_string(body(client.get(address.format("bib"))))

        assert not library.failed_blocks
        [entry] = [entry for entry in library.entries if entry.key.endswith(f"{release.filing.key}-1")]
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert (
            fields["title"] == r"{=HYPERLINK(1) | Halvorsen reports 50\% \& more}"
        )  # braces keep its capitals
        assert (fields["year"], fields["month"]) == ("2004", "01")
        assert release.filing.accession_number in fields["note"]

    def test_ris_is_read_by_a_library(self, client, release, address):
        entries = rispy.loads(body(client.get(address.format("ris"))))
        [entry] = [entry for entry in entries if entry["title"].startswith("=HYPERLINK")]

        assert entry["date"] == "2004/01/12/"
        assert entry["accession_number"] == release.filing.accession_number
        assert entry["authors"] == ["Halvorsen & Søn {Oslo} 100%,"]

    def test_a_release_that_is_not_there_has_no_citation(self, client, release):
        assert client.get(release.get_absolute_url().rstrip("/")[:-1] + "9.bib").status_code == 404
