"""The tests: a temporary folder for everything that is kept."""

import os
import tempfile

os.environ["PHASELINE_DATA"] = tempfile.mkdtemp(prefix="phaseline-test-")
os.environ.setdefault("DJANGO_SECRET_KEY", "for-tests-only")

from config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # type: ignore[index]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STATIC_ROOT = DATA_DIR / "static"  # noqa: F405
STATIC_ROOT.mkdir()  # WhiteNoise warns of a missing folder, and a warning fails a test
