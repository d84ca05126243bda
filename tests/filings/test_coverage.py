"""What the archive says of itself, to people and to crawlers."""

from __future__ import annotations

import pytest
from lxml import etree

from filings import coverage
from filings.models import FilingProblem, IngestFile, IngestRun
from tests.factories import make_filing, make_product, make_registrant, make_release

pytestmark = pytest.mark.django_db


class TestMatrix:
    def test_releases_are_counted_by_company_and_year_with_gaps_told(self):
        one, two = make_registrant("Alder Inc."), make_registrant("Birch Inc.")
        for day in ("2001-01-01", "2001-05-01", "2004-01-01"):
            make_release(filing=make_filing(one), date=day)
        make_release(filing=make_filing(two), date="2002-01-01")
        make_release(filing=make_filing(two), date=None)
        made = coverage.matrix([one, two])

        assert made.years == [2001, 2002, 2003, 2004]
        assert [cell.count for cell in made.rows[0].cells] == [2, 0, 0, 1]
        assert made.rows[0].gap == [2002, 2003]
        assert made.rows[0].gaps == ["2002–2003"]
        assert (made.rows[1].total, made.rows[1].undated) == (2, 1)
        assert [cell.count for cell in made.totals] == [2, 1, 0, 1]

    def test_a_story_furnished_twice_is_one_release(self):
        filing = make_filing()
        first = make_release(filing=filing, date="2001-01-01")
        make_release(filing=make_filing(filing.registrant), date="2001-01-01", story=first, copy_number=1)

        assert coverage.matrix([filing.registrant]).rows[0].total == 1

    def test_an_impossible_year_makes_no_endless_table(self):
        filing = make_filing()
        make_release(filing=filing, date="0201-01-01")
        make_release(filing=filing, number=2, date="2004-01-01")
        made = coverage.matrix([filing.registrant])

        assert made.years == [2004]
        assert made.rows[0].undated == 1


class TestPage:
    def test_each_count_leads_to_its_releases(self, client):
        make_release(filing=make_filing(make_registrant("Alder Inc.")), date="2001-01-01")

        assert 'href="/?registrant=alder-inc&amp;year=2001"' in client.get("/coverage/").content.decode()

    def test_a_year_without_any_between_others_is_told_to_be_a_gap(self, client):
        filing = make_filing(make_registrant("Alder Inc."))
        for number, day in enumerate(["2001-01-01", "2003-01-01"], 1):
            make_release(filing=filing, number=number, date=day)
        page = client.get("/coverage/").content.decode()

        assert page.count("none, though there are earlier and later ones") == 1
        assert "none in 2002" in page

    def test_companies_stand_in_the_order_of_the_alphabet_however_their_names_are_printed(self, client):
        for name in ("BIRCH INC", "Alder Inc.", "cedar plc"):
            make_release(filing=make_filing(make_registrant(name)), date="2001-01-01")
        pages = [client.get(address).content.decode() for address in ("/coverage/", "/companies/")]

        for page in pages:
            assert page.index("Alder Inc.") < page.index("BIRCH INC") < page.index("cedar plc")

    def test_problems_are_told_by_kind(self, client):
        FilingProblem.objects.create(filing=make_filing(), code="no-headline", detail="-")

        assert "no headline found: 1 filing" in client.get("/coverage/").content.decode()

    def test_failures_of_the_last_ingest_are_told_without_the_folder(self, client):
        run = IngestRun.objects.create()
        IngestFile.objects.create(
            run=run, source="/secret/place/x.txt", outcome="failed", reason="It is empty."
        )
        page = client.get("/coverage/").content.decode()

        assert "<code>x.txt</code>: It is empty." in page
        assert "/secret/place" not in page

    def test_an_empty_archive_says_so(self, client):
        assert "No company." in client.get("/coverage/").content.decode()

    def test_the_number_of_queries_does_not_grow_with_companies(self, client, django_assert_max_num_queries):
        for number in range(30):
            make_release(filing=make_filing(make_registrant(f"Company {number}")), date="2001-01-01")
        with django_assert_max_num_queries(15):
            client.get("/coverage/")


class TestCrawlers:
    def test_the_sitemap_lists_releases_products_and_companies_alone(self, client):
        release = make_release(products=[make_product()])
        index = etree.fromstring(client.get("/sitemap.xml").content)
        places = []
        for section in index.iter("{*}loc"):
            assert section.text
            listed = etree.fromstring(client.get(section.text.removeprefix("http://testserver")).content)
            places += [place.text for place in listed.iter("{*}loc")]

        assert places == [
            f"http://testserver{thing.get_absolute_url()}"
            for thing in (release, make_product(), release.filing.registrant)
        ]

    def test_crawlers_are_kept_from_people_and_from_combinations_of_filters(self, client):
        told = client.get("/robots.txt").content.decode().splitlines()

        assert "Disallow: /contacts/" in told
        assert "Disallow: /*?*&" in told
        assert "Sitemap: http://testserver/sitemap.xml" in told
