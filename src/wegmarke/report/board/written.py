"""The report as the bytes of a file."""

from __future__ import annotations

from typing import Final, Literal, get_args

from wegmarke.report.board.document import document
from wegmarke.report.board.gathered import BoardReport
from wegmarke.report.board.pdf import pdf_bytes
from wegmarke.report.board.workbook import workbook_bytes

Form = Literal["pdf", "html", "xlsx"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
CONTENT_TYPES: Final[dict[Form, str]] = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(report: BoardReport, form: Form) -> bytes:
    """The report in that form. Errors as in `pdf_bytes`."""
    if form == "xlsx":
        return workbook_bytes(report)
    html = document(report)
    return pdf_bytes(html) if form == "pdf" else html.encode()
