"""The operations of the HTTP interface."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI

from wegmarke.desk.accounts.models import User
from wegmarke.desk.accounts.policy import PERMISSIONS, Role
from wegmarke.desk.api.asking import router as asking
from wegmarke.desk.api.authentication import BrowserAuth, TokenAuth, readable_with_token
from wegmarke.desk.api.findings import router as findings
from wegmarke.desk.api.permits import permits
from wegmarke.desk.api.refusals import REFUSALS, REFUSALS_WITH_404, word_refusals
from wegmarke.desk.api.schemas import AccountOut, JobOut, StatusOut
from wegmarke.desk.customers.account_api import router as accounts
from wegmarke.desk.customers.api import router as customers
from wegmarke.desk.customers.suppression_api import router as suppression
from wegmarke.desk.jobs.models import Job
from wegmarke.desk.jobs.services import view_of
from wegmarke.desk.jobs.worker import WORKER
from wegmarke.desk.levers.api import router as scenarios
from wegmarke.desk.reasons.api import router as reasons
from wegmarke.desk.reports.api import router as reports
from wegmarke.desk.setup.services import data_state, workspace
from wegmarke.desk.shell.language import reader_language

api = NinjaAPI(
    title="Wegmarke",
    version="1",
    description="The findings of one workspace, for programs. Every operation needs a token or a session.",
    auth=[TokenAuth(), BrowserAuth()],
    docs_url=None,
    docs_decorator=readable_with_token,
    urls_namespace="api-v1",
)


word_refusals(api)


@api.get(
    "/status", response={200: StatusOut, **REFUSALS}, tags=["workspace"], summary="Version and state of the workspace"
)
@permits("use_account")
def status(request: HttpRequest) -> StatusOut:
    """Say which version answers, and whether the workspace holds data that can be asked."""
    data = data_state()
    return StatusOut(
        version=version("wegmarke"),
        workspace=workspace().settings.name,
        has_record=data.has_record,
        has_index=data.has_index,
        is_stale=data.is_stale,
    )


@api.get("/account", response={200: AccountOut, **REFUSALS}, tags=["account"], summary="On whose behalf one asks")
@permits("use_account")
def account(request: HttpRequest) -> AccountOut:
    """Return the account that the token or the session belongs to."""
    user = get_object_or_404(User, pk=request.user.pk)
    return AccountOut(name=str(user), role=user.role, permissions=sorted(PERMISSIONS[Role(user.role)]))


@api.get(
    "/jobs", response={200: list[JobOut], **REFUSALS}, tags=["jobs"], summary="Imports and builds, the latest first"
)
@permits("manage_sources")
def jobs(request: HttpRequest) -> list[JobOut]:
    """Return the last hundred jobs."""
    return [_job_out(job) for job in Job.objects.all()[:100]]


@api.get(
    "/jobs/{number}", response={200: JobOut, **REFUSALS_WITH_404}, tags=["jobs"], summary="One job and its progress"
)
@permits("manage_sources")
def job(request: HttpRequest, number: int) -> JobOut:
    """Return one job."""
    return _job_out(get_object_or_404(Job, pk=number))


@api.post("/jobs/{number}/stop", response={200: JobOut, **REFUSALS_WITH_404}, tags=["jobs"], summary="Stop a job")
@permits("manage_sources")
def stop_job(request: HttpRequest, number: int) -> JobOut:
    """Ask a job to stop; it has stopped when its state says so."""
    WORKER.stop_job(get_object_or_404(Job, pk=number).pk)
    return _job_out(get_object_or_404(Job, pk=number))


def _job_out(job: Job) -> JobOut:
    shown = view_of(job, reader_language())
    return JobOut(
        id=job.pk,
        kind=job.kind,
        title=job.title,
        state=job.state,
        stage=job.stage,
        share=job.share,
        rows=job.rows,
        message=shown.message,
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


api.add_router("", asking)
api.add_router("", findings)
api.add_router("", reports)
api.add_router("/customers", customers)
api.add_router("/accounts", accounts)
api.add_router("/suppression", suppression)
api.add_router("/levers/scenarios", scenarios)
api.add_router("/reasons/coding", reasons)
