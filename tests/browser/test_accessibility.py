"""axe on every kind of page: on a desk in the light, on a phone in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


def violations(page, within=None):
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{violation['impact']} {violation['id']}: {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
    ]


def first_link(page, pattern):
    return page.locator(f"main a[href*='{pattern}']").first.get_attribute("href").partition("#")[0]


PAGES = {
    "search": "/",
    "results with words": "/?q=trial",
    "results with facets": "/?product=mpt-114&phase=phase-2",
    "a wrong date": "/?from=nonsense",
    "nothing found": "/?product=mpt-114&phase=approved",
    "all values of a facet": "/facets/product/?q=trial&product=mpt-114",
    "product": "/products/mpt-114/",
    "products": "/products/",
    "companies": "/companies/",
    "contacts": "/contacts/",
    "help": "/help/",
}
FOUND = {"release": "/releases/", "filing": "/filings/", "company": "/companies/"}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
class TestAxe:
    @pytest.mark.parametrize("name", PAGES)
    def test_finds_no_violation(self, watch, name, scheme, width):
        with watch(width, color_scheme=scheme) as watched:
            page = watched.go(PAGES[name])

            assert violations(page) == []

    @pytest.mark.parametrize("name", FOUND)
    def test_finds_no_violation_on_a_page_that_a_result_leads_to(self, watch, name, scheme, width):
        with watch(width, color_scheme=scheme) as watched:
            page = watched.go("/?product=mpt-114")
            page = watched.go(first_link(page, FOUND[name]))

            assert violations(page) == []

    def test_finds_no_violation_on_a_contact(self, watch, scheme, width):
        with watch(width, color_scheme=scheme) as watched:
            page = watched.go("/contacts/")
            page = watched.go(first_link(page, "/contacts/"))

            assert violations(page) == []

    @pytest.mark.parametrize("address", ["/nowhere/", '/?q="open'])
    def test_finds_no_violation_on_a_page_that_says_no(self, watch, address, scheme, width):
        with watch(width, color_scheme=scheme) as watched:
            page = watched.go(address)

            assert violations(page) == []
            watched.troubles = [trouble for trouble in watched.troubles if "status of 40" not in trouble]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["results", "release"])
def test_what_is_folded_has_no_violation_either(watch, name, scheme):
    with watch(color_scheme=scheme) as watched:
        page = watched.go("/?product=mpt-114")
        if name == "release":
            page = watched.go(first_link(page, "/releases/"))
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")

        assert violations(page) == []
