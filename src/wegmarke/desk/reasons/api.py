"""Coding free texts over HTTP: the same texts in the same order as on the page, each without what others said of it."""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS, REFUSALS_WITH_404
from wegmarke.desk.audit.actions import Action
from wegmarke.desk.findings.asking import scope_of
from wegmarke.desk.reasons import deciding
from wegmarke.desk.setup.services import workspace
from wegmarke.model.coding_schemes import COMING, LEAVING, SCHEMES
from wegmarke.questions.texts_to_code import FreeText

router = Router()
A_PAGE, MOST_A_PAGE = 50, 1_000


SchemeIn = Literal["leaving", "coming"]


class TextsIn(Schema):
    """Which texts."""

    where: str = Field("", max_length=2_000, description="A filter: only of customers who left or came in these.")
    scheme: SchemeIn = Field("leaving", description="Of reasons for leaving, or for coming.")
    offset: int = Field(0, ge=0, le=2**31, description="How many texts to skip.")
    limit: int = Field(A_PAGE, ge=1, le=MOST_A_PAGE, description="How many texts at most.")


class RowOut(Schema):
    """A row of a source in which a text stands that is no stated reason, and whose it is."""

    source: str
    file: int
    row: int
    customer: int


class TextOut(Schema):
    """A text. `key` names it. `customers`: permanent numbers of who is noted with it. `codes`: yours, empty without.
    `counting`: those that count; empty while one person alone has coded it. `rows`: where it stands; empty for a stated
    reason.
    """

    key: str
    text: str
    customers: list[int]
    codes: list[str]
    counting: list[str]
    rows: list[RowOut]


class SourcesOut(Schema):
    """`chosen`: sources whose texts, beside stated reasons, are coded to a scheme, of those that hold texts."""

    scheme: SchemeIn
    chosen: list[str]
    holding: list[str]


class SourcesIn(Schema):
    """The sources whose texts, beside stated reasons, are coded to a scheme; none: stated reasons alone."""

    sources: list[str] = Field(max_length=1_000)
    scheme: SchemeIn = "leaving"


class TextsOut(Schema):
    """A page of texts, of `total`; `coded`: how many of all are coded by you."""

    total: int
    coded: int
    texts: list[TextOut]


class CodesIn(Schema):
    """The codes that you give to a text, of the scheme; none takes back what you said of it."""

    codes: list[str] = Field(max_length=max(len(LEAVING.given), len(COMING.given)))
    scheme: SchemeIn = "leaving"


@router.get("/texts", response={200: TextsOut, **REFUSALS}, tags=["reasons"], summary="Free texts to code")
@permits("read_texts", notes=Action.CUSTOMERS_LISTED)
def texts(request: HttpRequest, asked: Query[TextsIn]) -> TextsOut:
    """Return the texts in the order in which everybody gets them."""
    found = deciding.texts_of(scope_of(asked.where), SCHEMES[asked.scheme])
    codings, account = workspace().codings[asked.scheme], str(request.user.pk)
    said = {one.key: deciding.mine(codings, one.key, account) for one in found}
    page = found[asked.offset : asked.offset + asked.limit]
    deciding.note_read(request, page, "json")
    return TextsOut(
        total=len(found),
        coded=sum(one is not None for one in said.values()),
        texts=[_out(one, mine.codes if (mine := said[one.key]) else (), codings.codes(one.key)) for one in page],
    )


@router.put("/texts/{key}", response={200: TextOut, **REFUSALS_WITH_404}, tags=["reasons"], summary="Code a text")
@permits("read_texts", notes=Action.REASON_CODED)
def code_text(request: HttpRequest, key: str, given: CodesIn) -> TextOut:
    """Keep which codes you give to a text."""
    scheme = SCHEMES[given.scheme]
    found = deciding.text_named(deciding.texts_of(scope_of(""), scheme), key)
    if found is None:
        raise Http404
    codes = deciding.named_codes(given.codes, scheme) if given.codes else ()
    deciding.say(request, scheme, found, codes, aided=False, settles=False)
    return _out(found, codes, workspace().codings[given.scheme].codes(key))


@router.get("/sources", response={200: SourcesOut, **REFUSALS}, tags=["reasons"], summary="Whose texts are coded")
@permits("see_sources")
def text_sources(request: HttpRequest, scheme: SchemeIn = "leaving") -> SourcesOut:
    """Return the sources chosen for a scheme."""
    del request
    return _sources(scheme)


@router.put(
    "/sources",
    response={200: SourcesOut, **REFUSALS_WITH_404},
    tags=["reasons"],
    summary="Choose whose texts are coded",
)
@permits("change_settings", notes=Action.SETTINGS_CHANGED)
def choose_text_sources(request: HttpRequest, given: SourcesIn) -> SourcesOut:
    """Choose the sources for a scheme."""
    deciding.choose(request, SCHEMES[given.scheme], given.sources)
    return _sources(given.scheme)


def _sources(scheme: SchemeIn) -> SourcesOut:
    opened = workspace()
    return SourcesOut(scheme=scheme, chosen=list(opened.text_sources[scheme]), holding=list(opened.sources_with_texts))


def _out(one: FreeText, codes: tuple[str, ...], counting: tuple[str, ...]) -> TextOut:
    rows = [RowOut(source=row.source, file=row.file, row=row.row, customer=row.customer) for row in one.noted]
    return TextOut(
        key=one.key,
        text=one.text,
        customers=list(one.customers),
        codes=list(codes),
        counting=list(counting),
        rows=rows,
    )
