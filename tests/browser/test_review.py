"""Correcting and reviewing in a browser: by keyboard, with JavaScript and without, and what axe says of it."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.serving import KEEPER, prepare, serving
from tests.filings.review.furnished import TEXT

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def archive(browser, tmp_path_factory):
    """The folder of an archive with one filing, to be copied and never served itself."""
    folder = tmp_path_factory.mktemp("archive")
    filing = folder / "larkspur.txt"
    filing.write_text(TEXT)
    prepare(folder / "data", filing)
    return folder / "data"


@pytest.fixture(scope="module")
def site(archive, tmp_path_factory):
    """A site for the tests that answer nothing, or take it back."""
    with serving(shutil.copytree(archive, tmp_path_factory.mktemp("review") / "data")) as address:
        yield address


def sign_in(watched, address):
    page = watched.go(address)
    page.get_by_label("Username").fill(KEEPER[0])
    page.get_by_label("Password").fill(KEEPER[1])
    page.get_by_role("button", name="Log in").click()
    return page


def release_of(watched, words):
    page = watched.go("/")
    page.get_by_role("link", name=re.compile(words)).first.click()
    return page


class TestAnswering:
    @pytest.fixture
    def site(self, archive, tmp_path):
        """A site of its own for each test: here things are written."""
        with serving(shutil.copytree(archive, tmp_path / "data")) as address:
            yield address

    @pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
    def test_a_doubtful_date_is_answered_and_a_phase_corrected_for_readers_to_see(self, watch, script):
        with watch(java_script_enabled=script) as watched:
            page = sign_in(watched, "/review/")
            expect(page.get_by_role("heading", level=1)).to_have_text("Review queue")

            page.get_by_role("link", name="Candidates seen once").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("LKS-12")
            page.get_by_role("button", name="It is a candidate").click()
            expect(page.get_by_role("main").get_by_role("status")).to_contain_text(
                "LKS-12: it is a candidate."
            )
            expect(page.get_by_role("heading", level=1)).to_have_text("QVX-7")

            page.get_by_text("Name it otherwise").click()
            page.get_by_label("Name", exact=True).fill("QVX-77")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("alert")).to_contain_text("Say why it is so.")
            page.locator("details").get_by_label("Reason").fill("A typing error.")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("main").get_by_role("status")).to_contain_text("QVX-7: mended.")
            expect(page.get_by_text("No question of this kind is open.")).to_be_visible()

            page = release_of(watched, "Larkspur begins Phase II")
            page.locator("#f-phases ~ ul").get_by_role("link", name=re.compile("^Correct")).first.click()
            page.get_by_label("Phase").select_option("Phase 2/3")
            page.get_by_label("Reason").first.fill("The protocol says so.")
            page.get_by_role("button", name="Save the correction").click()

            expect(page.get_by_role("main").get_by_role("status")).to_have_text("Phase claim corrected.")
            expect(page.locator(".corrected")).to_contain_text("corrected: The protocol says so.")

            page.get_by_role("link", name="Facts and corrections").click()
            page.get_by_role("button", name=re.compile("^Undo")).click()
            expect(page.get_by_role("main").get_by_role("status")).to_have_text(
                "The correction is taken back."
            )

    def test_the_queue_is_gone_through_with_single_keys_that_can_be_switched_off(self, watch):
        with watch() as watched:
            page = sign_in(watched, "/review/candidates/")
            heading = page.get_by_role("heading", level=1)

            expect(page.get_by_role("checkbox", name=re.compile("Single keys"))).to_be_visible()
            expect(heading).to_have_text("LKS-12")
            page.keyboard.press("n")
            expect(heading).to_have_text("QVX-7")
            page.keyboard.press("m")
            expect(page.get_by_label("Name", exact=True)).to_be_focused()
            page.keyboard.type("ar")  # typed into the field, not answered
            expect(heading).to_have_text("QVX-7")

            page.goto(page.url)
            page.get_by_role("checkbox", name=re.compile("Single keys")).uncheck()
            page.keyboard.press("a")
            page.goto(page.url)
            page.keyboard.press("a")
            expect(heading).to_have_text("QVX-7")

            page.get_by_role("checkbox", name=re.compile("Single keys")).check()
            page.keyboard.press("a")
            expect(page.get_by_role("main").get_by_role("status")).to_contain_text(
                "QVX-7: it is a candidate."
            )
            expect(heading).to_have_text("LKS-12")
            page.keyboard.press("r")
            expect(page.get_by_role("main").get_by_role("status")).to_contain_text(
                "LKS-12: it is no candidate."
            )
            expect(page.get_by_text("No question of this kind is open.")).to_be_visible()

    def test_two_products_are_merged_and_parted(self, watch):
        with watch() as watched:
            page = sign_in(watched, "/admin/")
            page = watched.go("/products/lks-12/")
            page.get_by_role("link", name="Merge or split").click()
            page.get_by_label("The other product").fill("qvx 7")
            page.get_by_role("button", name="Show what would be one").click()
            page.get_by_label("Reason").fill("One drug.")
            page.get_by_role("button", name="Make them one").click()
            expect(page.get_by_role("main").get_by_role("status")).to_contain_text("are one product now")

            page.get_by_role("link", name="Merge or split").click()
            page.get_by_role("checkbox", name="QVX-7").check()
            page.get_by_label("Reason").fill("Two after all.")
            page.get_by_role("button", name="Split them off").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("QVX-7")


def test_two_contacts_are_made_one_with_a_single_key_and_the_old_address_leads_there(watch):
    with watch() as watched:
        page = sign_in(watched, "/review/contacts/")
        expect(page.get_by_role("heading", level=1)).to_have_text("R. Tait and Rhona Tait")
        expect(page.get_by_role("checkbox", name=re.compile("Single keys"))).to_be_visible()
        page.keyboard.press("a")
        expect(page.get_by_role("main").get_by_role("status")).to_contain_text("they are one person.")

        page = watched.go("/contacts/r-tait/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Rhona Tait")
        page.get_by_role("link", name="Merge, split or withhold").click()
        page.get_by_role("button", name=re.compile("^Undo")).click()
        expect(page.get_by_role("main").get_by_role("status")).to_contain_text("The judgement is taken back")
        page = watched.go("/contacts/r-tait/")
        expect(page.get_by_role("heading", level=1)).to_have_text("R. Tait")


def test_a_fact_is_corrected_and_undone_from_the_administration(watch):
    with watch(java_script_enabled=False) as watched:
        page = sign_in(watched, "/admin/filings/phaseclaim/")
        page.locator("#result_list tbody th a").first.click()
        page.get_by_role("link", name="Correct or reject").click()
        page.get_by_label("Phase").select_option("Phase 2/3")
        page.get_by_label("Reason").first.fill("The protocol says so.")
        page.get_by_role("button", name="Save the correction").click()

        expect(page.locator(".messagelist")).to_contain_text("Phase claim corrected.")
        page.get_by_role("button", name=re.compile("^Undo")).click()
        expect(page.locator(".messagelist")).to_contain_text("The correction is taken back.")


def test_everything_is_reached_by_the_tabulator(watch):
    with watch(java_script_enabled=False) as watched:
        page = sign_in(watched, "/review/claims/")

        reached = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("(document.activeElement.innerText || '').trim()"))

        assert {"It is right", "It is wrong", "Mend it", "Add a fact to the release"} <= reached


ADDRESSES = (
    "/review/",
    "/review/dates/",
    "/review/claims/",
    "/review/candidates/",
    "/review/contacts/",
    "/review/texts/",
    "/review/decided/",
    "/review/products/lks-12/",
    "/review/products/lks-12/merge/?other=qvx-7",
    "/review/products/lks-12/merge/?other=nothing",
    "/review/contacts/rhona-tait/names/",
    "/review/contacts/rhona-tait/merge/?other=r+tait",
    "/review/contacts/rhona-tait/withhold/",
    "/review/withheld/",
    "{release}",
    "{staff}",
    "{staff}add/",
    "{staff}add/?what=contact",
    "{staff}correct/?what=date",
    "{staff}correct/?what=headline",
)


def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(watch):
    with watch() as watched:
        page = sign_in(watched, "/admin/")
        page = release_of(watched, "Larkspur begins Phase II")
        release = re.sub(r"https?://[^/]+", "", page.url)
        correcting = page.get_by_role("link", name="Correct the date").get_attribute("href")
        page = watched.go(correcting)
        page.get_by_label("Date").fill("2005-03-09")
        page.get_by_label("Reason").first.fill("The wire says so.")
        page.get_by_role("button", name="Save the correction").click()
        expect(page.get_by_role("main").get_by_role("status")).to_be_visible()
        found = {"corrected": violations(page)}
        for address in ADDRESSES:
            page = watched.go(address.format(release=release, staff=f"/review{release}"))
            found[address] = violations(page)
            page.set_viewport_size({"width": 360, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        page = watched.go(f"/review{release}correct/?what=headline")
        page.get_by_role("button", name="Save the correction").click()
        found["refused"] = violations(page)

        assert {name: here for name, here in found.items() if here} == {}


IN_THE_ADMINISTRATION = (
    "{staff}",
    "{staff}correct/?what=headline",
    "{staff}add/",
    "{staff}add/?what=contact",
    "/contacts/rhona-tait/names/",
    "/contacts/rhona-tait/withhold/",
    "/products/lks-12/",
    "/withheld/",
)


def test_axe_finds_no_violation_in_the_forms_of_the_administration(watch):
    with watch() as watched:
        sign_in(watched, "/admin/")
        release = re.sub(r"https?://[^/]+", "", release_of(watched, "Larkspur begins Phase II").url)
        found = {}
        for address in IN_THE_ADMINISTRATION:
            page = watched.go(f"/admin/filings/release/correcting{address.format(staff=release)}")
            found[address] = violations(page, within=".correcting")

        assert {name: here for name, here in found.items() if here} == {}


def test_a_stranger_is_asked_to_sign_in_and_comes_back(watch):
    with watch() as watched:
        page = sign_in(watched, "/review/decided/")

        expect(page.get_by_role("heading", level=1)).to_have_text("Decided")
