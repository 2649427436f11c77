"""Mappings of formats whose columns are known beforehand, so that nothing need be guessed of them."""

from __future__ import annotations

from wegmarke.model.mapping import Cell, Condition, InteractionMapping, Mapping, ReadOptions, Rule
from wegmarke.sources.mail_message import OWN_PEOPLE

INCOMING, OUTGOING = "E-Mail eingehend", "E-Mail ausgehend"
BULK, AUTOREPLY, REPORT = "Rundschreiben", "Automatische Antwort", "Zustellbericht"


def mail_mapping(source: str, read: ReadOptions) -> Mapping:
    """Say what a mail means: a contact with the address on the other side, incoming or outgoing.

    What machines wrote is no word between people, and has touchpoints of its own. Own people are not stored.
    """
    touchpoint = Cell(
        constant=INCOMING,
        rules=(
            Rule((Condition("automatic", "is", "report"),), REPORT),
            Rule((Condition("automatic", "is", "autoreply"),), AUTOREPLY),
            Rule((Condition("automatic", "is", "bulk"),), BULK),
            Rule((Condition("direction", "is", "out"),), OUTGOING),
        ),
    )
    part = InteractionMapping(
        time="date", touchpoint=touchpoint, channel=Cell(constant="E-Mail"), matter="subject", text="text"
    )
    return Mapping(
        source,
        "customer",
        (part,),
        customer_kind="email",
        format="mail",
        read=read,
        row_id=("message_id",),
        drop=(OWN_PEOPLE,),
    )
