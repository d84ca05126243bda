"""Word lists as data. Each TOML file says where its words come from; rules live in parsers and extractors."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the vocabulary `name`.toml of this folder, read once.

    >>> "source" in load("months")
    True
    """
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
