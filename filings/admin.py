"""The keeper's view of every row, and the words that are taught to the extractors.

Extracted rows are read, never edited: filings.ingest alone writes them, and corrections are laid over them. The
forms for correcting are those of filings.review, in the administration's surroundings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from filings import models
from filings.domain import FactKind
from filings.overlay.values import What
from filings.proof import anchor
from filings.review.access import may_correct
from filings.review.marks import key_of
from filings.review.urls import correcting

if TYPE_CHECKING:  # Django's own classes take no type parameters when they run
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline

admin.site.site_header = "Phaseline"
admin.site.site_title = "Phaseline"
admin.site.index_title = "What the archive holds"
admin.site.site_url = "/"


class ReadOnly:
    """No adding, changing or deleting. What was extracted is written anew by reading its filing again."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class ReadOnlyAdmin(ReadOnly, ModelAdmin):
    """A list and a page for each row."""

    list_per_page = 50
    show_full_result_count = False
    defers: ClassVar[tuple[str, ...]] = ()  # long texts that a list does not show

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave long texts in the database while a list is shown."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        return rows.defer(*self.defers) if is_list else rows


class ReadOnlyInline(ReadOnly, TabularInline):
    """Rows that belong to a row, beneath it."""

    extra = 0
    can_delete = False
    show_change_link = True


class CorrectableAdmin(ReadOnlyAdmin):
    """A row from whose page its forms for correcting are reached."""

    change_form_template = "admin/filings/correctable.html"

    def tools(self, row: Any) -> list[tuple[str, str]]:
        """Return what can be done to a row: what it is called, and the address of the form."""
        raise NotImplementedError

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Offer the forms to whoever may correct."""
        row = self.get_object(request, object_id)
        tools = self.tools(row) if row is not None and may_correct(request.user) else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "tools": tools})


def form_address(release: models.Release, what: What, fact: object) -> str:
    """Return the address of the form, in the administration, by which a fact is corrected or rejected."""
    address = reverse("admin:correct", args=[release.filing.key, release.number])
    return f"{address}?{urlencode({'what': what.value, 'fact': key_of(what, fact)})}"


@admin.display(description="on the site")
def on_site(row: Model) -> SafeString:
    """Link to the page that readers see."""
    return format_html('<a href="{}">open</a>', row.get_absolute_url())  # type: ignore[attr-defined]


@admin.display(description="in the release")
def in_release(row: Any) -> SafeString:
    """Link to the words that prove a row."""
    place = f"{row.release.get_absolute_url()}#{anchor(row.start, row.end)}"
    return format_html('<a href="{}">show</a>', place)


class OriginalInline(ReadOnlyInline):
    model = models.Original
    fields = ("name", "size", "is_current", "extractor_version", "added_at")
    readonly_fields = ("added_at",)


class DocumentInline(ReadOnlyInline):
    model = models.Document
    fields = ("sequence", "type", "category", "media", "filename")


class ProblemInline(ReadOnlyInline):
    model = models.FilingProblem
    fields = ("code", "detail", "release")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the releases along, without their texts."""
        rows = super().get_queryset(request).select_related("release")
        return rows.defer("release__text", "release__body_html")


class AliasInline(ReadOnlyInline):
    model = models.ProductAlias
    fields = ("name", "folded")


class ClaimInline(ReadOnlyInline):
    model = models.PhaseClaim
    fields = ("product", "phase", "status", "indication", "evidence", "rule")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the names along."""
        return super().get_queryset(request).select_related("product", "indication")


class AppearanceInline(ReadOnlyInline):
    model = models.ContactAppearance
    fields = ("role", "title", "organisation", "phones", "emails", "rule")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the names along."""
        return super().get_queryset(request).select_related("contact")


