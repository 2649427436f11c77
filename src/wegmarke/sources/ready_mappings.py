"""Mappings of formats whose columns are known beforehand, so that nothing need be guessed of them."""

from __future__ import annotations

from wegmarke.model.mapping import Cell, Condition, Identifier, InteractionMapping, Mapping, ReadOptions, Rule
from wegmarke.sources import mail_message, report

INCOMING, OUTGOING = "E-Mail eingehend", "E-Mail ausgehend"
BULK, AUTOREPLY, REPORT = "Rundschreiben", "Automatische Antwort", "Zustellbericht"
VISIT = "Besuch"


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
        identifiers=(Identifier("customer_name", "name"),),
        format="mail",
        read=read,
        row_id=("message_id",),
        drop=(mail_message.OWN_PEOPLE,),
    )


def report_mapping(source: str, read: ReadOptions) -> Mapping:
    """Say what a visit report means: a visit to the person that was met, or to the company where nobody is named.

    The customer's number is the company's, not the contact's: as an identifier it would make one person of all its
    contacts. Who wrote the report and who took part is not stored: own people are among them.
    """
    part = InteractionMapping(
        time="date",
        touchpoint=Cell("occasion", VISIT),
        channel=Cell(constant="Persönlich"),
        matter="subject",
        account="customer_number",
        text="text",
    )
    return Mapping(
        source,
        "contact_email",
        (part,),
        customer_kind="email",
        identifiers=(
            Identifier("contact_phone", "phone"),
            Identifier("visited_company", "account"),
            Identifier("contact", "name"),
            Identifier("company", "company"),
        ),
        format="report",
        read=read,
        row_id=("report_id",),
        drop=report.OWN_PEOPLE,
    )
