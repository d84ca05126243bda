"""Marks of the printed page that are no words of anybody's: page numbers, "(more)", "###"."""

import re

_PAGE_MARK = re.compile(
    r"""(?ix) \s* (?:
        <page> \s* \d* (?: \s* \d+ )?
      | [-–—]\s* (?: page \s+ )? \d{1,3} \s*[-–—]          # - 2 -
      | page \s+ \d{1,3} (?: \s+ of \s+ \d{1,3} )?
      | \d{1,3}                                             # a number alone on its line
      | \(? \s* [-–—]* \s* more \s* [-–—]* \s* \)?          # (more)
      | (?: [#*] \s* ){2,12}                                # ### at the end
      | -\s*30\s*-
      | (?: [-–—_=*] \s* ){3,}                                # a rule
    ) \s* """
)


def is_page_mark(line: str) -> bool:
    """Tell whether a line is only a mark of the page.

    >>> [is_page_mark(line) for line in ("- 2 -", "(more)", "Page 3 of 4", "2004", "Phase 2")]
    [True, True, True, False, False]
    """
    return len(line) < 90 and bool(_PAGE_MARK.fullmatch(line))
