"""What a customer allows and objects to, on the customer's page."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wegmarke import text
from wegmarke.desk.customers.heads import Fact
from wegmarke.desk.privacy.words import purpose_word, state_word
from wegmarke.desk.shell.language import reader_language
from wegmarke.identity.customers import Customers
from wegmarke.workspace import Workspace
from wegmarke.workspace.rights.person import Person
from wegmarke.workspace.rights.stated import held


def consents_of(place: Workspace, customers: Customers, number: int, zone: str) -> tuple[Fact, ...]:
    """What holds now for each purpose, since when, and who says so."""
    written = [pair for one in customers.identifiers_of(number) for pair in ((one.kind, one.value), *one.raw)]
    language = reader_language()
    return tuple(
        Fact(
            purpose_word(one.purpose),
            state_word(one.state),
            _("since %(day)s, %(source)s")
            % {
                "day": text.date(int(dt.datetime.fromisoformat(one.at).timestamp()), language, zone),
                "source": one.source or _("as the person told us"),
            },
        )
        for one in held(place.folder, Person(tuple(dict.fromkeys(written)), number))
    )
