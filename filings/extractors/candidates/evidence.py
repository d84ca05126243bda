"""What the words around a name say of it: a trial *of* it, patients who *received* it, "the drug" before it."""

from __future__ import annotations

import re

from filings.diseases import find_diseases
from filings.domain import Span
from filings.drugs import MARK, find_approved, find_drug_names

AROUND = 110
"""How many characters before and behind a name are looked at."""
DRUG_NOUN = (
    r"(?:drugs?|compounds?|candidates?|products?|molecules?|antibod(?:y|ies)|vaccines?|agents?|therapeutics?|"
    r"therap(?:y|ies)|"
    r"inhibitors?|antisense|oligonucleotides?|analog(?:ue)?s?|derivatives?|peptides?|medicines?|medications?|"
    r"immunotherap(?:y|ies)|"
    r"treatments?|syrups?|creams?|gels?|powders?|tablets?|capsules?|sprays?|patch(?:es)?|eye drops|"
    r"substitutes?|agonists?|antagonists?|"
    r"modulators?|globulins?|immunoglobulins?|proteins? therapeutics?|formulations?|conjugates?|"
    r"virus therapy|biologics?|solutions?|devices?|assets?|"
    r"modifiers?|immunomodulators?|radiopharmaceuticals?|biosimilars?|toxins?|siRNAs?|shRNAs?|aptamers?|"
    r"oncolytic virus(?:es)?|fusion proteins?|protein drugs?|cell therapy|"
    r"gene therapy|ointments?|implants?|injectables?|drops|salts?|steroids?|hormones?|enzymes? replacement|"
    r"blockers?|compositions?|prodrugs?|adjuvants?|regimens?|anti[a-z]{4,14}s?|opioids?|an[ae]+sthetics?|analgesics?|"
    r"painkillers?|probiotics?|diuretics?|statins?|sedatives?|laxatives?|corticosteroids?|testosterone|"
    r"estrogen|insulins?|mimetics?|activators?|stabili[sz]ers?|degraders?|binders?|chelators?|inducers?|"
    r"radioligands?|bispecifics?|trispecifics?|lotions?|shampoos?|foams?|films?|lozenges?|suppositor(?:y|"
    r"ies)|inhalers?|emulsions?|suspensions?|pills?|elixirs?|serums?|enzymes?|depots?|combinations? of)"
)
APPOSED_LEFT = re.compile(
    rf"\b{DRUG_NOUN},? *(?:is |was |are )?(?:(?:formerly |previously |now )?(?:named |called |known as |code-named |"
    r"designated ))?[\"'(]*$",
    re.I,
)
_APPOSED_RIGHT = re.compile(
    rf"{MARK}?[\"')]*(?: ?\([^()]{{1,40}}\))?,? (?:which (?:is|was) |is |was |are |as )?(?:an?|the|our|its|"
    rf"this|one of|[\w.&-]+'s?) (?:[\w'/%()&.-]+,? ){{0,10}}?{DRUG_NOUN}\b",
    re.I,
)
_TRIAL_LEFT = re.compile(
    r"\b(?:(?:trials?|stud(?:y|ies)|program(?:me)?s?|testing|evaluation|investigation|development|data|"
    r"results?|findings|treatment|therapy|"
    r"dos(?:e|es|ing|age)|administration|injections?|infusions?|efficacy|safety|activity|formulations?|"
    r"manufactur\w+|production|effects?|use|"
    r"uptake|metabolism|pharmacokinetics|levels|quantities|library|potential|tolerability|approval|"
    r"authorization|sales|effectiveness|"
    r"mechanism|studies|designation|application|submission|filing|registration|commerciali[sz]ation|"
    r"marketing|indication|capsules?|tablets?|price|shipments?|supply|launch|benefits?|income|protection|"
    r"spending|costs?|rights|form|version|addition|arms?|on|data presented|interests?|articles?|papers?|"
    r"abstracts?|posters?|presentations?|patents?|news|updates?|information|review|profile|course|reports?|"
    r"version|work|backup|phase [\w/-]{1,8}) "
    r"(?:of|with|for|on|about|from|in|to|to test|evaluating|investigating|testing|comparing|integrating|"
    r"using|including|covering|studying|that evaluated|around)|"
    r"treated with|vaccinated with|dosed with|immunized with|receiv\w+|given|administered|administering|"
    r"taking|took|takes|develop(?:ing|ed|s)?|chos(?:e|en)|select\w+|nominat\w+|explor\w+|advanc\w+|"
    r"evaluat\w+|compar\w+|"
    r"investigat\w+|test(?:ing|ed|s)?|(?:out-|in-)?licens\w+|licenced?|acquir\w+|progress(?:es|ed|ing)?|"
    r"initiat\w+|suspend\w*|discontinu\w*|launch\w*|markets?|marketed|"
    r"sells?|approves?|approved|describ\w+|stud(?:y|ied|ies|ying)|characteriz\w+|especially|including|"
    r"covering|protecting|move|"
    r"moved|to|patent for|clinical program for|indications? for|designation for)"
    r"(?: the| its| our| his| a| an)?(?: [\w/'&-]+){0,3} ?[\"'(]*$",
    re.I,
)
_TRIAL_RIGHT = re.compile(
    rf"{MARK}?[\"')]*(?: ?\([^()]{{1,40}}\))?(?:'s|-(?:treated|mediated|induced|based))?[,:]? ?(?:which )?(?:"
    r"\(?(?:phase|clinical|IND-enabling|preclinical|development|treatment|trials?|stud(?:y|ies)|programs?|programme|"
    r"pipeline|vaccine|tablets?|cream|gel|ointment|capsules?|injections?|eye drops|"
    r"inhaled|inhalation|oral|arm|therapy|sales|drops|monotherapy|mechanism|pharmacokinetic|"
    r"when administered|when given|given|infusion|infused|administered|alone|plus|at doses|at a dose|once|"
    r"twice|every)\b|"
    r"(?:did |has |have |had |was |were |is |are |will |would |can |could |may |might |also |then |now |not |"
    r"be |"
    r"been |being |significantly |selectively |currently |only |well |successfully |continues to |to )*"
    r"(?:show\w*|demonstrat\w*|inhibit\w*|induc\w*|reduc\w*|improv\w*|tolerated|given|infused|injected|"
    r"tested|evaluated|studied|developed|approved|investigated|lower\w*|block\w*|"
    r"switch\w*|draws?|encod\w*|address\w*|sensiti\w+|complet\w*|enter\w*|receiv\w*|in combination|versus|"
    r"offers?|aims?|acts?|works?|destroy\w*|slow\w*|kill\w*|remains?|target\w*|"
    r"treat\w*|prevent\w*|restor\w*|suppress\w*|brought|began|halv\w*|rais\w*|allow\w*|help\w*|caus\w*|"
    r"finish\w*|designed|met|meets?|reach\w*|achiev\w*|fail\w*|at least|superior|better|compared|suppl\w+|"
    r"assigned|named|renamed|chosen|"
    r"selected|advanc\w+|mov\w+|progress\w*|(?:orphan|fast track|breakthrough)|(?:great |much )?promise|"
    r"has another|gave|gives|led|"
    r"provid\w*|kept|keeps|represents?|"
    r"produc\w*|increas\w*|decreas\w*|protect\w*|stimulat\w*|bind\w*|delay\w*|prolong\w*|extend\w*|moved?|"
    r"cross\w*|"
    r"exhibit\w*|possess\w*|safe|active|effective|indicated|marketed|sold|available|meant|intended|expected|"
    r"believed|granted|owned|in patients|in phase|into phase|at the stage|in preclinical|in clinical|"
    r"in development|discovered|licensed|in (?:an? |the )?(?:IND|CTA|GLP|NDA)[ -]|"
    r"(?:in|undergoing|under|begun|started|entered|completed) (?:[\w-]+ ){0,2}(?:toxicology|toxicity|safety|animal|"
    r"human|formulation|manufacturing|lead) (?:\w+)|prepared for (?:human|clinical|the clinic)|"
    r"readied for|(?:half|part|mid)[ -]?way through)\b)",
    re.I,
)
_ISOTOPE = re.compile(r"(?:\[\d{2,3}[A-Z][a-z]?\]|\d{2,3})[A-Z][a-z]?-$")
_LONG_BRACKET = re.compile(rf"{MARK}? ?\([^()]{{41,120}}\)")
_ASIDE = re.compile(rf"{MARK}?[\"')]*, (?:an?|the|our|its|which) [^,;.]{{3,100}}, ")
"""What is put between a name and its verb: "Kelvara, a spray of two salts, completed"."""
_FRENCH_LEFT = re.compile(
    r"\b(?:essais?|études?|phase \w+|recev\w+|développement|traitement|doses?|médicament|vaccin|"
    r"anticorps)(?: [\w']+){0,5} (?:du|de|de la|le|la|d'|sur|avec|avec le|avec la) ?$",
    re.I,
)
_FRENCH_RIGHT = re.compile(
    rf"{MARK}?, (?:son|un|une|le|la|notre|nos) (?:[\w'-]+ ){{0,2}}(?:agent|médicament|anticorps|vaccin|"
    r"composé|inhibiteur|peptide|produit|traitement|candidat)\b",
    re.I,
)
_FRENCH_SUBJECT = re.compile(
    rf"{MARK}?(?: ?\([^()]{{1,40}}\))?,? (?:fait l'objet|est (?:un|une|en|actuellement|à l'étude|évalué)|"
    r"(?:a|ont) (?:permis|réduit|démontré|montré|amélioré|inhibé|été (?:bien toléré|administré|évalué))|"
    r"(?:chez|dans|contre|pour) (?:le|la|les|des|l'))\b",
    re.I,
)
_AS_PRODUCT = re.compile(rf"[^.;]{{0,60}}\bas (?:its|our|a|the) (?:[\w-]+ ){{0,4}}{DRUG_NOUN}\b", re.I)
_FOR_USE = re.compile(rf"{MARK}?[\"')]*,? ?(?:\([^()]{{1,40}}\) ?)?(?:for|in|against) (?:the )?", re.I)
_OWN_LEFT = re.compile(
    r"\b(?:its|our|the company's|the corporation's|[\w.&-]+'s?) (?:own )?(?:[\w/-]+,? ){0,6}[\"'(]*$", re.I
)
IN_COMPANY = re.compile(
    r"\b(?:combin\w+ (?:of \w+ )?with|together with|plus|versus|vs\.?|compared (?:to|with)|against|added to|"
    r"followed by|on top of|as good as|superior to|inferior to|"
    r"alone or with|with or without|like|such as|similar to|unlike|resistan\w+ to|refractory to|failed|"
    r"failure of|prior|previous|or(?! for\b)|alternative to|(?:the|an?|already|currently) approved|"
    r"(?:the|an?|or|already|currently|with|to|against) (?:licensed|marketed|commercially available|"
    r"authori[sz]ed|comparator) (?:[\w'/-]+ ){0,2}[\w'/-]+|"
    r"biosimilars? (?:to|of|referencing|version of)|biosimilar,|referencing|reference(?: product)?|"
    r"originator|course of|stopped responding to|progressed on|relapse after|"
    r"background of) (?:[\w'-]+ ){0,2}[\"'(]*$|"
    r"\b(?:combin\w+ with|together with|plus|added to|along with|alongside) (?:an? |the )?"
    rf"(?!(?:company|our|its) )(?:[\w/+-]+ ){{0,4}}?{DRUG_NOUN},? [\"'(]*$",
    re.I,
)
_TARGET_LEFT = re.compile(
    r"\b(?:genes?|proteins?|receptors?|targets?|targeting|enzymes?|expression of|levels? of|inhibit(?:s|ing|"
    r"ion of|or of|ors of)?(?: the)?|anti|mutations? (?:in|of)|"
    r"antibod(?:y|ies) (?:to|against)|directed against|binds? to|binding to|cells?|pathway|kinase|cytokines?|"
    r"factor|biomarkers? (?:is|such as)?|component|subunit|antigen|marker|"
    r"activat(?:es|ion of|or of)|blocks|blockade of|induc(?:es|tion of)|inhibitor of|inhibitors of|"
    r"suppression of|vector|chromosome|isoform|ligand|platform|technology)[ -][\"'(]*$",
    re.I,
)
_TARGET_RIGHT = re.compile(
    r"[\"')]*[ -](?:positive|negative|expressing|mutant|mutated|mutations?|genes?(?! (?:therap|transfer|edit|vector))|"
    r"proteins?|receptors?|"
    r"expression|pathway|kinase|inhibitors?|inhibition|degraders?|blockers?|antagonists?|agonists?|antibod(?:y|ies)|"
    r"signal\w*|ligand|blockade|(?:T[ -])?cells?(?! (?:therap|(?:(?:were|are|was|have been) )?(?:infused|administered|"
    r"given|manufactured)))|platform|technology|virus|antigens?|transcription|"
    r"promoter|manufacturing|chromosome|subunit|component|locus|axis|(?:index|score|scale)\b)\b"
    r"|(?:(?:,|,? and|,? or|/) ?(?:the )?(?-i:[A-Z])[\w-]{1,9}){1,3} (?:genes?|mutations?|receptors?|"
    r"kinases?|pathways?)\b"
    r"|[\"')]*,? (?:is |was )?(?:an?|the) (?:[\w'-]+ ){0,5}(?:gene(?! therap)|(?<!fusion )protein(?! (?:drug|"
    r"therap))|receptor(?! (?:agonist|antagonist|blocker|modulator|inhibitor))|enzyme(?! (?:inhibitor|"
    r"replacement))|target|transcription factor|tumor suppressor|cytokine|ligand|biomarker|oncogene|antigen|"
    r"platform|technology)\b",
    re.I,
)


