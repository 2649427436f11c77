"""What the interface answers when it does not answer: one body for every refusal, a code and a sentence."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from wegmarke.desk.api.schemas import ErrorOut
from wegmarke.desk.shell.errors import NOT_FOUND_CODES
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.text import error_sentence

REFUSALS = {401: ErrorOut, 403: ErrorOut, 422: ErrorOut}
"""What every operation may answer instead, besides its own."""
REFUSALS_WITH_404 = {**REFUSALS, 404: ErrorOut}

CODES = {401: "unauthorized", 403: "forbidden", 404: "not_found", 422: "invalid", 429: "too_many_requests"}


def refusal(api: NinjaAPI, request: HttpRequest, status: int, message: str, code: str = "") -> HttpResponse:
    """The answer: `code` for programs, `message` for people."""
    body = ErrorOut(code=code or CODES.get(status, HTTPStatus(status).phrase.lower()), message=message)
    return api.create_response(request, body.dict(), status=status)


def word_refusals(api: NinjaAPI) -> None:
    """Let the interface answer every refusal in that form."""

    @api.exception_handler(WegmarkeError)
    def ours(request: HttpRequest, exception: WegmarkeError) -> HttpResponse:
        status = 404 if exception.code in NOT_FOUND_CODES else 422
        return refusal(api, request, status, error_sentence(exception, reader_language()), exception.code)

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, exception: HttpError) -> HttpResponse:
        said = {
            401: _("A valid token, or a signed-in browser, is needed."),
            403: _("Your role does not allow this."),
        }
        # What is no JSON at all is as wrong as JSON that does not fit.
        status = 422 if exception.status_code == HTTPStatus.BAD_REQUEST else exception.status_code
        return refusal(api, request, status, said.get(exception.status_code, str(exception)))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, exception: Http404) -> HttpResponse:
        return refusal(api, request, 404, _("There is nothing at this address"))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, exception: ValidationError) -> HttpResponse:
        faults = (f"{'.'.join(map(str, error['loc'][1:]))}: {error['msg']}" for error in exception.errors)
        return refusal(api, request, 422, "; ".join(faults))
