"""Pages of what is filed."""

import re
from datetime import date

import pytest
from django.urls import reverse

from filings.domain import Phase
from filings.models import Registrant
from filings.proof import anchor
from tests.factories import (
    make_claim,
    make_contact,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)
from tests.filings.archive import ACCESSION, OLD_KEY, TEXT_KEY, make_archive

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


@pytest.fixture
def archive(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    return make_archive()


def page_of(client, address, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


class TestRelease:
    def test_shows_a_headline_printed_in_capitals_as_a_sentence_and_as_printed(self, client, archive):
        page = page_of(client, archive.release.get_absolute_url())

        heading = re.sub(r"<[^>]+>", "", page.partition("<h1>")[2].partition("</h1>")[0])
        assert heading == "Oakmere begins Phase II trial of OKM-12 in lung cancer"
        assert "OAKMERE BEGINS PHASE II TRIAL OF OKM-12 IN LUNG CANCER" in page

    def test_marks_the_proof_of_a_phase_and_links_to_it(self, client, archive):
        claim = archive.release.phase_claims.get()
        place = anchor(claim.start, claim.end)

        page = page_of(client, archive.release.get_absolute_url())

        assert f'<mark id="{place}" class="claim">' in page
        assert f'href="#{place}"' in page

    def test_every_link_within_the_page_leads_to_something(self, client, archive):
        page = page_of(client, archive.release.get_absolute_url())

        targets = set(re.findall(r'href="#([^"]+)"', page))
        assert targets <= set(re.findall(r'id="([^"]+)"', page))

    def test_says_what_date_is_printed_and_why_another_was_read(self, client, archive):
        page = page_of(client, archive.release.get_absolute_url())

        assert "12 January 2005" in page
        assert "January 12, 2004" in page
        assert "The filing was signed in January 2005." in page

    def test_folds_the_standing_text(self, client, archive):
        page = page_of(client, archive.release.get_absolute_url())

        assert '<details class="fold s-about"><summary>About the company</summary>' in page

    def test_escapes_what_is_stored_as_text(self, client, archive):
        page = page_of(client, archive.undated.get_absolute_url())

        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        assert "Tarn &amp; Co" in page

    def test_without_headline_date_or_facts_says_so(self, client, archive):
        page = page_of(client, archive.undated.get_absolute_url())

        assert "Release without headline" in page
        assert "no date read" in page
        assert "No phase stated." in page

    def test_the_address_of_a_poorer_copy_leads_to_the_better_one(self, client, archive):
        response = client.get(f"/releases/{OLD_KEY}/1/")

        assert response.status_code == 301
        assert response["Location"] == f"/releases/{ACCESSION}/1/"

    @pytest.mark.parametrize("number", [0, 2, 10**30])
    def test_a_number_that_the_filing_does_not_have_is_not_found(self, client, archive, number):
        assert client.get(f"/releases/{ACCESSION}/{number}/").status_code == 404

    def test_makes_a_constant_number_of_queries(self, client, archive, django_assert_max_num_queries):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(archive.release.get_absolute_url())


@pytest.fixture
def joint():
    """A release of one drug that two companies furnished, the second a day later."""
    drug = make_product("HLV-101")
    first = make_release(filing=make_filing(make_registrant("Halvorsen"), filed_on=date(2004, 3, 3)))
    filing = make_filing(make_registrant("Quillon"), filed_on=date(2004, 3, 4), form_type="6-K/A")
    second = make_release(filing=filing, story=first, copy_number=1)
    for release in (first, second):
        make_claim(release, drug, Phase.PHASE_2)
    return first, second


class TestCopies:
    def test_each_leads_to_the_others(self, client, joint):
        first, second = joint

        before, after = (page_of(client, release.get_absolute_url()) for release in joint)

        assert (
            f'Furnished again by Quillon in <a class="plainlink" href="{second.get_absolute_url()}">'
            in before
        )
        assert (
            f'Furnished before by Halvorsen in <a class="plainlink" href="{first.get_absolute_url()}">'
            in after
        )
        assert "6-K/A" in before
        assert "4 March 2004" in before

    def test_a_product_lists_a_story_once(self, client, joint):
        page = page_of(client, "/products/hlv-101/")

        assert "1 release</a>" in page
        assert "The same as a table: 1 claim " in page

    def test_a_company_lists_its_own_copy(self, client, joint):
        first, second = joint
        page = page_of(client, "/companies/quillon/")

        assert second.get_absolute_url() in page
        assert first.get_absolute_url() not in page

    def test_lists_count_a_story_once_for_a_product_and_for_each_of_its_companies(self, client, joint):
        make_release(filing=make_filing(joint[1].filing.registrant), story=joint[0], copy_number=2)

        assert '?product=hlv-101">1</a>' in page_of(client, "/products/")
        assert '?registrant=halvorsen">1</a>' in page_of(client, "/companies/")
        assert '?registrant=quillon">1</a>' in page_of(client, "/companies/")


class TestFiling:
    def test_lists_documents_releases_signatory_and_problems(self, client, archive):
        page = page_of(client, archive.filing.get_absolute_url())

        assert "EX-99.1" in page
        assert archive.release.get_absolute_url() in page
        assert "13 January 2005 by Ada Marsh, Chief Executive Officer" in page
        assert "For the month of January, 2005" in page
        assert "The printed year is doubtful." in page

    def test_accounts_for_every_character(self, client, archive):
        assert "100.0 %" in page_of(client, archive.filing.get_absolute_url())

    def test_shows_the_name_of_an_original_without_its_path(self, client, archive):
        page = page_of(client, archive.filing.get_absolute_url())

        assert "oakmere.txt" in page
        assert "/data/" not in page

    def test_redirects_from_the_key_of_a_poorer_copy(self, client, archive):
        response = client.get(f"/filings/{OLD_KEY}/")

        assert (response.status_code, response["Location"]) == (301, f"/filings/{ACCESSION}/")

    def test_makes_a_constant_number_of_queries(self, client, archive, django_assert_max_num_queries):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(archive.filing.get_absolute_url())

    @pytest.mark.parametrize("key", ["0009990009-05-000001", "fedcba987654"])
    def test_an_unknown_filing_is_not_found(self, client, archive, key):
        assert client.get(f"/filings/{key}/").status_code == 404

    @pytest.mark.parametrize("key", ["1", "ABCDEF012345", "0009990001-05-00007", "x" * 12])
    def test_what_is_no_key_is_not_found(self, client, archive, key):
        assert client.get(f"/filings/{key}/").status_code == 404


class TestOriginal:
    def test_is_sent_as_it_was_read_and_never_as_a_page(self, client, archive):
        response = client.get(f"/filings/{ACCESSION}/original/")

        assert b"".join(response.streaming_content) == b"<b>hello</b>"
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == 'attachment; filename="oakmere.txt"'
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_one_of_several_is_asked_for_by_its_sum(self, client, archive):
        response = client.get(f"/filings/{ACCESSION}/original/{'b' * 64}/")

        assert b"".join(response.streaming_content) == b"<b>hello</b>"
        assert client.get(f"/filings/{ACCESSION}/original/{'e' * 64}/").status_code == 404

    def test_redirects_from_the_key_of_a_poorer_copy(self, client, archive):
        assert client.get(f"/filings/{OLD_KEY}/original/")["Location"] == f"/filings/{ACCESSION}/original/"

    def test_a_lost_file_is_not_found(self, client, archive):
        original = archive.filing.originals.get()
        original.file.storage.delete(original.file.name)

        assert client.get(f"/filings/{ACCESSION}/original/").status_code == 404

    def test_a_filing_without_one_is_not_found(self, client, archive):
        assert client.get(f"/filings/{TEXT_KEY}/original/").status_code == 404


class TestProduct:
    def test_shows_its_highest_phase_and_the_sentence_that_says_so(self, client, archive):
        claim = archive.release.phase_claims.get()

        page = page_of(client, "/products/okm-12/")

        assert "Highest phase reached" in page
        assert f"{archive.release.get_absolute_url()}#{anchor(claim.start, claim.end)}" in page
        assert "a Phase II trial of OKM-12 in lung cancer has begun" in page

    def test_tells_other_programs_what_it_is_in_short(self, client, archive):
        page = page_of(client, "/products/okm-12/")

        assert re.search(
            r'name="description" content="OKM-12, drug candidate of [^"]*highest phase told of: Phase', page
        )
        assert 'property="og:url" content="http://testserver/products/okm-12/"' in page

    def test_shows_another_name_with_the_words_that_prove_it(self, client, archive):
        page = page_of(client, "/products/okm-12/")

        alias = archive.product.aliases.get(name="QX-5")
        proof = f"{archive.release.get_absolute_url()}#{anchor(alias.start, alias.end)}"
        assert "<strong>QX-5</strong>" in page
        assert f'href="{proof}"' in page
        assert f'id="{anchor(alias.start, alias.end)}"' in page_of(client, archive.release.get_absolute_url())
        assert "formerly <mark>QX-5</mark>) &lt;is&gt; given" in page

    def test_another_name_of_it_leads_to_it(self, client, archive):
        response = client.get("/products/qx-5/")

        assert (response.status_code, response["Location"]) == (301, "/products/okm-12/")

    def test_an_unknown_name_is_not_found(self, client, archive):
        assert client.get("/products/zz-9/").status_code == 404

    def test_draws_a_picture_whose_mark_leads_to_the_sentence(self, client, archive):
        page = page_of(client, "/products/okm-12/")

        claim = archive.release.phase_claims.get()
        place = f"{archive.release.get_absolute_url()}#{anchor(claim.start, claim.end)}"
        assert f'<a href="{place}" aria-label="12 January 2005: Phase 2 ongoing in lung cancer"' in page

    def test_tells_the_names_in_the_order_in_which_releases_print_them(self, client):
        product = make_product("HLV-101", aliases=["Halvimab"])
        for name, year in (("Halvimab", 2006), ("HLV-101", 2003), ("HLV 101", 2004)):
            release = make_release(date=date(year, 5, 1), body=f"{name} works.")
            release.product_links.create(product=product, printed_name=name, mentions=[], rule="test")

        names = client.get("/products/hlv-101/").context["names"]

        assert [(name.alias.name, name.release_count, name.first, name.last) for name in names] == [
            ("HLV-101", 2, date(2003, 5, 1), date(2004, 5, 1)),
            ("Halvimab", 1, date(2006, 5, 1), date(2006, 5, 1)),
        ]

    @pytest.mark.parametrize(
        ("last", "silence"), [(date(2004, 1, 12), 0), (date(2004, 7, 11), 5), (date(2005, 1, 12), 12)]
    )
    def test_counts_the_whole_months_of_silence_to_the_latest_release_of_its_company(
        self, client, last, silence
    ):
        make_release(products=[make_product("HLV-101")], date=date(2004, 1, 12))
        make_release(date=last)

        times = client.get("/products/hlv-101/").context["times"]

        assert (times.last, times.silence) == (date(2004, 1, 12), silence)

    def test_names_the_indications_with_the_highest_phase_in_each(self, client):
        product, gout = make_product("HLV-101"), make_indication("gout")
        for phase, status in ((Phase.PHASE_1, "completed"), (Phase.PHASE_2, "planned")):
            make_claim(make_release(), product, phase, status=status, indication=gout)

        [one] = client.get("/products/hlv-101/").context["indications"]

        assert (one.name, one.highest.phase, one.release_count) == ("gout", "Phase 1", 2)

    def test_names_what_it_is_given_with_where_a_release_speaks_of_it_alone(self, client):
        alone, both = make_product("HLV-101"), make_product("QLN-7")
        for products, agent in (([alone], "docetaxel"), ([alone, both], "cisplatin")):
            release = make_release(products=products)
            release.facts.create(kind="combination agent", value=agent, start=0, end=1, rule="test")
            make_claim(release, alone, Phase.PHASE_1)

        assert client.get("/products/hlv-101/").context["agents"] == [("docetaxel", 1)]

    def test_makes_a_constant_number_of_queries(self, client, archive, django_assert_max_num_queries):
        for number in range(12):
            make_claim(
                make_release(date=date(2004, 1, 1 + number)),
                archive.product,
                Phase.PHASE_1,
                indication=make_indication(f"disease {number}"),
            )
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/products/okm-12/")


class TestRegistrant:
    def test_shows_names_tickers_products_releases_filings_and_contacts(self, client, archive):
        page = page_of(client, "/companies/oakmere-pharma/")

        assert "Formerly Old Oak." in page
        assert "LSE:OKM" in page
        assert "/products/okm-12/" in page
        assert archive.release.get_absolute_url() in page
        assert archive.filing.get_absolute_url() in page
        assert "/contacts/ada-marsh/" in page

    def test_a_name_that_it_had_leads_to_it(self, client, archive):
        archive.registrant.names.create(name="Old Oak Ltd", slug="old-oak", folded="old oak")

        assert client.get("/companies/old-oak/")["Location"] == "/companies/oakmere-pharma/"
        assert client.get("/companies/nobody/").status_code == 404

    def test_counts_a_release_once_though_filed_for_two_companies(self, client, archive):
        other = Registrant.objects.get(slug="tarn-co")
        archive.filing.co_registrants.add(other)

        assert "2 releases</a> in 2 filings" in page_of(client, "/companies/tarn-co/")

    def test_tells_when_its_releases_print_which_name_and_ticker(self, client):
        company = make_registrant("Halvorsen Biosciences Inc.", former_names=["OLD OAK PHARMA LTD"])
        filing = make_filing(company)
        make_release(
            filing=filing, body="Old Oak Pharma (LSE: OOP) spoke.", tickers=["LSE:OOP"], date=date(2001, 3, 1)
        )
        make_release(
            filing=filing,
            body="Halvorsen Biosciences Inc. spoke.",
            tickers=["LSE:HLV"],
            date=date(2004, 3, 1),
        )

        shown = client.get(company.get_absolute_url()).context

        assert [(used.name, used.release_count, used.first) for used in shown["names"]] == [
            ("Halvorsen Biosciences Inc.", 1, date(2004, 3, 1)),
            ("OLD OAK PHARMA LTD", 1, date(2001, 3, 1)),
        ]
        assert [(used.name, used.first) for used in shown["tickers"]] == [
            ("LSE:OOP", date(2001, 3, 1)),
            ("LSE:HLV", date(2004, 3, 1)),
        ]

    def test_tells_of_each_contact_from_when_to_when_and_as_what_last(self, client):
        filing = make_filing()
        for year, title in ((2003, "Manager"), (2005, "Director")):
            make_contact(make_release(filing=filing, date=date(year, 5, 1)), "Rhona Tait", title=title)

        [term] = client.get(filing.registrant.get_absolute_url()).context["contacts"].rows

        assert (term.title, term.release_count, term.first.year, term.last.year) == (
            "Director",
            2,
            2003,
            2005,
        )
        assert 0 < term.x < term.x + term.width < 100

    def test_draws_its_pipeline_and_a_matrix_that_leads_to_searches(self, client, archive):
        page = page_of(client, "/companies/oakmere-pharma/")

        assert 'href="/?registrant=oakmere-pharma&amp;product=okm-12&amp;indication=lung-cancer"' in page
        assert 'href="/?registrant=oakmere-pharma&amp;product=okm-12&amp;phase=phase-2"' in page

    def test_shows_the_latest_sentence_beneath_its_picture(self, client, archive):
        page = page_of(client, "/companies/oakmere-pharma/")

        assert re.search(r'class="reading"><p class="when">Latest, 12 January 2005: OKM-12, Phase 2', page)

    def test_makes_a_constant_number_of_queries(self, client, archive, django_assert_max_num_queries):
        for number in range(12):
            release = make_release(filing=archive.filing, number=10 + number)
            make_claim(release, make_product(f"OKM-{number}"), Phase.PHASE_1)
            make_contact(release, f"Person {number}")
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/companies/oakmere-pharma/")


class TestContact:
    def test_shows_where_when_and_as_what_it_was_printed(self, client, archive):
        page = page_of(client, "/contacts/ada-marsh/")

        assert "Investor Relations" in page
        assert 'href="tel:5550100"' in page
        assert "mailto:ir@example.com" in page
        assert archive.release.get_absolute_url() in page

    def test_is_kept_out_of_search_engines(self, client, archive):
        assert '<meta name="robots" content="noindex">' in page_of(client, "/contacts/ada-marsh/")
        assert '<meta name="robots" content="noindex">' in page_of(client, "/contacts/")

    def test_makes_a_constant_number_of_queries(self, client, archive, django_assert_max_num_queries):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/contacts/ada-marsh/")


class TestLists:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [("/products/", "OKM-12"), ("/companies/", "Tarn &amp; Co"), ("/contacts/", "Ada Marsh")],
    )
    def test_show_everything(self, client, archive, address, shown):
        assert shown in page_of(client, address)

    @pytest.mark.parametrize(
        ("address", "wanted", "number"),
        [
            ("/products/", "qx", "1 drug candidate"),
            ("/products/", "zz", "0 drug candidates"),
            ("/companies/", "tarn &", "1 company"),
            ("/contacts/", "investor", "1 contact"),
            ("/contacts/", "no\0body", "0 contacts"),
        ],
    )
    def test_are_narrowed_by_a_name(self, client, archive, address, wanted, number):
        assert number in page_of(client, address, q=wanted)

    @pytest.mark.parametrize("page", ["2", "0", "-1", "x", "9" * 5000])
    def test_a_page_that_is_not_there_shows_the_nearest(self, client, archive, page):
        assert "OKM-12" in page_of(client, "/products/", page=page)

    @pytest.mark.parametrize("address", ["/products/", "/companies/", "/contacts/"])
    def test_make_a_constant_number_of_queries(self, client, archive, address, django_assert_max_num_queries):
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)


class TestOtherPages:
    def test_help_explains_the_language_and_the_signs(self, client):
        page = page_of(client, reverse("help"))

        assert "financing OR agreement" in page
        assert "Phase 2/3" in page

    def test_an_unknown_address_is_answered_with_a_way_on(self, client):
        response = client.get("/nowhere/")

        assert response.status_code == 404
        assert "There is nothing at this address" in response.content.decode()

    @pytest.mark.parametrize("address", ["/help/", "/products/", f"/filings/{ACCESSION}/"])
    def test_nothing_can_be_posted(self, client, archive, address):
        assert client.post(address).status_code == 405

    def test_pages_carry_no_inline_style_or_script(self, client, archive):
        for address in (
            archive.release.get_absolute_url(),
            archive.filing.get_absolute_url(),
            "/products/okm-12/",
            "/companies/oakmere-pharma/",
            "/contacts/ada-marsh/",
            "/help/",
        ):
            page = page_of(client, address)
            assert not re.search(
                r"<style|\sstyle=|<script(?! type=.application/ld|[^>]*\ssrc=)|\son\w+=", page
            )
