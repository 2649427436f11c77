"""Invoices from accounting: a row an invoice, with dunning, correction and payment."""

from __future__ import annotations

from pathlib import Path

from wegmarke.simulation.accounts.exports.delimited import write_rows
from wegmarke.simulation.accounts.facts import euros
from wegmarke.simulation.accounts.numbering import contract_number, invoice_number
from wegmarke.simulation.accounts.records import AccountLife, Invoice
from wegmarke.simulation.accounts.told import Told, WrittenFile

HEADER = (
    "Rechnungsnr", "Debitor", "Name", "Vertrag", "Rechnungsempfänger", "Rechnungsdatum", "Fällig am", "Netto", "USt",
    "Brutto", "Mahnung am", "Mahnstufe", "Korrektur am", "Bezahlt am", "Sachbearbeiter",
)  # fmt: skip
_VAT_PERCENT = 19


def write(folder: Path, told: Told) -> WrittenFile:
    """Write `b2b_rechnungen.csv`."""
    path = folder / "b2b_rechnungen.csv"
    rows = [(one.issued, life, one) for life in told.lives for one in life.invoices]
    rows.sort(key=lambda row: (row[0], row[1].firm.account))
    count = write_rows(path, HEADER, (_row(told, life, one) for _, life, one in rows))
    return WrittenFile("b2b_rechnungen", path, count)


def _row(told: Told, life: AccountLife, one: Invoice) -> tuple[str, ...]:
    firm = life.firm
    vat = (one.cents * _VAT_PERCENT + 50) // 100
    clerks = told.house.accounting
    return (
        invoice_number(firm, one),
        firm.number,
        firm.name,
        contract_number(firm),
        told.invoice_email(firm, life.staff[one.person]),
        told.written(one.issued),
        told.written(one.due, "%d.%m.%Y"),
        euros(one.cents),
        euros(vat),
        euros(one.cents + vat),
        told.written(one.dunned),
        "1" if one.dunned else "0",
        told.written(one.corrected),
        told.written(one.paid),
        clerks[firm.account % len(clerks)].name,
    )
