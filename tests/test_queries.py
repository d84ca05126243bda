"""No page asks the database more than fifteen questions, whoever looks at it and however much it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve
from django.utils import timezone

from filings.domain import FactKind, Phase, Status
from filings.models import (
    Filing,
    FilingProblem,
    FilingRedirect,
    IngestFile,
    IngestRun,
    Original,
    Product,
    ProductAlias,
    Quote,
    RegistrantName,
    Release,
    ReleaseFact,
)
from search import indexing
from search.models import SavedSearch
from search.saved.letters import token
from tests.factories import (
    make_claim,
    make_contact,
    make_filing,
    make_indication,
    make_product,
    make_registrant,
    make_release,
)

MOST = 15
MANY = 17
"""Things of each kind: a question for each of them would be too many."""

NOT_PUBLIC = ("admin/", "review/", "account/")
"""Beginnings of addresses of pages for staff, and of Django's own pages of accounts."""

NOT_ASKED = {"api-1:api-root", "saved-delete", "styleguide"}
"""What shows nothing, what is only posted to, and what stands in development alone."""

KEY, FORMER_KEY, SHA256 = "0009999999-04-990001", "abcdef012345", "a" * 64
SEARCHES = (
    "",
    "?q=progress",
    "?q=progress&product=hlv-1&product=hlv-2&phase=phase-2&size=100",
    "?q=progress&phase=preclinical&from=1990&to=1991&registrant=halvorsen-biosciences-inc",
    "?q=drug:hlv-1+prgress&copies=1&sort=newest",
)
"""Of everything, of words, of facets, of nothing, of words nearly right."""

OF_A_SEARCH = (
    "/",
    "/facets/product/",
    "/pipeline/",
    "/feed/",
    "/feed/claims/",
    "/releases.csv",
    "/releases.csv-metadata.json",
    "/claims.csv-metadata.json",
    "/releases.json",
    "/claims.csv",
    "/releases.bib",
    "/releases.ris",
    "/saved/keep/",
    "/api/v1/releases",
    "/api/v1/claims",
)
OF_THINGS = (
    f"/releases/{KEY}/1/",
    f"/releases/{KEY}/1/?search=q%3Dprogress",
    f"/releases/{KEY}/1.bib",
    f"/releases/{KEY}/1.ris",
    f"/releases/{FORMER_KEY}/1/",
    f"/filings/{KEY}/",
    f"/filings/{KEY}/original/",
    f"/filings/{KEY}/original/{SHA256}/",
    "/products/",
    "/products/?q=hlv",
    "/products/hlv-1/",
    "/products/formerly-1/",
    "/products/hlv-1/claims.csv",
    "/companies/",
    "/companies/?q=halvorsen",
    "/companies/halvorsen-biosciences-inc/",
    "/companies/old-halvorsen/",
    "/companies/halvorsen-biosciences-inc/claims.csv",
    "/contacts/",
    "/contacts/?q=tait",
    "/contacts/rhona-tait-1/",
    "/coverage/",
    "/coverage/?q=halvorsen",
    "/help/",
    "/suggest/?q=ha",
    "/suggest/?q=reports+pro",
    "/opensearch.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-releases.xml",
    "/sitemap-products.xml",
    "/sitemap-companies.xml",
    "/api/",
    "/api/v1/openapi.json",
    f"/api/v1/releases/{KEY}/1",
    "/api/v1/products?q=hlv",
    "/api/v1/products/hlv-1",
    "/api/v1/registrants",
    "/api/v1/registrants/halvorsen-biosciences-inc",
    "/api/v1/filings?registrant=halvorsen-biosciences-inc",
    f"/api/v1/filings/{KEY}",
    "/api/v1/contacts",
    "/api/v1/contacts/rhona-tait-1",
)
OF_READERS = ("/saved/", "/saved/1/", "/saved/1/new/", "/saved/1/change/", "/saved/unsubscribe/<token>/")
PAGES = (*(page + asked for page in OF_A_SEARCH for asked in SEARCHES), *OF_THINGS, *OF_READERS)