def evidence_around(words: str, span: Span) -> set[str]:
    """Return the kinds of evidence around one place."""
    left, right = words[max(0, span.start - AROUND) : span.start], words[span.end : span.end + AROUND]
    left = _ISOTOPE.sub("", left)
    if long := _LONG_BRACKET.match(words, span.end):
        right = words[long.end() : long.end() + AROUND]
    found = set()
    if (use := _FOR_USE.match(right)) and any(
        place.start < 40 for place, _ in find_diseases(right[use.end() :])
    ):
        found.add("trial")
    if (
        APPOSED_LEFT.search(left)
        or _APPOSED_RIGHT.match(right)
        or _FRENCH_RIGHT.match(right)
        or _AS_PRODUCT.match(right)
    ):
        found.add("apposed")
    if (
        _TRIAL_LEFT.search(left)
        or _TRIAL_RIGHT.match(right)
        or _FRENCH_LEFT.search(left)
        or _FRENCH_SUBJECT.match(right)
    ):
        found.add("trial")
    if (aside := _ASIDE.match(words, span.end)) and _TRIAL_RIGHT.match(words, aside.end() - 1):
        found.add("trial")
    if is_called_a_drug(words, span):
        found.add("apposed")
    if stands_as_drug(words, span):
        found.add("trial")
    if _OWN_LEFT.search(left):
        found.add("own")
    if IN_COMPANY.search(left):
        found -= {"apposed", "trial", "own"}
    return found