class FileInline(ReadOnlyInline):
    model = models.IngestFile
    fields = ("source", "outcome", "filing", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the filings along."""
        return super().get_queryset(request).select_related("filing")


@admin.register(models.Registrant)
class RegistrantAdmin(ReadOnlyAdmin):
    list_display = ("name", "cik", on_site)
    search_fields = ("name", "folded", "=cik")


@admin.register(models.RegistrantName)
class RegistrantNameAdmin(ReadOnlyAdmin):
    list_display = ("name", "registrant", "folded")
    list_select_related = ("registrant",)
    search_fields = ("name", "folded", "registrant__name")


@admin.register(models.Filing)
class FilingAdmin(ReadOnlyAdmin):
    list_display = ("key", "form_type", "registrant", "filed_on", "signed_on", "format", on_site)
    list_filter = ("form_type", "format")
    list_select_related = ("registrant",)
    search_fields = ("key", "registrant__name", "signatory_name")
    date_hierarchy = "filed_on"
    inlines = (ProblemInline, DocumentInline, OriginalInline)


@admin.register(models.FilingRedirect)
class FilingRedirectAdmin(ReadOnlyAdmin):
    list_display = ("key", "filing")
    list_select_related = ("filing",)
    search_fields = ("key", "filing__key")


@admin.register(models.Original)
class OriginalAdmin(ReadOnlyAdmin):
    list_display = ("name", "filing", "size", "is_current", "extractor_version", "added_at")
    list_filter = ("is_current", "extractor_version")
    list_select_related = ("filing",)
    search_fields = ("name", "sha256", "filing__key")


@admin.register(models.Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("filing", "sequence", "type", "category", "media", "filename")
    list_filter = ("category", "media")
    list_select_related = ("filing",)
    search_fields = ("filing__key", "filename", "description", "type")
    defers = ("text",)


@admin.register(models.DocumentPart)
class DocumentPartAdmin(ReadOnlyAdmin):
    list_display = ("document", "kind", "start", "end")
    list_filter = ("kind",)
    list_select_related = ("document",)
    search_fields = ("document__filing__key",)
    defers = ("document__text",)


@admin.register(models.Product)
class ProductAdmin(CorrectableAdmin):
    list_display = ("name", "slug", on_site)
    search_fields = ("name", "aliases__name")
    inlines = (AliasInline,)

    def tools(self, row: models.Product) -> list[tuple[str, str]]:
        """Merge it with another, or part its names."""
        return [("Merge or split", reverse("admin:product-names", args=[row.slug]))]


@admin.register(models.ProductAlias)
class ProductAliasAdmin(ReadOnlyAdmin):
    list_display = ("name", "product", "folded")
    list_select_related = ("product",)
    search_fields = ("name", "folded", "product__name")


@admin.register(models.Indication)
class IndicationAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)


@admin.register(models.Release)
class ReleaseAdmin(CorrectableAdmin):
    list_display = ("headline", "date", "date_suspect", "registrant", "exhibit", on_site)
    list_filter = ("date_suspect",)
    list_select_related = ("filing__registrant",)
    search_fields = ("headline", "filing__key", "filing__registrant__name")
    date_hierarchy = "date"
    inlines = (ClaimInline, AppearanceInline)
    exclude = ("products", "indications")
    defers = ("text", "body_html")

    @admin.display(ordering="filing__registrant__name")
    def registrant(self, release: models.Release) -> str:
        """The company whose filing it came with."""
        return release.filing.registrant.name

    def tools(self, row: models.Release) -> list[tuple[str, str]]:
        """Every fact of it, to be corrected; and what was missed."""
        where = [row.filing.key, row.number]
        return [
            ("Facts and corrections", reverse("admin:corrections", args=where)),
            ("Add a fact", reverse("admin:add-fact", args=where)),
        ]

    def get_urls(self) -> list[URLPattern]:
        """Have all pages for correcting in the administration too."""
        return [*correcting("correcting/", self.admin_site.admin_view), *super().get_urls()]


class OfReleaseAdmin(ReadOnlyAdmin):
    """Rows read from a release."""

    defers: ClassVar[tuple[str, ...]] = ("release__text", "release__body_html")
    list_select_related: ClassVar[tuple[str, ...]] = ("release__filing",)


class FactAdmin(CorrectableAdmin, OfReleaseAdmin):
    """A fact of a release."""

    what: ClassVar[What | None] = None

    def tools(self, row: Any) -> list[tuple[str, str]]:
        """Correct or reject it."""
        what = self.what_of(row)
        return [("Correct or reject", form_address(row.release, what, self.shown(row)))] if what else []

    def what_of(self, row: Any) -> What | None:
        """Return the kind of fact that a row is; None of what is no fact by itself."""
        return self.what

    def shown(self, row: Any) -> object:
        """Return the fact as pages show it."""
        return row


@admin.register(models.ReleaseSection)
class ReleaseSectionAdmin(OfReleaseAdmin):
    list_display = ("release", "kind", "start", "end")
    list_filter = ("kind",)
    search_fields = ("release__filing__key",)
    defers = ("release__text", "release__body_html", "html")


@admin.register(models.ReleaseFact)
class ReleaseFactAdmin(FactAdmin):
    list_display = ("kind", "value", "release", in_release, "rule")
    list_filter = ("kind", "rule")
    search_fields = ("value", "release__filing__key")

    def what_of(self, row: models.ReleaseFact) -> What | None:
        """Return the kind of fact; what is printed as the date is corrected as the date."""
        return What.DATE if row.kind == FactKind.PRINTED_DATE else What(row.kind)

    def shown(self, row: models.ReleaseFact) -> object:
        """Return the value alone."""
        return row.release if row.kind == FactKind.PRINTED_DATE else row.value


@admin.register(models.ReleaseProduct)
class ReleaseProductAdmin(FactAdmin):
    what = What.CANDIDATE
    list_display = ("product", "printed_name", "release", "rule")
    list_filter = ("rule",)
    list_select_related = ("release__filing", "product")
    search_fields = ("printed_name", "product__name", "release__filing__key")


@admin.register(models.PhaseClaim)
class PhaseClaimAdmin(FactAdmin):
    what = What.PHASE_CLAIM
    list_display = ("product", "phase", "status", "indication", "evidence", in_release, "rule")
    list_filter = ("phase", "status", "rule")
    list_select_related = ("release__filing", "product", "indication")
    search_fields = ("product__name", "evidence", "release__filing__key")


@admin.register(models.Contact)
class ContactAdmin(CorrectableAdmin):
    list_display = ("name", "is_department", on_site)
    list_filter = ("is_department",)
    search_fields = ("name", "appearances__organisation")
    inlines = (AppearanceInline,)

    def tools(self, row: models.Contact) -> list[tuple[str, str]]:
        """Merge a person with another, part their names, withhold them."""
        if row.is_department:
            return []
        return [("Merge, split or withhold", reverse("admin:contact-names", args=[row.slug]))]


@admin.register(models.ContactAppearance)
class ContactAppearanceAdmin(FactAdmin):
    what = What.CONTACT
    list_display = ("contact", "role", "title", "organisation", in_release, "rule")
    list_select_related = ("release__filing", "contact")
    search_fields = ("contact__name", "organisation", "release__filing__key")


@admin.register(models.Quote)
class QuoteAdmin(FactAdmin):
    what = What.QUOTE
    list_display = ("speaker", "title", "text", in_release, "rule")
    search_fields = ("speaker", "text", "release__filing__key")


@admin.register(models.FilingProblem)
class FilingProblemAdmin(OfReleaseAdmin):
    list_display = ("code", "detail", "filing", "release")
    list_filter = ("code",)
    list_select_related = ("release__filing", "filing")
    search_fields = ("detail", "filing__key")


@admin.register(models.IngestRun)
class IngestRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "finished_at", "paths")
    inlines = (FileInline,)


@admin.register(models.IngestFile)
class IngestFileAdmin(ReadOnlyAdmin):
    list_display = ("source", "outcome", "run", "filing", "reason")
    list_filter = ("outcome",)
    list_select_related = ("run", "filing")
    search_fields = ("source", "reason", "sha256")


# --- what people decide -----------------------------------------------------------------------


class VocabularyEntryForm(forms.ModelForm):
    """An entry, checked: an alias or a synonym says of what, and the other kinds say nothing more."""

    class Meta:
        model = models.VocabularyEntry
        fields = ("kind", "text", "target", "note", "active")

    def clean_text(self) -> str:
        """Refuse words that no text could hold."""
        text = " ".join(self.cleaned_data["text"].split())
        if not any(character.isalnum() for character in text):
            raise forms.ValidationError("It has neither letters nor digits.")
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for the target where one is needed, and only there."""
        values = super().clean() or self.cleaned_data
        kind, target = values.get("kind"), " ".join((values.get("target") or "").split())
        needs = kind in (models.VocabularyEntry.Kind.ALIAS, models.VocabularyEntry.Kind.SYNONYM)
        if needs and not any(character.isalnum() for character in target):
            self.add_error("target", "Say of what it is another name.")
        elif kind and not needs and target:
            self.add_error("target", "Only an alias or a synonym has a target.")
        return {**values, "target": target}


@admin.register(models.VocabularyEntry)
class VocabularyEntryAdmin(ModelAdmin):
    """What the extractors are taught; it takes effect when filings are read the next time."""

    list_display = ("text", "kind", "target", "active", "changed_at")
    list_filter = ("kind", "active")
    list_editable = ("active",)
    search_fields = ("text", "target", "note")
    readonly_fields = ("changed_at",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Say in the form what is wrong with an entry."""
        return super().get_form(request, obj, change, **{"form": VocabularyEntryForm, **kwargs})


@admin.register(models.Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """Every correction ever made. They are made and undone among the facts of their release."""

    list_display = (
        "what",
        "action",
        "printed_as",
        "reads_now",
        "state",
        "made_by_name",
        "made_at",
        "release_page",
    )
    list_filter = ("state", "what", "action")
    list_select_related = ("release__filing",)
    search_fields = ("filing_key", "reason", "made_by_name", "words")
    date_hierarchy = "made_at"
    defers = ("release__text", "release__body_html")

    @admin.display(description="on the site")
    def release_page(self, correction: models.Correction) -> SafeString | str:
        """The page where it is seen and undone."""
        return on_site(correction.release) if correction.release else "waits for its release"


@admin.register(models.ProductJudgement)
class ProductJudgementAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "reason", "made_by_name", "made_at", "undone_at")
    search_fields = ("groups", "reason", "made_by_name")
    date_hierarchy = "made_at"


@admin.register(models.ContactJudgement)
class ContactJudgementAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "reason", "made_by_name", "made_at", "undone_at")
    search_fields = ("groups", "reason", "made_by_name")
    date_hierarchy = "made_at"


@admin.register(models.Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    """Who asked to be left out is not kept: only why, by whom and when."""

    list_display = ("__str__", "reason", "made_by_name", "made_at", "undone_at")
    search_fields = ("reason", "made_by_name")
    date_hierarchy = "made_at"


@admin.register(models.Review)
class ReviewAdmin(ReadOnlyAdmin):
    """What was said of doubtful things, on the pages where they are reviewed."""

    list_display = ("title", "kind", "verdict", "made_by_name", "made_at")
    list_filter = ("kind", "verdict")
    search_fields = ("title", "reason", "made_by_name")
    date_hierarchy = "made_at"


# --- accounts ---------------------------------------------------------------------------------

admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Who may sign in. Lists are plain ones and times are told, not asked for: so every field has a name."""

    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")


@admin.register(Group)
class PlainGroupAdmin(GroupAdmin):
    """What groups may do, chosen in a plain list."""

    filter_horizontal = ()
