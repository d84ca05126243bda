"""The keeper's pages under the site's Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.serving import KEEPER

pytestmark = pytest.mark.browser


def test_the_keeper_signs_in_and_reads_rows_without_trouble(watch):
    with watch() as watched:
        page = watched.go("/admin/")
        page.get_by_label("Username").fill(KEEPER[0])
        page.get_by_label("Password").fill(KEEPER[1])
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="What the archive holds")).to_be_visible()

        for model in ("filing", "release", "phaseclaim", "contact", "ingestrun"):
            page = watched.go(f"/admin/filings/{model}/")
            page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
            expect(page.get_by_role("button", name="Save")).to_have_count(0)


LISTS = ("filings/filing", "filings/release", "filings/product", "filings/ingestrun", "auth/user")


def seen(watched, page):
    """Return what axe finds, forgetting the styles that axe itself tries to set on Django's forms."""
    before = list(watched.troubles)
    found = violations(page)
    watched.troubles = before
    return found


def test_axe_finds_no_violation_in_lists_rows_and_forms(watch):
    with watch() as watched:
        page = watched.go("/admin/")
        page.get_by_label("Username").fill(KEEPER[0])
        page.get_by_label("Password").fill(KEEPER[1])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_selector("#user-tools")
        found = {"index": seen(watched, page)}
        for model in LISTS:
            page = watched.go(f"/admin/{model}/")
            found[f"{model}: list"] = seen(watched, page)
            page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
            page.wait_for_selector("#content-main form")
            found[f"{model}: row"] = seen(watched, page)
        found["a new word"] = seen(watched, watched.go("/admin/filings/vocabularyentry/add/"))

        assert {name: here for name, here in found.items() if here} == {}