def is_target(left: str, right: str) -> bool:
    """Tell whether a gene or a receptor is spoken of: "expression of X", "X, a kinase"."""
    if _KIND_RIGHT.match(right):
        return False
    return bool(_TARGET_LEFT.search(left) or _TARGET_RIGHT.match(right))


_JOINED_RIGHT = re.compile(
    rf"{MARK}?[\"')]* (?:and|plus|\+|in combination with|together with|combined with|"
    rf"with) (?:[\w-]+ ){{0,2}}[\"'(]*$"
)
_JOINED_LEFT = re.compile(
    rf"{MARK}?[\"')]* (?:and|plus|\+|(?:[\w-]+ ){{0,3}}(?:together|combination|"
    rf"combined) with) (?:[\w-]+ ){{0,2}}[\"'(]*$"
)


def beside_approved(left: str, right: str) -> bool:
    """Tell whether an approved drug is joined to the name: "KX-204 and docetaxel"."""
    behind = next(find_approved(right[:70]), None)
    if behind and _JOINED_RIGHT.match(right[: behind[0].start]):
        return True
    before = list(find_approved(left[-70:]))
    return bool(before) and _JOINED_LEFT.match(left[-70:][before[-1][0].end :]) is not None


_LISTED = re.compile(r"(?:,| and|,? and| or|/|;) ?[\"'(]*$")


