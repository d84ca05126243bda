"""Word lists as data. Each TOML file says where its words come from; rules live in parsers and extractors."""

import hashlib
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


@cache
def digest() -> str:
    """Return the SHA-256 of all vocabularies together: another one means that they say something else."""
    total = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        total.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()
