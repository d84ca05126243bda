"""Settings: production is safe, and every variable is described."""

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(*arguments, **environment):
    clean = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("DJANGO_", "PHASELINE_", "DATABASE_", "SEARCH_"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_the_deployment_check_has_nothing_to_say(self, tmp_path):
        done = run(
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
            DJANGO_SETTINGS_MODULE="config.settings.production",
            DJANGO_SECRET_KEY="k3-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
            DJANGO_ALLOWED_HOSTS="archive.example.org",
            PHASELINE_DATA=str(tmp_path),
        )

        assert done.returncode == 0, done.stderr
        assert "no issues" in done.stdout

    def test_it_does_not_start_without_a_secret_key(self, tmp_path):
        done = run("check", DJANGO_SETTINGS_MODULE="config.settings.production", PHASELINE_DATA=str(tmp_path))

        assert done.returncode != 0
        assert "DJANGO_SECRET_KEY" in done.stderr


class TestVariables:
    def test_every_variable_that_settings_read_is_described(self):
        read = set()
        for path in (ROOT / "config" / "settings").glob("*.py"):
            read |= set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", path.read_text(encoding="utf-8")))
        described = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

        assert read
        assert sorted(name for name in read if f"`{name}`" not in described) == []
