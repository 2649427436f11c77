"""Adding a source: bring files, then say what their columns mean (`mapping_views`)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.audit.service import note
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.setup import uploads
from wegmarke.desk.setup.handlers import IMPORT
from wegmarke.desk.setup.sampling import sample_of
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping
from wegmarke.sources.mapping import check_columns, mapping_to_toml
from wegmarke.text import error_sentence
from wegmarke.workspace.taking_in.inbox import INBOX


def mapping_address(place: str, name: str, source: str = "") -> str:
    """Return the address at which one says what the columns of a waiting file mean."""
    query = {"file": name, **({"source": source} if source else {})}
    return f"{reverse('setup:read', args=[place])}?{urlencode(query)}"


# The body of a form is read when its token is looked for. So the token is checked inside, once the way is laid on which
# files go straight into the workspace. https://docs.djangoproject.com/en/5.2/topics/http/file-uploads/
@csrf_exempt
@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_http_methods(["GET", "POST"])
def add_source(request: HttpRequest) -> HttpResponseBase:
    """Choose or drop files; with `source`, files of a source that is known."""
    if request.method != "POST":
        return _add_page(request)
    handler = uploads.ToWorkspace(request)
    request.upload_handlers = [handler]
    return _receive(request, handler)


def _add_page(request: HttpRequest) -> HttpResponse:
    known = request.GET.get("source", "")
    context = {
        "data": data_state(),
        "waiting": [(file, mapping_address(file.place, file.name)) for file in uploads.waiting_files()],
        "inbox": workspace().folder / INBOX,
        "limit": uploads.UPLOAD_LIMIT_BYTES,
        "source": known if known in workspace().sources else "",
        "inbox_place": INBOX,
    }
    return render(request, "setup/add_source.html", context)


@csrf_protect
def _receive(request: HttpRequest, handler: uploads.ToWorkspace) -> HttpResponseBase:
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        source = request.POST.get("source", "")  # reads the body, files and all
    except WegmarkeError as error:
        if not wants_json:
            raise
        return JsonResponse({"message": error_sentence(error, reader_language())}, status=422)
    if not handler.finished:
        messages.error(request, _("No file was chosen."))
        return redirect("setup:add_source")
    target = _next(request, handler, source)
    return JsonResponse({"next": target}) if wants_json else redirect(target)


def _next(request: HttpRequest, handler: uploads.ToWorkspace, source: str) -> str:
    """Import at once what fits a known source; else lead to the mapping of the first file."""
    if source in workspace().sources:
        fitting = [name for name in handler.finished if fits(handler.place, name, source)]
        if fitting == handler.finished:
            jobs = [start_import(request, handler.place, name, workspace().mapping(source)) for name in fitting]
            return reverse("jobs:job", args=[jobs[-1]])
    return mapping_address(handler.place, handler.finished[0], source)


def fits(place: str, name: str, source: str) -> bool:
    """Say whether a file has the columns that the mapping of the source names."""
    try:
        mapping = workspace().mapping(source)
        sample = sample_of(uploads.locate(place, name), mapping.read, source)
        check_columns(mapping, sample.columns, file=name)
    except WegmarkeError:
        return False
    return True


def start_import(request: HttpRequest, place: str, name: str, mapping: Mapping) -> int:
    """Queue the import of a waiting file and return the number of the job."""
    arguments: dict[str, object] = {
        "place": place,
        "file": name,
        "source": mapping.source,
        "mapping": mapping_to_toml(mapping),
    }
    note(request, Action.SOURCE_CHANGED, about=mapping.source)
    return start_job(IMPORT, arguments, user=asking_user(request)).pk


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_POST
def discard_upload(request: HttpRequest, place: str) -> HttpResponse:
    """Delete an uploaded file that is not to be imported."""
    name = request.POST.get("file", "")
    uploads.discard(place, name)
    messages.success(request, _("%(file)s was deleted.") % {"file": name})
    return redirect("setup:add_source")