def shared_evidence(left: str) -> set[str]:
    """Evidence that a name shares with the one listed before it: "the drugs KX-1 and KX-2"."""
    if not (joint := _LISTED.search(left)):
        return set()
    earlier = find_drug_names(left)
    if earlier and 0 <= joint.start() - earlier[-1].span.end <= 3:
        last = earlier[-1]
        return evidence_around(left, last.span) - {"own"}
    return set()


# --- where only a drug can stand -------------------------------------------------------------

_FORM = (
    r"(?:(?:oral|intranasal|topical|intravenous|IV|inhaled|nebuli[sz]ed|subcutaneous|intramuscular|"
    r"intravitreal|"
    r"intrathecal|sublingual|transdermal|pegylated|liposomal|(?:low|high|single|multiple)-dose|"
    r"once-(?:daily|weekly)|"
    r"twice-daily|daily|weekly|monthly|its|our|their|new|novel|investigational|experimental|developing|"
    r"launching|"
    r"giving|adding) ){0,3}"
)
_ONLY_DRUG_LEFT = re.compile(
    r"\b(?:(?:trials?|stud(?:y|ies)|program(?:me)?s?|testing|evaluation|development|efficacy|safety|"
    r"tolerability|"
    r"pharmacokinetics|dos(?:es?|ing)|administration|injections?|infusions?|approval|launch|sales|"
    r"commerciali[sz]ation|formulations?) (?:in (?-i:[A-Z]\w+ ){1,2})?(?:of|for|with)|"
    r"(?:evaluating|investigating|testing|studying|comparing|has approved|have approved|approves)|"
    r"(?:IND|NDA|BLA|MAA|CTA|ANDA|application|designation|status|submission|authori[sz]ation|approval|compliance|"
    r"clearance|licen[cs]e) "
    r"(?:\([A-Za-z]+\) )?(?:(?:to|with|from|by) the [A-Z]\w+ )?for|"
    r"(?:treated|dosed|vaccinated|infused|injected) with|receiv(?:es?|ed|ing)|administered) "
    rf"{_FORM}[\"']?$",
    re.I,
)
_ONLY_DRUG_LEFT_SMALL = re.compile(
    r"\b(?:(?:rights|licen[cs]e|data|results|activity|effects?|mechanism of action|use|supply) (?:of|for|"
    r"on|to|with|from)|"
    rf"combin\w+ (?:[\w-]+ ){{0,2}}with|versus|plus|name|called|{DRUG_NOUN}) {_FORM}[\"']?$",
    re.I,
)
_WHOLE_RIGHT = re.compile(
    r"[\"']?(?:[,.;:)]|$|'s\b|-treated\b| (?:\(|\d|(?:in|for|as|at|on|to|with|and|or|plus|versus|vs|than|"
    r"alone|is|was|has|have|"
    r"had|will|would|can|could|may|did|does|given|administered|monotherapy|treatment|therapy|once|twice|"
    r"every|daily|"
    r"weekly|from|by|against|after|before|during|also|alfa|beta|gamma|pegol|tablets?|cream|gel|ointment|foam|lotion|spray|"
    r"patch(?:es)?|drops|powder|syrup|capsules?|injections?|rose|grew|fell|group|arm|patients?|program(?:me)?|trials?|stud(?:y|ies)|sales|phase|\w{3,}ed|"
    r"shows?|met|meets|fell|cut|led|gave|kept|"
    r"protects?|slows?|lowers?|reduces?|inhibits?|blocks?|prevents?|improves?|targets?)\b))",
    re.I,
)
_KIND_RIGHT = re.compile(
    rf"{MARK}?[\"']?(?: ?\([^()]{{1,40}}\))?(?:,| is| was) (?:(?-i:an?|the|our|its|one of)|[\w.&-]+'s?) "
    r"(?:(?!(?:of|for|that|which|with|in|to|from|by|and|based|company|companies|maker|developer|provider|"
    r"manufacturer|leader|"
    rf"specialist|distributor|subsidiary|division)\b)[\w'/%().-]+,? ){{0,7}}?{DRUG_NOUN}"
    r"(?! (?:trial|study|company|maker|developer|manufacturer|giant|group|business|firm|specialist|discovery|delivery|"
    r"development|makers?|"
    r"division|subsidiary|unit|industry|market))\b",
    re.I,
)
_GIVEN_RIGHT = re.compile(
    r",? or (?:a |matching |its )?placebo\b|"
    r", (?:for|with|of|in) which (?:[\w'-]+ ){0,6}?(?:phase|trials?|study|clearance|approval|IND|NDA|patients)\b|"
    r", (?:given|administered|dosed|taken) (?!up|off|over|by the)|"
    r"(?: ?\([^()]{1,40}\))? (?:(?:was|is|were|has been|will be|appears to be) (?:(?:generally|also|"
    r"safe and|now|being|currently|to be|first) ){0,3}"
    r"(?:well[ -]tolerated|studied|evaluated|tested|developed|administered|tested in|in (?:a )?phase|"
    r"in clinical)|"
    r"(?:has )?entered (?:a )?(?:phase|clinical)|in (?:an?|the|its|our|"
    r"two) (?:[\w/-]+ ){0,2}(?:phase [\w/-]{1,8}|clinical) (?:trials?|stud))",
    re.I,
)


