"""The pages for what went wrong: what happened, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import ErrorCode, WegmarkeError
from wegmarke.text import error_sentence

NOT_FOUND_CODES: frozenset[ErrorCode] = frozenset(
    {
        "touchpoint_unknown",
        "customer_unknown",
        "account_unknown",
        "source_unknown",
        "question_unknown",
        "filter_unknown_touchpoint",
    }
)

TITLES = {
    400: gettext_lazy("This request could not be understood"),
    403: gettext_lazy("Your role does not allow this"),
    404: gettext_lazy("There is nothing at this address"),
    422: gettext_lazy("This did not work"),
    500: gettext_lazy("Something went wrong here"),
}


def error_page(request: HttpRequest, status: int, message: str, next_step: str) -> HttpResponse:
    """Return the page (or, for htmx, the part of a page) that says what happened and what to do next."""
    context = {"status": status, "title": TITLES[status], "message": message, "next_step": next_step}
    return render(request, "shell/error.html", context, status=status)


def sentence_page(request: HttpRequest, error: WegmarkeError) -> HttpResponse:
    """Show an error of Wegmarke's own, worded in the reader's language."""
    status = 404 if error.code in NOT_FOUND_CODES else 422
    return error_page(request, status, error_sentence(error, reader_language()), "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400."""
    return error_page(
        request,
        400,
        _("The address or the form held something that cannot be read here."),
        _("Go back and try again; if a saved link leads here, open the page anew from the navigation."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return error_page(
        request,
        403,
        _("You are signed in, but this page is for other roles."),
        _("Ask an administrator of this workspace if you need it for your work."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was not sent from a page of this desk, or from one that is too old."""
    return error_page(
        request,
        403,
        _("The form was open too long, or cookies are blocked; so it is not certain that you sent it."),
        _("Open the page again and send the form once more. Nothing was changed."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return error_page(
        request,
        404,
        _("The page does not exist, or what it showed was removed."),
        _("Check the address, or start from the overview."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500. The page needs neither account nor database: either may be what failed."""
    context = {
        "status": 500,
        "title": TITLES[500],
        "message": _("Wegmarke met an error that it did not expect. Your data was not changed by showing this page."),
        "next_step": _("Try again. If it happens again, the window in which Wegmarke runs shows what failed."),
    }
    return render(request, "shell/server_error.html", context, status=500)
