"""The guided mapping: say what the columns of a file mean, see what its first rows will mean, import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wegmarke.desk.accounts.policy import needs
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.jobs.services import asking_user, start_job
from wegmarke.desk.setup import uploads
from wegmarke.desk.setup.attributes import known_attributes
from wegmarke.desk.setup.drafts import changed, draft_of, posted_mapping, problems
from wegmarke.desk.setup.editor import Editor, Sample, editor
from wegmarke.desk.setup.handlers import READ_AGAIN
from wegmarke.desk.setup.meaning import MeaningView, meaning_of
from wegmarke.desk.setup.sampling import sample_of
from wegmarke.desk.setup.services import workspace
from wegmarke.desk.setup.upload_views import fits, start_import
from wegmarke.desk.shell.language import reader_language
from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Mapping, ReadOptions
from wegmarke.sources.guess import source_name
from wegmarke.sources.interactions import used_columns
from wegmarke.sources.mapping import mapping_from_toml, mapping_to_toml
from wegmarke.sources.reading import find_format
from wegmarke.text import error_sentence

MAX_TOML_BYTES = 1 << 20
NO_SAMPLE = Sample((), {}, None, ())


@needs("manage_sources", notes=Action.SOURCE_CHANGED)
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, place: str) -> HttpResponseBase:
    """Map a waiting file, and import it."""
    name = request.POST.get("file") or request.GET.get("file", "")
    path = uploads.locate(place, name)
    if request.method == "GET":
        source = request.GET.get("source", "")
        known = source if source in workspace().sources else _same_source(path, place, name)
        try:
            return _page(request, path, *_beginning(path, known), place=place, known=known)
        except WegmarkeError as trouble:
            return _unreadable(request, place, name, trouble)
    draft, sample, error = _posted(request, path)
    done = request.POST.get("do", "")
    if done == "download":
        return _download(draft)
    if done == "import" and not problems(draft) and error is None:
        meaning = meaning_of(path, draft, _zone(), workspace().teams)
        if meaning.error is None:
            return _start(request, place, name, draft)
    return _page(request, path, draft, sample, error, place=place)


@needs("manage_sources", notes=Action.MAPPING_CHANGED)
@require_http_methods(["GET", "POST"])
def change_mapping(request: HttpRequest, source: str) -> HttpResponseBase:
    """Change what the columns of a known source mean; its last file shows what follows."""
    kept = uploads.kept_files(source)
    path = kept[0] if kept else None
    if request.method == "GET":
        draft = workspace().mapping(source)
        sample, error = _sample_or_error(path, draft)
        return _page(request, path, draft, sample, error, known=source)
    draft, sample, error = _posted(request, path)
    draft = replace(draft, source=source)
    done = request.POST.get("do", "")
    if done == "download":
        return _download(draft)
    if done in {"save", "save-and-read"} and not problems(draft):
        try:
            workspace().save_mapping(draft)
        except WegmarkeError as trouble:
            return _page(request, path, draft, sample, trouble, known=source)
        if done == "save-and-read":
            user = asking_user(request)
            return redirect("jobs:job", start_job(READ_AGAIN, {"source": source}, user=user).pk)
        messages.success(request, _("The mapping was saved. It holds for the files that come from now on."))
        return redirect("setup:sources")
    return _page(request, path, draft, sample, error, known=source)


def _zone() -> str:
    return workspace().settings.journeys.time_zone


def _same_source(path: Path, place: str, name: str) -> str:
    """Name the known source whose name the file carries and whose columns it has."""
    wanted = source_name(path)
    return wanted if wanted in workspace().sources and fits(place, name, wanted) else ""


def _beginning(path: Path, known: str) -> tuple[Mapping, Sample, None]:
    """Begin with the mapping of the source the file belongs to, else with the guess."""
    if known:
        draft = workspace().mapping(known)
        return draft, sample_of(path, draft.read, known), None
    wanted, number = source_name(path), 1
    source = wanted
    while source in workspace().sources or source in {"done", "failed"}:
        number += 1
        source = f"{wanted}_{number}"
    sample = sample_of(path, ReadOptions(), source)
    kind = find_format(path)
    draft = (
        Mapping(source, "", (), format=kind)
        if sample.guess is None
        else draft_of(sample.guess, source, kind, ReadOptions())
    )
    return draft, sample, None


def _sample_or_error(path: Path | None, draft: Mapping) -> tuple[Sample, WegmarkeError | None]:
    if path is None:
        names = used_columns(draft) | set(draft.drop) | {one.column for one in draft.staff}
        return replace(NO_SAMPLE, columns=tuple(sorted(names - {""}))), None
    try:
        return sample_of(path, draft.read, draft.source), None
    except WegmarkeError as error:
        return NO_SAMPLE, error


def _posted(request: HttpRequest, path: Path | None) -> tuple[Mapping, Sample, WegmarkeError | None]:
    """Read the draft from the form, changed by the button that was pressed, and the file as the draft reads it."""
    kind = find_format(path) if path else None
    form = request.POST
    draft = posted_mapping(form, kind or form.get("format") or None)  # type: ignore[arg-type]
    done = form.get("do", "")
    toml = request.FILES.get("toml")
    if done == "upload" and toml is not None and not isinstance(toml, list):
        try:
            if (toml.size or 0) > MAX_TOML_BYTES:
                raise WegmarkeError("file_too_large", file=toml.name, size=toml.size, limit=MAX_TOML_BYTES)
            given = mapping_from_toml(toml.read().decode("utf-8-sig", "replace"), toml.name)
            draft = replace(given, source=draft.source or given.source)
        except WegmarkeError as trouble:
            return draft, _sample_or_error(path, draft)[0], trouble
    draft = changed(draft, done)
    sample, error = _sample_or_error(path, draft)
    return draft, sample, error


def _start(request: HttpRequest, place: str, name: str, draft: Mapping) -> HttpResponse:
    """Import the file, and those of the same upload that were ticked."""
    chosen = [name, *(other for other in request.POST.getlist("also") if other in set(uploads.batches_of(place, name)))]
    numbers = [start_import(request, place, one, draft) for one in chosen]
    return redirect("jobs:job", numbers[-1] if len(numbers) == 1 else numbers[0])


def _page(
    request: HttpRequest,
    path: Path | None,
    draft: Mapping,
    sample: Sample,
    error: WegmarkeError | None = None,
    *,
    place: str = "",
    known: str = "",
) -> HttpResponse:
    meaning = MeaningView(error=error) if error else meaning_of(path, draft, _zone(), workspace().teams)
    laid_out: Editor = editor(draft, sample, meaning, known_attributes(draft, known))
    context = {
        "editor": laid_out,
        "place": place,
        "file": path.name if path else "",
        "size": path.stat().st_size if path else 0,
        "known": known,
        "also": _also(place, path.name, sample, draft) if place and path else [],
        "workspace_zone": _zone(),
        "meaning_error": error_sentence(meaning.error, reader_language()) if meaning.error else "",
    }
    only_part = request.htmx  # type: ignore[attr-defined]
    return render(request, "setup/editor.html" if only_part else "setup/mapping.html", context)


def _also(place: str, name: str, sample: Sample, draft: Mapping) -> list[tuple[str, bool]]:
    """Name the other files of the upload, and whether they have the same columns."""
    found = []
    for other in uploads.batches_of(place, name):
        try:
            same = sample_of(uploads.locate(place, other), draft.read, draft.source).columns == sample.columns
        except WegmarkeError:
            same = False
        found.append((other, same))
    return found


def _unreadable(request: HttpRequest, place: str, name: str, error: WegmarkeError) -> HttpResponse:
    context = {"place": place, "file": name, "message": error_sentence(error, reader_language()), "code": error.code}
    return render(request, "setup/unreadable.html", context, status=422)


def _download(draft: Mapping) -> HttpResponse:
    response = HttpResponse(mapping_to_toml(draft), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{draft.source or "mapping"}.toml"'
    return response
