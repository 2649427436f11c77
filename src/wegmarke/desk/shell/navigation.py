"""The navigation: the loop Understand → Aim → Act → Measure, the toolbox, and the settings.

A section without pages is shown, because the loop is how the work is done, but is no link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wegmarke.desk.accounts.policy import Permission, may
from wegmarke.desk.walk.truth import truth

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the navigation: its name, the view it leads to, who may see it, and what else belongs to it; `exists`
    says whether this workspace has it.
    """

    label: Label
    view: str
    permission: Permission
    icon: str
    apps: tuple[str, ...] = ()
    exists: Callable[[], bool] = lambda: True


def _is_practice_company() -> bool:
    return truth() is not None


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of a section that answer one kind of question; the label is that question."""

    label: Label
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the loop and its pages, in one row or, where they are many, in groups."""

    key: str
    label: Label
    pages: tuple[Page, ...] = ()
    groups: tuple[Group, ...] = ()


SECTIONS = (
    Section(
        "overview",
        _("Overview"),
        (
            Page(_("Overview"), "shell:overview", "see_journeys", "layout-dashboard"),
            Page(_("Reports"), "reports:reports", "see_journeys", "file-text", ("reports",)),
        ),
    ),
    Section(
        "understand",
        _("Understand"),
        groups=(
            Group(
                _("How customers travel"),
                (
                    Page(_("Journeys"), "journeys:journeys", "see_journeys", "route", ("journeys",)),
                    Page(_("Touchpoints"), "touchpoints:touchpoints", "see_journeys", "map-pin", ("touchpoints",)),
                    Page(_("What changed"), "drift:drift", "see_journeys", "trending-up", ("drift",)),
                ),
            ),
            Group(
                _("What goes wrong"),
                (
                    Page(_("Critical events"), "incidents:incidents", "see_journeys", "alert-triangle"),
                    Page(_("Promises"), "promises:promises", "see_journeys", "flag-check", ("promises",)),
                    Page(_("Customer effort"), "friction:friction", "see_journeys", "gauge", ("friction",)),
                ),
            ),
            Group(
                _("What matters"),
                (
                    Page(_("Moments that matter"), "moments:moments", "see_journeys", "star", ("moments",)),
                    Page(_("Won and lost"), "won_lost:won_lost", "see_journeys", "git-fork", ("won_lost",)),
                    Page(_("What waiting does"), "delay:delay", "see_journeys", "hourglass", ("delay",)),
                ),
            ),
            Group(
                _("Why they leave"),
                (
                    Page(_("Reasons"), "reasons:reasons", "see_customers", "door-exit", ("reasons",)),
                    Page(_("Why they came"), "reasons:coming", "see_customers", "route"),
                    Page(_("Two sources of reasons"), "agreement:agreement", "see_journeys", "scale", ("agreement",)),
                    Page(_("Late changes"), "reasons:late_changes", "see_customers", "history"),
                    Page(
                        _("Lost customers"),
                        "lost_customers:lost_customers",
                        "see_customers",
                        "user-circle",
                        ("lost_customers",),
                    ),
                ),
            ),
            Group(
                _("What it is worth"),
                (
                    Page(_("What a defect costs"), "effect:effect", "see_journeys", "trending-down", ("effect",)),
                    Page(_("Value and attention"), "customers:value", "see_customers", "star"),
                ),
            ),
            Group(
                _("Who they are"),
                (
                    Page(_("Customers"), "customers:customers", "see_customers", "users", ("customers",)),
                    Page(_("Same person?"), "identity:review", "decide_identity", "arrows-left-right", ("identity",)),
                    Page(_("Backlog"), "customers:backlog", "see_customers", "checklist"),
                ),
            ),
        ),
    ),
    Section("aim", _("Aim"), (Page(_("Levers"), "levers:levers", "see_journeys", "scale", ("levers",)),)),
    Section("act", _("Act")),
    Section("measure", _("Measure"), (Page(_("KPIs"), "proxies:proxies", "see_journeys", "gauge", ("proxies",)),)),
    Section(
        "toolbox",
        _("Toolbox"),
        (Page(_("Guided walk"), "walk:walk", "see_journeys", "compass", ("walk",), _is_practice_company),),
    ),
    Section(
        "settings",
        _("Settings"),
        (
            Page(
                _("Sources"),
                "setup:sources",
                "see_sources",
                "database",
                ("setup:add_source", "setup:read", "setup:mapping", "setup:quarantine", "jobs"),
            ),
            Page(_("Collection"), "collection:collection", "see_sources", "cloud-upload", ("collection",)),
            Page(_("Journeys and outcomes"), "setup:settings", "change_settings", "adjustments"),
            Page(_("Critical events"), "incidents:rules", "change_settings", "alert-triangle"),
            Page(_("Touchpoint names"), "setup:touchpoints", "change_settings", "tag"),
            Page(
                _("Requests of persons"),
                "privacy:requests",
                "answer_persons",
                "shield-lock",
                ("privacy:take_in", "privacy:request", "privacy:proof"),
            ),
            Page(_("Retention"), "privacy:retention", "answer_persons", "hourglass"),
            Page(_("Register of processing"), "privacy:processing", "see_sources", "list-details"),
            Page(_("About staff"), "privacy:staff", "see_sources", "user-circle"),
            Page(
                _("People"),
                "accounts:people",
                "manage_people",
                "users-group",
                ("accounts:person", "accounts:add_person", "accounts:person_link"),
            ),
            Page(_("Access log"), "audit:log", "see_audit", "history", ("audit",)),
            Page(_("HTTP interface"), "api:reference", "use_account", "plug-connected", ("api",)),
            Page(_("About"), "setup:about", "use_account", "info-circle"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link as it is drawn: `url` is None where there is nothing to lead to."""

    label: Label
    url: str | None
    icon: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group as it is drawn, with the name of the page one is at where that is one of it."""

    label: Label
    pages: Sequence[Entry]
    here: Label


@dataclass(frozen=True, slots=True)
class Navigation:
    """The sections, and the pages of the section one is in: in one row, or in groups."""

    sections: Sequence[Entry]
    pages: Sequence[Entry] = ()
    groups: Sequence[GroupEntry] = ()


def navigation(request: HttpRequest) -> Navigation:
    """Return what this account may see, with the place it is at marked."""
    match = request.resolver_match
    names = {match.view_name, match.app_name} if match else set()
    sections: list[Entry] = []
    pages: Sequence[Entry] = ()
    groups: Sequence[GroupEntry] = ()
    for section in SECTIONS:
        parts = section.groups or (Group("", section.pages),)
        there = [page for part in parts for page in part.pages if page.exists()]
        own = {page.view for page in there} & names  # a page of its own is not that of its app as well
        drawn = [group for part in parts if (group := _group(part, request, own or names)).pages]
        if there and not drawn:
            continue
        is_here = any(page.is_here for group in drawn for page in group.pages)
        sections.append(Entry(section.label, drawn[0].pages[0].url if drawn else None, "", is_here))
        if is_here and section.groups:
            groups = drawn
        elif is_here and len(drawn[0].pages) > 1:
            pages = drawn[0].pages
    return Navigation(sections, pages, groups)


def _group(group: Group, request: HttpRequest, names: set[str]) -> GroupEntry:
    """The pages of the group that this account may see."""
    pages = [_entry(page, names) for page in group.pages if page.exists() and may(request.user, page.permission)]
    return GroupEntry(group.label, pages, next((page.label for page in pages if page.is_here), ""))


def _entry(page: Page, names: set[str]) -> Entry:
    return Entry(page.label, reverse(page.view), page.icon, bool(names & {page.view, *page.apps}))
