"""axe on every page that readers see; those of staff are in `test_review.py`."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.pages import public_pages
from tests.browser.serving import KEEPER

pytestmark = pytest.mark.browser


def test_axe_finds_no_violation_on_any_public_page(watch):
    with watch() as watched:
        found = {}
        for name, address in public_pages(watched.page, watched.site).items():
            found[name] = violations(watched.go(address))
        watched.forgive_refusals()

        assert {name: here for name, here in found.items() if here} == {}


def sign_in(page, password):
    page.get_by_label("Username").fill(KEEPER[0])
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_axe_finds_no_violation_where_searches_are_kept(watch):
    with watch() as watched:
        page = watched.go("/account/sign-in/?next=/saved/keep/%3Fq%3Dtrial")
        sign_in(page, "not this")
        expect(page.get_by_role("alert")).to_be_visible()
        found = {"sign-in refused": violations(page)}

        sign_in(page, KEEPER[1])
        expect(page.get_by_role("heading", level=1)).to_have_text("Keep this search")
        found["keep"] = violations(page)
        page.get_by_label("Name").fill("Trials")
        page.get_by_role("button", name="Keep the search").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Saved searches")
        found["list"] = violations(page)
        page.get_by_role("link", name="Change Trials").click()
        found["change"] = violations(page)

        assert {name: here for name, here in found.items() if here} == {}
