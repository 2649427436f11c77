"""What every page of Understand begins with: the filter, the bar, and whether there is anything to ask."""

from __future__ import annotations

from django.http import HttpRequest

from wegmarke.desk.findings.asking import Scope, scope_of
from wegmarke.desk.findings.filter_bar import filter_bar
from wegmarke.desk.setup.services import data_state

Context = dict[str, object]


def begin(request: HttpRequest) -> tuple[Scope, Context]:
    """The journeys that the address speaks of, and what the templates of these pages need.

    A page that can be asked has `scope.ready`; otherwise the template shows why not.
    """
    scope = scope_of(request.GET.get("where", ""))
    return scope, {
        "scope": scope,
        "data": data_state(),
        "bar": filter_bar(request, scope) if scope.index is not None else None,
    }
