"""Putting the pieces of contact blocks together: whose firm, role, number and address is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from filings.domain import ContactFact, Span
from filings.extractors.contacts.reader import (
    Piece,
    as_printed,
    firm_key,
    is_mail_of,
    is_named_after,
    letters_of,
    without_degrees,
    without_honorifics,
)
from filings.extractors.contacts.tokens import Kind, Token

_NAMES = (Kind.PERSON, Kind.ORGANISATION)


_SLASH = re.compile(r"\s+/\s*|\s*/\s+")


@dataclass(slots=True)
class _Person:
    piece: Piece
    title: str | None = None
    role: str | None = None
    words: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Contact:
    """One contact in the making."""

    person: _Person | None
    organisation: str | None
    role: str | None
    title: str | None
    phones: list[str]
    emails: list[str]
    words: list[Token]

    def is_worth_telling(self, signatory: str | None) -> bool:
        """Tell whether there is somebody to reach, or at least somebody certain who does not merely sign."""
        if self.phones or self.emails:
            return True
        certain = self.person is not None and self.person.piece.strong
        return certain and letters_of(self.name or "") != letters_of(signatory or "")

    @property
    def name(self) -> str | None:
        return _plain_name(self.person.piece.words) if self.person else None

    def fact(self) -> ContactFact:
        return ContactFact(
            name=self.name,
            organisation=self.organisation,
            role=self.role,
            title=self.title,
            phones=tuple(_each_number_once(self.phones)),
            emails=tuple({mail.casefold(): mail for mail in self.emails}.values()),
            span=Span(min(word.start for word in self.words), max(word.end for word in self.words)),
            rule="contacts.person" if self.person else "contacts.department",
        )


def _each_number_once(phones: Sequence[str]) -> Iterator[str]:
    """Yield numbers once: a link may print one again without its blanks."""
    seen: set[str] = set()
    for phone in phones:
        digits = re.sub(r"\D", "", phone)
        if digits not in seen:
            seen.add(digits)
            yield phone


def _plain_name(words: Sequence[Token]) -> str:
    """Return a name without forms of address and degrees; one printed in capitals in upper and lower case."""
    name = as_printed(without_degrees(without_honorifics(words)))
    return name.title().replace("’S", "’s") if name.isupper() else name


@dataclass(slots=True)
class _Group:
    """Pieces that belong to one or several people: a heading, names, numbers, addresses."""

    role: str | None = None
    organisation: Piece | None = None
    firms: list[Piece] = field(default_factory=list)  # all certain ones, in order
    role_first: bool = False  # the role stands over the people, as a heading
    inherited: bool = False  # the firm stands over the person before, not over this one
    firm_first: bool = False
    heads_roles: bool = False  # the firm stands over a role, and so over those that follow
    firm_in_label: bool = False  # the firm only says whose role it is: "Acme Media:"
    number_first: bool = False  # a number or address of them all stands over the people
    people: list[_Person] = field(default_factory=list)
    title: str | None = None  # printed before the name
    phones: list[Token] = field(default_factory=list)
    emails: list[Token] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)

    @property
    def detailed(self) -> bool:
        return bool(self.phones or self.emails)


def assemble(pieces: Sequence[Piece]) -> list[Contact]:
    """Put pieces in reading order together; a role, firm or name behind numbers begins the next contact."""
    groups = [_Group()]
    pieces = _with_firms_over_people(pieces)
    for n, piece in enumerate(pieces):
        match piece.kind:
            case Kind.HEADING:
                if groups[-1].detailed:
                    groups.append(_Group())
                continue
            case Kind.ROLE:
                _take_role(groups, piece)
            case Kind.ORGANISATION:
                _take_organisation(groups, piece)
                groups[-1].firms += [piece] if piece.strong else []
            case Kind.PERSON:
                if _ends_department(groups[-1], pieces, n):
                    groups.append(_Group())
                follows = pieces[n + 1] if n + 1 < len(pieces) else None
                _take_person(groups, piece, follows)
            case Kind.TITLE:
                _take_title(groups, piece, pieces[n + 1] if n + 1 < len(pieces) else None)
            case Kind.PHONE:
                groups[-1].phones.append(piece.words[0])
            case Kind.EMAIL:
                groups[-1].emails.append(piece.words[0])
        groups[-1].words += piece.words
    _settle(groups)
    return [contact for group in groups for contact in _contacts_of(group)]


def _ends_department(group: _Group, pieces: Sequence[Piece], n: int) -> bool:
    """Tell whether a department with its own number or address ends before the person at `n`, who has theirs."""
    if group.people or group.organisation or not (group.role and group.detailed):
        return False
    if pieces[n].group == group.words[-1].group:
        return False
    known = [kind for kind, details in ((Kind.PHONE, group.phones), (Kind.EMAIL, group.emails)) if details]
    own = takewhile(lambda piece: piece.kind not in (Kind.PERSON, Kind.ROLE, Kind.HEADING), pieces[n + 1 :])
    return any(piece.kind in known for piece in own)


def _with_firms_over_people(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces with firms told from people in blocks where each firm stands with its number over its people.

    Where one firm certainly does, a name in such a place is a firm's too:

        Acme plc                    +44 20 7555 0101
        Jane Doe, Chief Executive
        Harley Vale (financial PR)  +44 20 7555 0102
        John Roe
    """
    rows = _rows_of(pieces)
    numbered = [
        any(piece.kind in (Kind.PHONE, Kind.EMAIL) for piece in row) and row[0].kind in _NAMES for row in rows
    ]
    heads = [
        at
        for at, (row, below) in enumerate(pairwise(rows))
        if numbered[at] and not numbered[at + 1] and below[0].kind is Kind.PERSON and _has_no_detail(below)
        if not any(piece.kind is Kind.TITLE for piece in row)
    ]
    certain = [at for at in heads if rows[at][0].kind is Kind.ORGANISATION and rows[at][0].strong]
    if not certain:
        return list(pieces)
    for at in heads:
        first, *others = rows[at]
        if at > certain[0] and first.kind is Kind.PERSON and all(p.kind is not Kind.PERSON for p in others):
            rows[at] = [Piece(Kind.ORGANISATION, first.words), *others]
    return [piece for row in rows for piece in row]


