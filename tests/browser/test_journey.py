"""A reader's way through the archive, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import public_pages

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
class TestAJourney:
    def test_from_a_search_over_facets_to_the_proof_and_the_product(self, watch, script):
        with watch(java_script_enabled=script) as watched:
            page = watched.go("/")
            heading = page.get_by_role("heading", level=1)

            page.get_by_label("Search the releases").fill("ovarian")
            page.get_by_role("button", name="Search", exact=True).click()
            expect(heading).to_contain_text("matching “ovarian”")

            page.get_by_role("checkbox", name=re.compile("^MPT-114")).check()
            page.get_by_role("checkbox", name=re.compile(r"^Phase 2 \(")).check()
            page.get_by_role("button", name="Apply filters").click()
            expect(heading).to_contain_text("of MPT-114 in Phase 2")
            expect(page.get_by_role("checkbox", name=re.compile("^MPT-114"))).to_be_checked()

            bars = page.get_by_role("link", name=re.compile(r"^2003: \d+ release"))
            if bars.count():
                bars.first.click()
                expect(heading).to_contain_text("of 2003")
            page.locator(".bars a").first.click()
            expect(heading).to_contain_text(re.compile(r"of \w+ 200\d"))
            narrowed = page.url

            page.get_by_role("link", name="Remove filter Trial phase: Phase 2").click()
            expect(heading).not_to_contain_text("Phase 2")
            page.go_back()
            assert page.url == narrowed
            expect(heading).to_contain_text("in Phase 2")

            page.locator(".hit h3 a").first.click()
            expect(heading).to_contain_text("MPT-114")
            proof = page.locator(".facts .says a").first
            target = proof.get_attribute("href")
            proof.click()
            assert page.url.endswith(target)
            mark = page.locator(target)
            expect(mark).to_be_in_viewport()
            expect(mark).to_contain_text(re.compile(r"phase|trial|study", re.IGNORECASE))

            page.locator(".facts").get_by_role("link", name="MPT-114", exact=True).first.click()
            expect(heading).to_have_text("MPT-114")
            page.locator(".pipeline .layer a").first.click()
            expect(page.locator("mark:target").first).to_be_in_viewport()

    def test_filters_are_folded_on_a_phone_and_open_on_demand(self, watch, script):
        with watch(360, java_script_enabled=script) as watched:
            page = watched.go("/?product=mpt-114")
            box = page.get_by_role("checkbox", name=re.compile("^MPT-207"))

            expect(box).to_be_hidden()
            page.get_by_text("Filters (1)").click()
            box.check()
            page.get_by_role("button", name="Apply filters").click()

            expect(page.get_by_role("heading", level=1)).to_contain_text("of MPT-114 or MPT-207")

    def test_nothing_found_offers_what_to_leave_out(self, watch, script):
        with watch(java_script_enabled=script) as watched:
            page = watched.go("/?product=mpt-114&phase=approved")

            page.get_by_role("link", name=re.compile("Without Trial phase")).click()

            expect(page.locator(".hit").first).to_be_visible()

    def test_a_word_that_cannot_be_read_is_explained(self, watch, script):
        with watch(java_script_enabled=script) as watched:
            page = watched.go('/?q="renal cell')

            expect(page.get_by_role("heading", level=1)).to_have_text("The search cannot be read")
            expect(page.get_by_label("Search the releases")).to_have_value('"renal cell')
            watched.forgive_refusals()


def test_no_page_is_wider_than_the_screen(watch):
    with watch() as watched:
        wide = []
        for name, address in public_pages(watched.page, watched.site).items():
            page = watched.go(address)
            page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
            for width in (320, 360, 768, 1024, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wide.append((name, width))
        watched.forgive_refusals()

        assert wide == []


def test_the_whole_header_is_reached_by_keyboard_and_the_skip_link_first(watch):
    with watch() as watched:
        page = watched.go("/")

        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"


def tab_to(page, selector, presses=150):
    """Press Tab until an element that the selector matches has the focus, and return its box."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    raise AssertionError(f"Tab does not lead to {selector}")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_home_to_a_proof_and_back_with_tab_space_and_enter_alone(watch, script):
    with watch(java_script_enabled=script) as watched:
        page = watched.go("/")
        heading = page.get_by_role("heading", level=1)

        tab_to(page, "#q")
        page.keyboard.type("ovarian")
        page.keyboard.press("Enter")
        expect(heading).to_contain_text("matching “ovarian”")

        tab_to(page, "input[name=product][value=mpt-114]")
        page.keyboard.press("Space")
        tab_to(page, ".apply button")
        page.keyboard.press("Enter")
        expect(heading).to_contain_text("of MPT-114")
        narrowed = page.url

        tab_to(page, ".hit h3 a")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/releases/"))
        proof = tab_to(page, ".facts .says a").get_attribute("href")
        page.keyboard.press("Enter")
        expect(page.locator(proof)).to_be_in_viewport()

        page.go_back()
        page.go_back()
        expect(heading).to_contain_text("of MPT-114")
        assert page.url == narrowed


def test_no_bar_that_sticks_hides_what_has_the_focus(watch):
    with watch(reduced_motion="reduce") as watched:
        page = watched.go("/?product=mpt-114")
        page.locator("#facet-product input").first.focus()
        covered = []
        while not page.evaluate("document.activeElement.matches('.apply button')"):
            under = page.evaluate(
                """() => {
                    const box = document.activeElement.getBoundingClientRect();
                    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                    return document.activeElement.contains(top) || document.activeElement === top;
                }"""
            )
            if not under:
                covered.append(page.evaluate("document.activeElement.outerHTML"))
            page.keyboard.press("Tab")

        assert covered == []


def test_every_release_product_company_contact_and_filing_opens_without_trouble(watch):
    with watch() as watched:
        page = watched.go("/?size=100")
        seen: set[str] = set()
        for start in ("/?size=100", "/products/", "/companies/", "/contacts/"):
            page = watched.go(start)
            links = page.eval_on_selector_all(
                "main a[href^='/']",
                "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).pathname)",
            )
            seen.update(link for link in links if link.count("/") > 2)
        assert len(seen) > 80
        for address in sorted(seen):
            response = page.request.get(watched.site + address)
            assert response.ok, address
