"""Corrections as values, laid over a record before it becomes rows. Knows nothing of Django.

values    what was decided, and what came of it
shelves   the kinds of facts: how each is told again, shown and made
laying    rulings over a record
"""

from filings.overlay.laying import folded_headline, lay_over
from filings.overlay.shelves import as_sentence, facts_listed
from filings.overlay.values import Action, Finding, Listed, Overlaid, Ruling, State, What

__all__ = [
    "Action",
    "Finding",
    "Listed",
    "Overlaid",
    "Ruling",
    "State",
    "What",
    "as_sentence",
    "facts_listed",
    "folded_headline",
    "lay_over",
]