_NAMED_LEFT = re.compile(
    r"\b(?:its|our|the company's|the corporation's|(?-i:[A-Z][\w&-]+)'s|lead|(?:most|more) advanced) "
    rf"(?:[\w/-]+ ){{0,4}}{DRUG_NOUN}, $",
    re.I,
)
_NAMED_RIGHT = re.compile(
    r"(?: and [A-Z]?[\w-]{3,24})?, (?:which )?"
    r"(?:is|was|are|has|had|will|would|did|met|entered|showed|completed|failed|continues|an?|the|in|for)\b"
)


def is_called_a_drug(words: str, span: Span) -> bool:
    """Tell whether the words behind a name say what kind of drug it is: "X, an oral inhibitor of ..."."""
    return _KIND_RIGHT.match(words, span.end, span.end + AROUND) is not None


def stands_as_drug(words: str, span: Span) -> bool:
    """Tell whether only a drug can stand here, so that a word of no language is its name."""
    left = words[max(0, span.start - AROUND) : span.start]
    if is_called_a_drug(words, span) or _GIVEN_RIGHT.match(words, span.end, span.end + AROUND):
        return True
    if _NAMED_LEFT.search(left) and _NAMED_RIGHT.match(words, span.end):
        return True
    if not _WHOLE_RIGHT.match(words, span.end):
        return False
    small = words[span.start].islower()
    return bool(_ONLY_DRUG_LEFT.search(left) or (small and _ONLY_DRUG_LEFT_SMALL.search(left)))
