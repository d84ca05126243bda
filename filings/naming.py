"""Names compared and addressed: what folds to the same is the same company, product or person.

Two spellings with one slug always have one fold, so that an address never means two things.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from filings import vocabularies

_NAMED_LETTERS = str.maketrans(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "κ": "kappa",
        "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "ς": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",
        "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
        "&": " and ", "+": " plus ",
    }
)  # fmt: skip
_MARKS = re.compile(r"[®™©℠]|\((?:r|tm|sm|c)\)", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_DOTTED = re.compile(r"\b(?:[A-Za-z][./]){1,4}[A-Za-z]?(?![A-Za-z])")
_STATE_SUFFIX = re.compile(r"\s*[/\\][A-Z]{2,3}[/\\]?\s*$")
_LEGAL_FORM_IN_CAPITALS = 3  # letters of a legal form that is an abbreviation: NV, PLC, LLC
_SET_DOWN = {"inc": "Inc", "ltd": "Ltd", "co": "Co", "plc": "plc", "gmbh": "GmbH", "kgaa": "KGaA"}
_SLUG_LENGTH = 110  # leaves room for a number in a column of 120


def slug(text: str) -> str:
    """Return a name as it stands in an address; letters of other scripts by their code.

    >>> [slug(name) for name in ("KXP-2040", "KX 381®", "β-Secretase", "Zoë O'Neil", "薬")]
    ['kxp-2040', 'kx-381', 'beta-secretase', 'zoe-oneil', 'u85ac']
    """
    text = _APOSTROPHES.sub("", _MARKS.sub(" ", text)).casefold().translate(_NAMED_LETTERS)
    plain = "".join(_ascii(character) for character in unicodedata.normalize("NFKD", text))
    return _NOT_SLUG.sub("-", plain).strip("-")[:_SLUG_LENGTH].strip("-")


def fold_code(name: str) -> str:
    """Return the letters and digits of a drug's name, by which its spellings are the same.

    >>> {fold_code(name) for name in ("KXP-2040", "KXP 2040", "kxp2040", "KXP‑2040™")}
    {'kxp2040'}
    """
    return slug(name).replace("-", "")


def company_slug(name: str) -> str:
    """Return a company's name without legal form as it stands in an address.

    >>> [company_slug(name) for name in ("Nordsee Pharma N.V.", "NORDSEE PHARMA NV /ADR/", "The Company")]
    ['nordsee-pharma', 'nordsee-pharma', 'the-company']
    """
    name = _STATE_SUFFIX.sub("", name)
    words = slug(_DOTTED.sub(lambda found: re.sub(r"[./]", "", found[0]), name)).split("-")
    core = words[1:] if words[0] == "the" else words
    while core and core[-1] in _legal_forms():
        core = core[:-1]
    return "-".join(core or words)


def fold_company(name: str) -> str:
    """Return what a company's name has in common with its other spellings.

    >>> {fold_company(name) for name in ("Bio-Lark A/S", "BIOLARK", "Bio Lark AS", "BioLark, Inc.")}
    {'biolark'}
    """
    return company_slug(name).replace("-", "")


def fold_person(name: str) -> str:
    """Return what a person's name has in common with its other spellings.

    >>> fold_person("Anne-Marie  D'Arcy") == fold_person("ANNE MARIE D’ARCY")
    True
    """
    return slug(name).replace("-", "")


def is_shouted(name: str) -> bool:
    """Tell whether a name is in capitals throughout, as EDGAR's headers print it.

    >>> is_shouted("ACME BIO INC"), is_shouted("Acme Bio Inc."), is_shouted("123")
    (True, False, False)
    """
    return name.isupper()


def without_legal_form(name: str) -> str:
    """Return a company's name without its legal form.

    >>> [without_legal_form(name) for name in ("Old Oak Pharma, Inc. /NEW/", "TARN HOLDINGS PLC", "Tarn")]
    ['Old Oak Pharma', 'TARN HOLDINGS', 'Tarn']
    """
    words = name.split()
    while len(words) > 1 and company_slug(" ".join(words[:-1])) == company_slug(name):
        words.pop()
    return " ".join(words).rstrip(",")


def as_printed(name: str, texts: Iterable[str]) -> str:
    """Return a company's name in capitals as `texts` write it most often; any other, or one that none writes, as it is.

    >>> as_printed("TARNBIO LABS, INC.", ["TarnBio Labs (Nasdaq: TRN) said today", "TARNBIO LABS"])
    'TarnBio Labs, Inc.'
    >>> as_printed("ELM PHARMA NV", ["Elm Pharma N.V. is a company"]), as_printed("ELM PHARMA NV", ["at elm pharma"])
    ('Elm Pharma NV', 'ELM PHARMA NV')
    """
    if not is_shouted(name):
        return name
    core = without_legal_form(name)
    words = r"\s+".join(re.escape(word) for word in core.split())
    spelling = re.compile(rf"(?<![\w@./]){words}(?!\w)", re.IGNORECASE)
    written = Counter(
        " ".join(found[0].split())
        for text in texts
        for found in spelling.finditer(text)
        if not found[0].isupper() and not found[0].islower()
    )
    if not written:
        return name
    [(usual, _)] = written.most_common(1)
    return usual + re.sub(r"[^\W\d_]+", lambda form: _legal_form_as_written(form[0]), name[len(core) :])


def _legal_form_as_written(form: str) -> str:
    shown = _SET_DOWN.get(form.casefold())
    return shown or (form if len(form) <= _LEGAL_FORM_IN_CAPITALS else form.capitalize())


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    return f"-u{ord(character):x}-" if character.isalnum() else " "


def _legal_forms() -> frozenset[str]:
    return frozenset(vocabularies.load("legal_forms")["forms"])
