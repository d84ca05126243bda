"""Addresses: nouns and EDGAR's own identifiers, no primary keys."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.urls import include, path

from config import styleguide
from search.api import reference
from search.api.routes import api

account = [
    path("sign-in/", accounts.LoginView.as_view(template_name="account/sign_in.html"), name="sign-in"),
    path("sign-out/", accounts.LogoutView.as_view(), name="sign-out"),
    path(
        "password/",
        accounts.PasswordResetView.as_view(
            template_name="account/reset.html",
            email_template_name="account/reset_email.txt",
            subject_template_name="account/reset_subject.txt",
        ),
        name="password_reset",
    ),
    path(
        "password/sent/",
        accounts.PasswordResetDoneView.as_view(template_name="account/reset_sent.html"),
        name="password_reset_done",
    ),
    path(
        "password/<uidb64>/<token>/",
        accounts.PasswordResetConfirmView.as_view(template_name="account/reset_confirm.html"),
        name="password_reset_confirm",
    ),
    path(
        "password/done/",
        accounts.PasswordResetCompleteView.as_view(template_name="account/reset_done.html"),
        name="password_reset_complete",
    ),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("account/", include(account)),
    path("saved/", include("search.saved.urls")),
    path("styleguide/", styleguide.show, name="styleguide"),
    path("api/", reference.show, name="api"),
    path("api/v1/", api.urls),
    path("", include("search.urls")),
    path("", include("filings.urls")),
]
