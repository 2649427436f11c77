"""How an account reads a report: what it may ask and see, who is in charge, and where the pages are."""

from __future__ import annotations

from collections.abc import Mapping

from wegmarke.desk.accounts.policy import may
from wegmarke.desk.findings.asking import Scope
from wegmarke.desk.findings.links import behind
from wegmarke.desk.findings.policy import for_role, permission_for
from wegmarke.desk.findings.question_pages import question_page
from wegmarke.desk.setup.touchpoint_names import in_charge
from wegmarke.desk.shell.language import reader_language
from wegmarke.report.board.answers import Answers
from wegmarke.report.board.gathered import Reading
from wegmarke.report.presentation import Presentation


def reading_of(user: object, scope: Scope, *, persons: bool = False, root: str = "") -> Reading:
    """For this account, in the language that is spoken now. root: stands before every address, where it is to lead
    here from elsewhere.
    """
    sees = may(user, "see_customers")

    def address(question: str, arguments: Mapping[str, object]) -> str:
        path = question_page(question, arguments, scope.where)
        return root + path if path else ""

    return Reading(
        language=reader_language(),
        persons=persons and sees,
        may_ask=lambda question: may(user, permission_for(question)),
        shown=lambda finding: for_role(finding, user),
        in_charge=in_charge(),
        address=address,
        behind=lambda where: root + behind(where) if sees else "",
    )


def answers_of(scope: Scope, assumed: Mapping[str, object] | None = None) -> Answers:
    """The findings of these journeys, each remembered as the pages remember it."""
    return Answers(scope.ask, assumed)


def presented_in(scope: Scope) -> Presentation:
    """Names, currency and time zone of these journeys, in the language that is spoken now."""
    labels = {touchpoint.key: touchpoint.label for touchpoint in scope.touchpoints}
    settings = scope.asked().index.settings
    return Presentation(reader_language(), labels, settings.currency, settings.time_zone, scope.level)
