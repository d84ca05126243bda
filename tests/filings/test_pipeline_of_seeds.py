"""The picture of the three real filings: what their releases claim, each mark leading to its sentence."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from tests.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.django_db]

MARK = re.compile(r'<a href="(?P<path>/releases/[^"#]+)#(?P<place>[^"]+)" aria-label="(?P<label>[^"]+)"')
SAID = re.compile(r'<div class="saying" id="[^"]+">.*?<a class="bare"[^>]*>(.*?)</a>', re.DOTALL)


@pytest.fixture
def seeds(settings, tmp_path, capsys):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "originals")}},
    }
    call_command("ingest", str(SHARED / "seeds"))
    capsys.readouterr()


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split()).casefold()


@pytest.mark.usefixtures("seeds")
class TestThePicture:
    @pytest.mark.parametrize(
        ("address", "claimed"),
        [
            ("/products/virulizin/", ["29 December 2006: Phase 3 "]),
            (
                "/products/gti-2501/",
                [
                    "23 December 2003: Phase 1 ",
                    "23 December 2003: Phase 2 ",
                ],
            ),
            (
                "/products/gti-2040/",
                [
                    "12 January 2004: Phase 2 ",
                    "12 January 2004: Phase 2/3 planned ",
                ],
            ),
            ("/products/lor-253/", ["14 January 2013: Phase 1 "]),
        ],
    )
    def test_shows_what_the_releases_claim(self, client, address, claimed):
        labels = [found["label"] + " " for found in MARK.finditer(client.get(address).content.decode())]

        for beginning in claimed:
            assert [label for label in labels if label.startswith(beginning)]

    def test_of_the_company_has_a_lane_for_each_of_its_candidates(self, client):
        drawn = client.get("/companies/lorus-therapeutics/").context["pipeline"]

        assert {lane.name: lane.highest.phase for lane in drawn.lanes}.items() >= {
            "Virulizin": "Phase 3",
            "GTI-2501": "Phase 2",
            "GTI-2040": "Phase 2",
            "LOR-253": "Phase 1",
        }.items()

    def test_each_mark_leads_to_its_sentence(self, client):
        page = client.get("/companies/lorus-therapeutics/").content.decode()
        marks = list(zip(MARK.finditer(page), SAID.findall(page), strict=True))

        assert marks
        for mark, said in marks:
            release = client.get(mark["path"]).content.decode()
            [target] = re.findall(rf'<mark id="{mark["place"]}"[^>]*>(.*?)</mark>', release, re.DOTALL)
            assert words(said).rstrip(" …").startswith(words(target)[:40])
