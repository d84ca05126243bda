"""Arrays in files, mapped into memory and shared by all who read them. The files hold plain numbers, and no code."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def mapped(path: Path, kind: str) -> NDArray[Any]:
    """Map a file of numbers of a kind, such as `<i4`, that `tofile` wrote.

    Several threads may do so at once. Not so with `np.load`, which has Python's parser read a header: in Python
    3.11 that fails now and then where two threads do it ("AST constructor recursion depth mismatch").
    """
    if not path.stat().st_size:
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, mode="r"))