def _has_no_detail(row: Sequence[Piece]) -> bool:
    return all(piece.kind not in (Kind.PHONE, Kind.EMAIL) for piece in row)


def _rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces by printed line, with the cells of a table's row as one."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        same = rows and piece.group == rows[-1][-1].group
        if same and ("\n" not in piece.gap or "\t" in piece.gap):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _take_role(groups: list[_Group], piece: Piece) -> None:
    group = groups[-1]
    if not group.people and not group.detailed:
        group.role = piece.value if piece.label or not group.role else group.role
        group.role_first = True
        firm = group.organisation
        group.heads_roles = firm is not None and not group.inherited and firm.group == piece.group
        group.firm_in_label = group.heads_roles and "\n" not in piece.gap
    elif (
        group.people
        and (_is_aside(piece) or not group.detailed)
        and (not piece.label or "\n" not in piece.gap)
    ):
        last = group.people[-1]
        last.role = last.role or piece.value
    elif group.heads_roles and "\n\n" not in piece.gap and piece.group == group.words[-1].group:
        # A firm over one role and its people stands over the next role too.
        groups.append(
            _Group(
                role=piece.value,
                role_first=True,
                organisation=group.organisation,
                firm_first=True,
                inherited=True,
                heads_roles=True,
            )
        )
    else:
        groups.append(_Group(role=piece.value, role_first=True))


def _is_aside(piece: Piece) -> bool:
    """Tell whether a role stands in brackets behind what it tells of: "212-555-0102 (Media)"."""
    return "(" in piece.gap and "\n" not in piece.gap and piece.words[-1].closed


def _take_organisation(groups: list[_Group], piece: Piece) -> None:
    group = groups[-1]
    elsewhere = bool(group.words) and piece.group != group.words[-1].group
    if (group.detailed and not (group.inherited and not elsewhere)) or (group.inherited and elsewhere):
        groups.append(_Group(organisation=piece, firm_first=True))
    elif group.organisation is None or group.inherited:
        group.organisation, group.inherited = piece, False
        group.firm_first = not group.people
    elif piece.strong and (not group.people or not group.organisation.strong):
        group.organisation = piece
    elif piece.strong and group.firm_in_label:
        group.organisation, group.firm_in_label, group.heads_roles = piece, False, False
    elif piece.strong and elsewhere and group.firm_first and piece.value != group.organisation.value:
        groups.append(_Group(organisation=piece, firm_first=True))


