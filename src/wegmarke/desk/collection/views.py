"""Settings → Collection: who may send events, and how they arrive."""

from __future__ import annotations

from typing import cast, get_args

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.collection.standing import standing
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.write_keys import KeyKind
from wegmarke.text import error_sentence


@never_cache
@needs("see_sources")
@require_GET
def collection(request: HttpRequest) -> HttpResponse:
    """How collection stands, who may send, and what to paste into a page or a program."""
    return _page(request)


@never_cache
@needs("manage_sources", notes=Action.KEY_MADE)
@require_POST
def add_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show it, this once."""
    source, kind = request.POST.get("source", "").strip(), request.POST.get("kind", "")
    if kind not in get_args(KeyKind):
        raise Http404
    try:
        key, secret = workspace().add_write_key(source, request.POST.get("name", "")[:80], cast("KeyKind", kind))
    except WegmarkeError as error:
        return _page(request, error=error_sentence(error, reader_language()), asked=source, status=422)
    note(request, Action.KEY_MADE, about=f"{source} {key.number}")
    return _page(request, secret=secret, new=key.number)


@needs("manage_sources", notes=Action.KEY_REMOVED)
@require_POST
def revoke_key(request: HttpRequest, number: int) -> HttpResponse:
    """Refuse a key from now on."""
    try:
        workspace().revoke_write_key(number)
    except WegmarkeError as error:
        if error.code != "key_unknown":
            raise
        raise Http404 from error
    note(request, Action.KEY_REMOVED, about=str(number))
    messages.success(request, _("The key was revoked. What is sent with it is refused from now on."))
    return redirect("collection:collection")


@never_cache
@needs("manage_sources", notes=Action.SETTINGS_CHANGED)
@require_POST
def limit_key(request: HttpRequest, number: int) -> HttpResponse:
    """Let a key send so many events a second; an empty field: as many as come."""
    text = request.POST.get("limit", "").strip()
    limit = int(text) if text.isdecimal() and len(text) < 10 else None
    try:
        if text and limit is None:
            raise WegmarkeError("workspace_setting", setting="limit", value=text[:80])
        workspace().limit_write_key(number, limit)
    except WegmarkeError as error:
        if error.code == "key_unknown":
            raise Http404 from error
        return _page(request, error=error_sentence(error, reader_language()), status=422)
    note(request, Action.SETTINGS_CHANGED, about=f"key {number}: {text or '–'}")
    messages.success(request, _("The limit was saved. It holds within a second."))
    return redirect("collection:collection")


def _page(
    request: HttpRequest, *, secret: str = "", new: int = 0, error: str = "", asked: str = "", status: int = 200
) -> HttpResponse:
    keys = workspace().write_keys
    found = next((key for key in keys if key.number == new), None)
    shown = standing(workspace())
    context = {
        "standing": shown,
        "keys": [
            (key, shown.limited.get(key.number, 0))
            for key in sorted(keys, key=lambda key: (key.revoked_at is not None, -key.number))
        ],
        "sources": workspace().sources,
        "secret": secret,
        "new_key": found,
        "error": error,
        "asked": asked,
        "shown_key": secret or "WRITE_KEY",
        "shown_host": shown.address.removeprefix("http://") or "127.0.0.1:8787",
        "shown_address": shown.address or "http://127.0.0.1:8787",
    }
    return render(request, "collection/collection.html", context, status=status)
