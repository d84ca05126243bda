"""Names of contacts: merged and split by hand; a contact withheld for good."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from filings import corrections
from filings.corrections import CorrectionError
from filings.ingest.people import contact_at, names_of
from filings.models import Contact, ContactJudgement, Suppression
from filings.naming import fold_person, slug
from filings.review import frames
from filings.review.access import signed_in, staff_only
from filings.review.attempts import attempt
from filings.review.forms import ContactNameForm, MergedContactsForm, NamesForm, ReasonForm
from filings.review.questions import contacts_sharing, fullest_name

MAY_WITHHOLD = "filings.add_suppression"
_MOST_OFFERED = 400


@require_safe
@staff_only
def contact_names(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a contact's names and what was judged of them; merge, split and withhold from here."""
    return _show_names(request, _person(slug))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def merge_contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show two contacts that are to be one person; make them one on POST."""
    contact = _person(slug)
    asked = ContactNameForm(request.POST if request.method == "POST" else request.GET)
    other = _named(asked.cleaned_data["other"]) if asked.is_valid() else None
    if asked.is_valid() and other is None:
        asked.add_error("other", "No contact of that name.")
    elif other == contact:
        asked.add_error("other", "That is this contact itself.")
    if other is None or other == contact:
        return _show_names(request, contact, asked)
    form = MergedContactsForm(
        request.POST if request.method == "POST" else None,
        initial={"name": fullest_name([contact.name, other.name])},
    )
    if request.method == "POST" and form.is_valid():
        name, reason = form.cleaned_data["name"], form.cleaned_data["reason"]
        try:
            corrections.merge_contacts(contact, other, name=name, reason=reason, user=signed_in(request))
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{contact} and {other} are one person now.")
            return redirect(frames.home(request, _named(name)))
    sides = [(side, names_of(side), side.appearances.count()) for side in (contact, other)]
    context = {"contact": contact, "other": other, "sides": sides, "form": form}
    return frames.show(request, "review/merge_contacts.html", context)


@require_POST
@staff_only
def split_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Part some names of a contact from it."""
    contact = _person(slug)
    form = NamesForm(request.POST, names=names_of(contact))
    if form.is_valid():
        names = form.cleaned_data["names"]
        try:
            corrections.split_contact(
                contact, names, reason=form.cleaned_data["reason"], user=signed_in(request)
            )
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{', '.join(names)}: another person now.")
            return redirect(frames.home(request, _named(names[0])))
    return _show_names(request, contact, splitting=form)


@require_POST
@staff_only
def undo_contact_judgement(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a judgement about contacts back."""
    judgement = get_object_or_404(ContactJudgement, uid=uid)
    name = judgement.groups[0][0] if judgement.groups else ""
    done = "The judgement is taken back: the releases alone decide again."
    attempt(request, done, corrections.undo_judgement, judgement, signed_in(request))
    contact = _named(name)
    if contact is None:
        return redirect(frames.home(request, None))
    return redirect(frames.address(request, "contact-names", contact.slug))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def withhold(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a contact out for good, after it was said what that does."""
    if not request.user.has_perm(MAY_WITHHOLD):
        raise PermissionDenied
    contact = _person(slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = "Only staff see it. Do not name the person."
    if request.method == "POST" and form.is_valid():
        try:
            corrections.suppress(contact, reason=form.cleaned_data["reason"], user=signed_in(request))
        except CorrectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The contact is withheld from now on.")
            return redirect(frames.address(request, "withheld"))
    alike = list(contacts_sharing(contact))
    context = {"contact": contact, "form": form, "number": contact.appearances.count(), "alike": alike}
    return frames.show(request, "review/withhold.html", context)


@require_safe
@staff_only
def withheld(request: HttpRequest) -> HttpResponse:
    """List the decisions by which contacts are withheld; whose, nobody can tell."""
    if not request.user.has_perm(MAY_WITHHOLD):
        raise PermissionDenied
    rows = Suppression.objects.order_by("-made_at", "-pk")
    return frames.show(request, "review/withheld.html", {"rows": rows})


@require_POST
@staff_only
def lift(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a withheld contact again."""
    if not request.user.has_perm(MAY_WITHHOLD):
        raise PermissionDenied
    suppression = get_object_or_404(Suppression, uid=uid)
    attempt(request, "The contact is shown again.", corrections.lift, suppression, signed_in(request))
    return redirect(frames.address(request, "withheld"))


# --- what the pages are made of ---------------------------------------------------------------


def _person(address: str) -> Contact:
    return get_object_or_404(Contact, slug=address, is_department=False)


def _named(name: str) -> Contact | None:
    return contact_at(slug(name)) if name else None


def _judgements(contact: Contact) -> list[ContactJudgement]:
    """Return what was ever judged about a contact's names, the newest first."""
    own = {fold_person(name) for name in names_of(contact)}
    rows = ContactJudgement.objects.order_by("-made_at", "-pk")
    return [row for row in rows if own & {fold_person(name) for group in row.groups for name in group}]


def _show_names(
    request: HttpRequest,
    contact: Contact,
    merging: ContactNameForm | None = None,
    splitting: NamesForm | None = None,
) -> HttpResponse:
    names = names_of(contact)
    merging = merging or ContactNameForm()
    others = Contact.objects.filter(is_department=False).exclude(pk=contact.pk)
    merging.offer("other", list(others.values_list("name", flat=True)[:_MOST_OFFERED]))
    return frames.show(
        request,
        "review/contact.html",
        {
            "contact": contact,
            "names": names,
            "merging": merging,
            "splitting": splitting or (NamesForm(names=names, auto_id="s-%s") if len(names) > 1 else None),
            "judgements": _judgements(contact),
            "may_withhold": request.user.has_perm(MAY_WITHHOLD),
        },
    )
