"""What JavaScript adds to the search page: results without a new page, offered names, one key."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(watch):
    with watch() as watched:
        page = watched.go("/?q=trial")
        page.evaluate("window.sameDocument = true")
        yield page
        watched.troubles = [trouble for trouble in watched.troubles if "400 (Bad Request)" not in trouble]


def is_same_document(page) -> bool:
    return page.evaluate("window.sameDocument === true")


class TestResults:
    def test_filters_change_them_without_a_new_page_and_the_address_stays_true(self, page):
        page.get_by_role("checkbox", name=re.compile("^MPT-114")).check()
        page.get_by_role("button", name="Apply filters").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("MPT-114")

        assert is_same_document(page)
        assert "product=mpt-114" in page.url
        assert "page=" not in page.url

    def test_the_back_button_brings_back_results_and_words(self, page):
        before = page.url
        page.get_by_label("Search the releases").fill("renal")
        page.get_by_role("button", name="Search", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("“renal”")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_contain_text("“trial”")

        assert page.url == before
        assert page.get_by_label("Search the releases").input_value() == "trial"
        assert is_same_document(page)

    def test_the_new_count_is_announced(self, page):
        page.locator(".bars a").first.click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(re.compile(r"of (\w+ )?\d{4}"))

        expect(page.locator("body > [role=status]")).to_have_text(heading.inner_text().replace("\n", " "))

    def test_the_title_follows(self, page):
        page.locator(".sorts").get_by_role("link", name="oldest").click()
        expect(page.locator(".sorts [aria-current]").first).to_have_text("oldest")

        assert "trial" in page.title()

    def test_the_focus_stays_where_it_was_or_goes_to_the_count(self, page):
        page.locator(".sorts").get_by_role("link", name="oldest").press("Enter")
        expect(page.locator(".sorts [aria-current]").first).to_have_text(
            "oldest"
        )  # the new results are there
        expect(page.locator(".sorts").get_by_role("link", name="oldest")).to_be_focused()

        page.locator(".bars a").first.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_focused()

    def test_a_search_that_cannot_be_read_is_explained_in_place(self, page):
        page.get_by_label("Search the releases").fill("(renal")
        page.get_by_role("button", name="Search", exact=True).click()

        expect(page.get_by_role("heading", level=1)).to_contain_text("cannot be read")


class TestOffers:
    def test_names_are_offered_and_taken_by_keyboard(self, page):
        box = page.get_by_role("combobox", name="Search the releases")
        box.fill("")
        box.press_sequentially("mpt-1")
        option = page.get_by_role("option", name=re.compile("MPT-114")).first
        expect(option).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")

        box.press("ArrowDown")
        expect(box).to_have_attribute("aria-activedescendant", "offered-0")
        box.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("MPT-1")

    def test_what_is_typed_stays_unless_an_offer_is_chosen(self, page):
        box = page.get_by_role("combobox", name="Search the releases")
        box.fill("")
        box.press_sequentially("mpt")
        expect(page.get_by_role("listbox")).to_be_visible()
        box.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_contain_text("“mpt”")

    def test_escape_puts_the_offers_away_and_keeps_the_words(self, page):
        box = page.get_by_role("combobox", name="Search the releases")
        box.fill("")
        box.press_sequentially("mpt")
        expect(page.get_by_role("listbox")).to_be_visible()
        box.press("Escape")

        expect(page.get_by_role("listbox")).to_be_hidden()
        assert box.input_value() == "mpt"


class TestKeys:
    def test_a_slash_leads_to_the_box_but_not_while_typing(self, page):
        box = page.get_by_role("combobox", name="Search the releases")
        page.keyboard.press("/")
        expect(box).to_be_focused()
        box.fill("")
        page.keyboard.press("/")

        expect(box).to_have_value("/")

    def test_the_slash_can_be_switched_off_for_good(self, watch):
        with watch() as watched:
            page = watched.go("/help/")
            page.get_by_role("checkbox", name=re.compile("leads to the search box")).uncheck()
            page.reload()
            page.keyboard.press("/")

            expect(page.get_by_role("combobox", name="Search the releases")).not_to_be_focused()