def names(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[str]:
    """Yield the names of all public addresses."""
    for found in resolver.url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from names(found, address, f"{found.namespace}:" if found.namespace else space)
        elif not address.startswith(NOT_PUBLIC):
            yield f"{space}{found.name}"


def test_every_kind_of_page_is_asked_for():
    asked = {resolve(page.partition("?")[0]).view_name for page in PAGES}

    assert set(names(get_resolver())) - NOT_ASKED == asked


@pytest.fixture
def archive(db, settings, tmp_path) -> User:
    """Many of everything, all about one release, product and company; return somebody of the staff."""
    settings.SEARCH_BACKEND = {**settings.SEARCH_BACKEND, "LOCATION": str(tmp_path / "index")}
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "originals")}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    company = make_registrant(former_names=["Old Halvorsen"])
    RegistrantName.objects.create(
        registrant=company, name="Old", slug="old-halvorsen", folded="old halvorsen"
    )
    partners = [make_registrant(f"Partner {n} plc") for n in range(MANY)]
    products = [make_product(f"HLV-{n}", [f"Formerly {n}"]) for n in range(MANY)]
    diseases = [make_indication(f"disease {n}") for n in range(MANY)]
    first: Release | None = None
    for n in range(MANY):
        filing = make_filing(company, key=KEY if n == 0 else f"0009999999-04-99{n + 1:04}")
        filing.co_registrants.set(partners)
        release = make_release(
            filing=filing,
            headline=f"HALVORSEN REPORTS PROGRESS {n}",
            body="Progress.\n\n" + " ".join(f"HLV-{m} is in Phase 2 for disease {m}." for m in range(MANY)),
            boilerplate=f"About us: we are {n} years old.",
            contacts="\n".join(f"Rhona Tait {m}" for m in range(MANY)),
            products=products,
            indications=diseases,
            date=date(2004, 1, 31) - timedelta(days=n),
            tickers=["LSE:HLV"],
            topics=["clinical trial"],
            story=first,
            copy_number=0 if n % 2 == 0 else n,
        )
        first = first or release
        if n % 2 == 0 and n:
            Release.objects.filter(pk=release.pk).update(story=None)
        _fill(release, products, diseases)
    _prove_names(Release.objects.get(filing__key=KEY), products)
    return _staff()


def _fill(release: Release, products: list[Product], diseases: list) -> None:
    """Have a release say something of everything."""
    for n, (product, disease) in enumerate(zip(products, diseases, strict=True)):
        said = f"HLV-{n} is in Phase 2 for disease {n}."
        make_claim(release, product, Phase.PHASE_2, status=Status.ONGOING, indication=disease, evidence=said)
        make_contact(release, f"Rhona Tait {n}", organisation=f"Firm {n}")
        Quote.objects.create(
            release=release, speaker=f"Speaker {n}", text=said, start=n, end=n + 9, rule="test"
        )
        FilingProblem.objects.create(filing=release.filing, release=release, code=f"code-{n}", detail="Why.")
        ReleaseFact.objects.create(
            release=release, kind=FactKind.INDICATION, value=disease.name, start=n, end=n + 9, rule="test"
        )
    original = Original(
        sha256=SHA256 if release.filing.key == KEY else f"{release.pk:064}",
        name="a.txt",
        size=9,
        filing=release.filing,
    )
    original.file.save("a.txt", ContentFile(b"Progress."))


def _prove_names(release: Release, products: list[Product]) -> None:
    """Have a release prove every product's other name; and say that one run read everything."""
    ProductAlias.objects.filter(product__in=products).update(release=release, start=0, end=9)
    FilingRedirect.objects.create(key=FORMER_KEY, filing=release.filing)
    run = IngestRun.objects.create()
    for filing in Filing.objects.all():
        IngestFile.objects.create(
            run=run, source=filing.key, outcome="failed", filing=filing, reason="Broken."
        )


def _staff() -> User:
    """Return somebody who may do all, not for being all-powerful but by permissions; with many searches."""
    staff = User.objects.create_user("ada", "ada@example.com", is_staff=True)
    staff.user_permissions.set(Permission.objects.all())
    ago = timezone.now() - timedelta(days=1)
    for n in range(MANY):
        SavedSearch.objects.create(
            pk=n + 1, reader=staff, name=f"Search {n}", asked="q=progress", seen_at=ago - timedelta(minutes=n)
        )
    indexing.rebuild()
    return staff


@pytest.mark.parametrize("who", ["a stranger", "staff"])
def test_no_page_asks_the_database_more_than_fifteen_questions(archive, client, who):
    if who == "staff":
        client.force_login(archive)

    asked = {page: queries(client, page) for page in PAGES}

    assert {page: number for page, number in asked.items() if number > MOST} == {}


def queries(client: Client, page: str) -> int:
    """Return how many questions a page asks."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.replace("<token>", token({"reader": 1})))
        list(response)  # of what is streamed, all
    assert response.status_code in (200, 301, 302), page
    return len(captured)
