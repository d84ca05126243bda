"""What is left of a page on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.pages import public_pages

pytestmark = pytest.mark.browser


@pytest.fixture
def printed(watch):
    """A page as it is printed, opened by its name."""
    with watch(720) as watched:
        pages = public_pages(watched.page, watched.site)

        def show(name):
            page = watched.go(pages[name])
            page.emulate_media(media="print")
            return page

        yield show


def style_of(locator, name, pseudo=None):
    return locator.evaluate(
        "(element, [name, pseudo]) => getComputedStyle(element, pseudo)[name]", [name, pseudo]
    )


def test_a_release_is_printed_without_controls_and_with_its_marks_outlined(printed):
    page = printed("release")
    for left_out in (".searchbox", ".menu", ".facts", ".within", ".switches", ".colophon", "a.to"):
        expect(page.locator(left_out).first).to_be_hidden()

    assert style_of(page.locator("mark.claim").first, "outlineStyle") == "solid"
    expect(page.locator(".citation")).to_contain_text("/releases/")


def test_addresses_of_other_sites_are_printed_out(printed):
    link = printed("release").locator(".cite a[href^='https://www.sec.gov/']").first

    assert style_of(link, "content", "::after") != "none"


def test_folded_text_is_printed(printed):
    page = printed("release")

    expect(page.locator(".fold p").first).to_be_visible()


@pytest.mark.parametrize("name", ["results", "coverage", "company"])
def test_no_page_is_wider_than_the_paper(printed, name):
    assert printed(name).evaluate("document.documentElement.scrollWidth") <= 720
