"""The pipeline picture by keyboard, with JavaScript and without, and how it lies on small screens."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PRODUCT = "/products/mpt-114/"


def company_of(page):
    return page.locator(".kicker a[href^='/companies/']").first.get_attribute("href")


def focus_first_mark(page):
    """Go to the first mark with the keyboard alone."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.layer') !== null"):
            return page.locator(".marks > li:focus-within").first
    raise AssertionError("no mark is reached by Tab")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
class TestAMark:
    def test_shows_its_sentence_while_focused_and_leads_to_it(self, watch, script):
        with watch(java_script_enabled=script) as watched:
            page = watched.go(PRODUCT)
            shown = page.locator(".saying:visible")
            expect(shown).to_have_count(0)

            focus_first_mark(page)
            expect(shown).to_have_count(1)
            told = shown.locator(".says").first.inner_text()
            page.keyboard.press("Enter")

            page.wait_for_url(re.compile(r"/releases/.+#p\d+-\d+$"))
            target = page.locator(f"#{page.url.partition('#')[2]}").first
            expect(target).to_be_in_viewport()
            assert told[:20].casefold() in target.inner_text().casefold()

    def test_is_not_covered_by_its_sentence(self, watch, script):
        with watch(360, java_script_enabled=script, reduced_motion="reduce") as watched:
            page = watched.go(company_of(watched.go(PRODUCT)))
            item = focus_first_mark(page)

            ring, said = item.locator(".ring").bounding_box(), item.locator(".saying").bounding_box()
            assert ring["y"] + ring["height"] <= said["y"]


class TestWithScript:
    def test_a_sentence_stays_until_escape(self, watch):
        with watch() as watched:
            page = watched.go(PRODUCT)
            page.locator(".layer a").first.hover()
            page.mouse.move(0, 0)
            expect(page.locator(".saying:visible")).to_have_count(1)

            page.keyboard.press("Escape")
            expect(page.locator(".saying:visible")).to_have_count(0)

    def test_a_first_tap_shows_the_sentence_and_a_second_follows(self, watch):
        with watch(360, has_touch=True) as watched:
            page = watched.go(PRODUCT)
            mark = page.locator(".layer a").first
            mark.tap()
            expect(page.locator(".saying:visible")).to_have_count(1)
            assert page.url.endswith(PRODUCT)

            mark.tap()
            page.wait_for_url(re.compile("/releases/"))


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
@pytest.mark.parametrize("kind", ["product", "company"])
def test_axe_finds_no_violation_while_a_sentence_is_shown_and_nothing_sticks_out(watch, kind, scheme, width):
    with watch(width, color_scheme=scheme) as watched:
        page = watched.go(PRODUCT)
        if kind == "company":
            page = watched.go(company_of(page))
        page.locator(".layer a").first.focus()

        violations = Axe().run(page).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"][:200]) for found in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
