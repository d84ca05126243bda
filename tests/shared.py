"""Where the real filings lie that some tests use, beside the checkout; without them those tests are skipped."""

from pathlib import Path

import pytest
from django.conf import settings

SHARED = Path(settings.BASE_DIR).parent / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real filings are not beside this checkout")


def files(*folders: str) -> list[Path]:
    """Return the files of these folders of the shared ones, in order; none where there are none."""
    return [path for folder in folders for path in sorted((SHARED / folder).glob("*")) if path.is_file()]