def _take_person(groups: list[_Group], piece: Piece, follows: Piece | None) -> None:
    group = groups[-1]
    if not piece.strong and _is_rather_firm(group, piece, follows):
        _take_organisation(groups, piece)
        return
    if group.people and group.detailed and not (group.number_first and _as_near(group, piece)):
        groups.append(_follower(group, piece))
        group = groups[-1]
    elif piece.strong and group.people and not group.people[-1].piece.strong and not group.organisation:
        # What looked like a name over a certain one is the firm's.
        doubtful = group.people.pop()
        group.organisation, group.firm_first = doubtful.piece, not group.people
    group.number_first = group.number_first or (group.detailed and not group.people)
    group.people.append(_Person(piece, title=group.title, words=list(piece.words)))
    group.title = None


def _is_rather_firm(group: _Group, piece: Piece, follows: Piece | None) -> bool:
    """Tell whether what has only the shape of a name is a firm's: a label, or what stands behind a name."""
    if piece.label:
        return True
    behind_a_name = group.people and not group.organisation and not group.detailed
    followed_by_firm = follows is not None and follows.kind is Kind.ORGANISATION and follows.strong
    return bool(behind_a_name) and not piece.words[0].joined and not followed_by_firm


def _follower(group: _Group, piece: Piece) -> _Group:
    """Begin the group of a further person, under the same firm where that stands over them all."""
    if group.organisation and group.firm_first and _as_near(group, piece):
        return _Group(organisation=group.organisation, firm_first=True, inherited=True, role=group.role)
    if group.role_first and not group.organisation:
        return _Group(role=group.role, role_first=True)
    return _Group()


def _as_near(group: _Group, piece: Piece) -> bool:
    """Tell whether a further person stands no farther off than the first did from the firm's name."""
    first = group.people[0].piece
    if group.organisation and group.organisation.group != first.group:
        return True  # the firm has a paragraph of its own above them all
    return piece.group == first.group and _distance(piece.gap) <= max(_distance(first.gap), 1)


def _distance(gap: str) -> int:
    return min(gap.count("\n"), 2)


def _take_title(groups: list[_Group], piece: Piece, follows: Piece | None) -> None:
    group = groups[-1]
    elsewhere = bool(group.words) and piece.group != group.words[-1].group
    begins = bool(group.words) and ("\n" in piece.gap or elsewhere)
    if begins and not elsewhere and _ends_contact(piece, follows):
        begins = False  # the title stands under the name's own number
    if group.people and not group.people[-1].title and not (group.detailed and begins):
        group.people[-1].title = piece.value
    elif not group.people:
        group.title = piece.value
    elif group.detailed and begins:
        groups.append(_Group(title=piece.value))


def _ends_contact(piece: Piece, follows: Piece | None) -> bool:
    """Tell whether "or" or another paragraph parts a title from what follows it."""
    return follows is None or follows.words[0].joined or follows.group != piece.group


def _settle(groups: list[_Group]) -> None:
    """Give a firm or role with nothing behind it to the contact before, and one number to all above it."""
    for before, group in pairwise(groups):
        if not group.people and not group.detailed:
            if group.organisation and not before.organisation:
                before.organisation = group.organisation
                before.words += group.words
            if group.title and before.people and not before.people[-1].title:
                before.people[-1].title = group.title
                before.words += group.words
            if group.role and not before.role and not group.organisation:
                before.role = group.role
                before.words += group.words
    for number in range(len(groups) - 1, 0, -1):
        group, before = groups[number], groups[number - 1]
        alike = group.people and before.people and group.inherited
        if alike and not before.phones and group.phones and group.emails and before.emails:
            before.phones = list(group.phones)  # one number under several people
        elif alike and not group.phones and before.phones and not before.emails:
            group.phones = list(before.phones)


def _contacts_of(group: _Group) -> Iterator[Contact]:
    """Yield the contacts of one group: each person with what is theirs, or the department."""
    firm = group.organisation.value if group.organisation else None
    if not group.people:
        if group.detailed:
            yield Contact(
                None, firm, group.role, group.title, _texts(group.phones), _texts(group.emails), group.words
            )
        return
    _share_slashed(group.people)
    firms = [firm] * len(group.people)
    if len(group.firms) == len(group.people) > 1:  # names side by side, then firms side by side
        firms = [piece.value for piece in group.firms]
    phones = _shared_out(group.phones, group.people)
    emails = _mail_shared_out(group.emails, group.people, firms)
    for person, own_firm, own_phones, own_emails in zip(group.people, firms, phones, emails, strict=True):
        own = [*person.words, *own_phones, *own_emails]
        yield Contact(
            person,
            own_firm,
            person.role or group.role,
            person.title,
            _texts(own_phones),
            _texts(own_emails),
            own if len(group.people) > 1 else group.words,
        )


