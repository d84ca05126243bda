"""A machine of one's own: what `make serve` runs."""

import os

os.environ.setdefault("DJANGO_SECRET_KEY", "for-development-on-one-machine-only")
os.environ.setdefault("DJANGO_DEBUG", "true")

from config.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # type: ignore[index]  # noqa: F405
