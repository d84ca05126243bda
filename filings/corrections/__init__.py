"""What people corrected: the one door through which corrections are made, undone, settled and carried.

A correction never edits a row. It is kept, laid over what the extractors find each time its filing is read
(`filings.overlay`), and so outlasts every new reading and every new database. Each function here keeps the
decision, reads the filing again from its kept original, and lets the news go out after commit, so that pages,
search, facets, feeds and exports show it at once. Nothing is ever deleted: to undo is a mark.

    facts = facts_of(release)                       # what can be corrected, each with its key
    correct(release, What.PHASE_CLAIM, target=facts[0].key, corrected={"phase": "Phase 3"},
            reason="The second paragraph says so.", user=request.user)

Every function raises CorrectionError, whose text is a sentence to show, where it cannot do what is asked.
"""

from filings.corrections.checking import topics
from filings.corrections.judging import (
    merge_contacts,
    merge_products,
    split_contact,
    split_product,
    undo_judgement,
)
from filings.corrections.service import (
    copies_alike,
    copies_with_words,
    correct,
    corrections_of,
    facts_of,
    history_of,
    settle_conflict,
    undo,
)
from filings.corrections.suppressing import lift, suppress
from filings.exceptions import CorrectionError
from filings.overlay.values import Action, Listed, State, What

__all__ = [
    "Action",
    "CorrectionError",
    "Listed",
    "State",
    "What",
    "copies_alike",
    "copies_with_words",
    "correct",
    "corrections_of",
    "facts_of",
    "history_of",
    "lift",
    "merge_contacts",
    "merge_products",
    "settle_conflict",
    "split_contact",
    "split_product",
    "suppress",
    "topics",
    "undo",
    "undo_judgement",
]
