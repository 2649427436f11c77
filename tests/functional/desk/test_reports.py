"""Reports in the browser: who gets which, and that a file can be deleted."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

from tests.functional.desk.running import RunningDesk, Visitor
from tests.functional.desk.test_sign_in import invite

SECONDS = 240


def written(visitor: Visitor, form: str, **more: str) -> Path:
    """Have a report written, and wait for it; its file in the workspace."""
    before = {path.name for path in (visitor.desk.workspace / "desk" / "reports").glob("*")}
    fields = {"form": form, "language": "en", "where": "", **more}
    assert visitor.post("/reports/write/", fields).status == 200
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        page = visitor.get("/reports/").text
        if "/file/" in page and "/stop/" not in page:
            break
        assert ">failed" not in page, page
        time.sleep(0.5)
    found = [path for path in (visitor.desk.workspace / "desk" / "reports").glob("[!.]*") if path.name not in before]
    assert len(found) == 1
    return found[0]


def number_of_first(visitor: Visitor) -> str:
    found = re.search(r"/reports/(\d+)/file/", visitor.get("/reports/").text)
    assert found is not None
    return found[1]


def test_a_report_is_its_writers_and_can_be_deleted(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    path = written(clinic_owner, "html")
    assert path.stat().st_mode & 0o077 == 0, "for the account that runs the desk"
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "No customer is named in this report." in text
    number = number_of_first(clinic_owner)
    answer = clinic_owner.get(f"/reports/{number}/file/")
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.text == text
    reader = Visitor(clinic)
    assert reader.post(invite(clinic_owner, "reads_reports", "reader")).status == 200
    for place in ("", "file/"):
        assert reader.get(f"/reports/{number}/{place}").status == 404
    assert reader.post(f"/reports/{number}/delete/").status == 404
    council = Visitor(clinic)
    assert council.post(invite(clinic_owner, "council_reports", "council")).status == 200
    assert council.get("/reports/").status == 403
    assert clinic_owner.post(f"/reports/{number}/delete/").status == 200
    assert not path.exists()
    assert clinic_owner.get(f"/reports/{number}/file/").status == 404


def test_a_reader_gets_a_report_without_the_questions_about_persons(clinic: RunningDesk, clinic_owner: Visitor) -> None:
    reader = Visitor(clinic)
    assert reader.post(invite(clinic_owner, "reads_more", "reader")).status == 200
    text = html.unescape(written(reader, "html", persons="on").read_text("utf-8"))
    assert "without access to customers: “Reasons”, “Lost customers” and “Value of customers”" in text
    assert 'id="reasons"' not in text
    assert "/customers/?where=" not in text
    reader.post(f"/reports/{number_of_first(reader)}/delete/")


def test_what_cannot_be_written_is_refused(clinic_owner: Visitor) -> None:
    assert clinic_owner.post("/reports/write/", {"form": "docx", "language": "en"}).status == 422
    assert clinic_owner.post("/reports/write/", {"form": "pdf", "language": "en", "where": "outcome ="}).status == 422