def _share_slashed(people: Sequence[_Person]) -> None:
    """Give each of several people their part of a row under them: "Director, Finance / Account Manager"."""
    if len(people) < 2:
        return
    *others, last = people
    titles = _SLASH.split(last.title or "")
    roles = _SLASH.split(last.role or "")
    if len(titles) == len(people) and not any(person.title for person in others):
        for person, title in zip(people, titles, strict=True):
            person.title = title
    if len(roles) == len(people) and not any(person.role for person in others):
        for person, role in zip(people, roles, strict=True):
            person.role = role


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens]


def _shared_out(details: Sequence[Token], people: Sequence[_Person]) -> list[list[Token]]:
    """Give each person their numbers: evenly and in order where they come out even, else all to all."""
    if len(people) > 1 and details and len(details) % len(people) == 0:
        each = len(details) // len(people)
        return [list(details[n * each : (n + 1) * each]) for n in range(len(people))]
    return [list(details) for _ in people]


def _mail_shared_out(
    emails: Sequence[Token], people: Sequence[_Person], firms: Sequence[str | None]
) -> list[list[Token]]:
    """Give each person the address named after them or their firm alone; the others as numbers are given."""
    if len(people) == 1:
        return [list(emails)]
    owned: list[list[Token]] = [[] for _ in people]
    rest: list[Token] = []
    for email in emails:
        owners = [n for n, person in enumerate(people) if is_named_after(email.text, person.piece)]
        owners = owners or [n for n, firm in enumerate(firms) if firm and is_mail_of(email.text, firm)]
        if len(owners) == 1:
            owned[owners[0]].append(email)
        else:
            rest.append(email)
    without = [n for n in range(len(people)) if not owned[n]]
    if rest and without:
        for n, share in zip(without, _shared_out(rest, [people[n] for n in without]), strict=True):
            owned[n] += share
    return owned


def adopt_strays(contacts: Sequence[Contact]) -> list[Contact]:
    """Return contacts with each lone number or address, cut off from its block, given to whose it is.

    It is the person's right before, where nothing else is known of them, or whom an address is named after.
    """
    kept: list[Contact] = []
    for contact in contacts:
        if contact.person or contact.organisation or contact.role:
            kept.append(contact)
            continue
        before = kept[-1] if kept else None
        if before is not None and before.person and not (before.phones or before.emails):
            owner: Contact | None = before
        else:
            owner = next((other for other in contacts if _owns(other, contact)), None)
        if owner is None:
            kept.append(contact)
        else:
            owner.phones += contact.phones
            owner.emails += contact.emails
            owner.words = [*owner.words, *contact.words]
    return kept


def _owns(contact: Contact, stray: Contact) -> bool:
    if stray.phones or contact.emails or contact is stray:
        return False
    person, firm = contact.person, contact.organisation
    return any(
        (person is not None and is_named_after(mail, person.piece))
        or (firm is not None and is_mail_of(mail, firm))
        for mail in stray.emails
    )


def complete_firms(contacts: Sequence[Contact]) -> None:
    """Give firms their fullest printed form: a cell that lost its "Inc." to a line end is the same firm."""
    fullest: dict[str, str] = {}
    for contact in contacts:
        if contact.organisation:
            key = firm_key(contact.organisation)
            if len(contact.organisation) > len(fullest.get(key, "")):
                fullest[key] = contact.organisation
    for contact in contacts:
        if contact.organisation:
            contact.organisation = fullest[firm_key(contact.organisation)]


def each_once(contacts: Iterable[Contact]) -> list[Contact]:
    """Return one contact a person, with all that the blocks of a release say of them."""
    once: dict[object, Contact] = {}
    for contact in contacts:
        key: object = (
            letters_of(contact.name) if contact.name else (tuple(contact.phones), tuple(contact.emails))
        )
        known = once.get(key)
        if known is None:
            once[key] = contact
            continue
        known.phones += [phone for phone in contact.phones if phone not in known.phones]
        known.emails += [mail for mail in contact.emails if mail not in known.emails]
        known.organisation = known.organisation or contact.organisation
        known.role = known.role or contact.role
        known.title = known.title or contact.title
    return list(once.values())
