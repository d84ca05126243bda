"""The page of components."""

import re
from pathlib import Path

from django.conf import settings as project

STYLE = Path(project.BASE_DIR) / "static" / "style.css"


def test_it_is_there_in_development_alone(client, db, settings):
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200


def test_it_shows_every_colour_of_the_style_sheet(client, db, settings):
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()
    head = STYLE.read_text(encoding="utf-8").partition("/* 2 Ground")[0]
    named = set(re.findall(r"--([a-z0-9-]+):\s*#", head)) - {"on-light", "on-dark", "phase-line"}

    assert named
    assert {name for name in named if f"<code>--{name}</code>" not in page} == set()


def test_it_shows_the_parts_that_several_pages_use(client, db, settings):
    settings.DEBUG = True
    page = client.get("/styleguide/").content.decode()

    for part in ("hit", "bars", "pages", "chips", "claims", "notice", "fold", "snippet", "messages"):
        assert re.search(rf'class="(?:[^"]* )?{part}[ "]', page), part


def test_colours_stand_in_one_place():
    rules = STYLE.read_text(encoding="utf-8").partition("/* 2 Ground")[2]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules.partition("/* 11 Paper")[0]) == []
