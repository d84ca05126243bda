import pytest


@pytest.fixture
def index_place(settings, tmp_path):
    """An index of this test's own."""
    place = tmp_path / "index"
    settings.SEARCH_BACKEND = {**settings.SEARCH_BACKEND, "LOCATION": str(place)}
    return place
