"""`make score`: read every labelled set and print how well the reading agrees, field by field.

`python -m tests.score [--misses] [FOLDER ...]` also scores folders of filings with `X.expected.json` beside each.
The project's samples always count; the labelled sets beside the checkout count where they are there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

Labelled = tuple[dict[str, Any], Path]


def main() -> int:
    """Print a table of F1 by field and set, and with --misses what was missed or wrong."""
    parser = argparse.ArgumentParser(description="Score the extraction against labels.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of filings with their expected facts")
    parser.add_argument("--misses", action="store_true", help="list every item missed or wrong")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()

    from filings.domain import SourceFile
    from filings.reading import read
    from tests.scoring import FIELDS, score

    scores = {}
    for name, labelled in sets(options.folders):
        readings = []
        for label, path in labelled:
            data = path.read_bytes()
            readings.append((label, read(SourceFile(path.name, hashlib.sha256(data).hexdigest(), data))))
        scores[name] = score(readings)
    print(f"{'field':22}" + "".join(f"{name:>10}" for name in scores))
    for field in FIELDS:
        tallies = [found.tallies[field] for found in scores.values()]
        cells = [f"{t.f1:10.3f}" if t.wanted or t.found else f"{'-':>10}" for t in tallies]
        print(f"{field:22}" + "".join(cells))
    print(f"{'mean F1':22}" + "".join(f"{found.mean_f1:10.3f}" for found in scores.values()))
    if options.misses:
        for name, found in scores.items():
            print("\n".join(f"{name}: {miss}" for miss in found.misses))
    return 0


def sets(folders: list[Path]) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield each labelled set by name, as pairs of label and file."""
    from tests.shared import SHARED

    root = Path(__file__).resolve().parent.parent
    for name, gold, filings in (
        ("seeds", "seeds", "seeds"),
        ("made", "made", "filings/made"),
        ("real", "real", "filings/real"),
    ):
        path = SHARED / "gold" / f"{gold}.json"
        if path.is_file():
            labels = json.loads(path.read_text(encoding="utf-8"))
            yield name, [(label, SHARED / filings / Path(label["source"]).name) for label in labels]
    for folder in (root / "samples", *folders):
        yield folder.name, list(beside(folder))


def beside(folder: Path) -> Iterator[Labelled]:
    """Yield the filings of a folder that have their expected facts beside them."""
    for path in sorted(folder.glob("*.expected.json")):
        stem = path.name.removesuffix(".expected.json")
        [filing] = [file for file in folder.glob(f"{stem}.*") if file != path]
        yield json.loads(path.read_text(encoding="utf-8")), filing


if __name__ == "__main__":
    sys.exit(main())
