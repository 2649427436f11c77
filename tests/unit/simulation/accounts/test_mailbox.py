"""The mailbox of the company's business customers, read by its guess: every mail, its side, and none of the staff."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.simulation.accounts.conftest import Written
from wegmarke.simulation.accounts.told import Told
from wegmarke.workspace import Workspace

MAILS = 1_500


@pytest.fixture(scope="module")
def mails(written: Written, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("mails")
    whole = (written.folder / "exports" / "b2b_mails.mbox").read_bytes().split(b"\nFrom ")
    (folder / "b2b_mails.mbox").write_bytes(b"\nFrom ".join(whole[:MAILS]))
    workspace = Workspace.create(folder / "musterhaus", "Musterhaus")
    report = workspace.import_file(folder / "b2b_mails.mbox")
    assert report.read == MAILS
    assert (report.source, report.quarantined, report.duplicate) == ("b2b_mails", 0, 0)
    return workspace


def archive(folder: Path) -> dict[str, dict[str, str]]:
    lines = (folder / "exports" / "b2b_mailarchiv.jsonl").read_text("utf-8").splitlines()
    return {line["messageId"]: line for line in map(json.loads, lines[:MAILS])}


def test_every_mail_is_a_contact_with_the_other_side(mails: Workspace, written: Written) -> None:
    assert mails.mapping("b2b_mails").read.own_domains == ("musterhaus.example",)
    told = archive(written.folder)
    found = [row for batch in mails.record.batches() for row in batch.to_pylist()]
    assert {row["row_id"] for row in found} == set(told)
    for row in found:
        mail = told[row["row_id"]]
        assert (row["customer_kind"], row["customer"]) == ("email", mail["counterpart"])
        assert row["touchpoint"] == ("E-Mail ausgehend" if mail["direction"] == "out" else "E-Mail eingehend")
        assert row["matter"] == mail["subject"]
        assert row["time"].isoformat(timespec="seconds")[:10] >= "2024"
        assert (json.loads(row["rest"]).get("in_reply_to") or None) == mail["inReplyTo"]


def test_the_text_is_what_was_written_and_no_more(mails: Workspace, written: Written) -> None:
    told = archive(written.folder)
    quoted = masked = 0
    for batch in mails.record.batches(("row_id", "text", "rest")):
        for row in batch.to_pylist():
            whole = told[row["row_id"]]["body"]
            above, _, quote = whole.partition("\n\n-----Ursprüngliche Nachricht-----")
            cut = json.loads(row["rest"])["cut"]
            assert ("quote" in cut) == bool(quote)
            quoted += bool(quote)
            paragraphs = above.split("\n\n")
            own = row["text"].split("\n\n")
            for here, there in zip(own[1:-1], paragraphs[1:-1], strict=True):
                # But for a customer's colleague who is called as the one of the company's who was written to.
                assert re.fullmatch(re.escape(here).replace(re.escape("[…]"), ".+"), there), "nothing else is lost"
                masked += "[…]" in here
            assert own[-1] == paragraphs[-1].split("\n")[0], "of the closing the first line stays"
    assert quoted > 100
    assert masked <= 3


def staff(told: Told) -> set[str]:
    house = told.house
    everybody = [*house.service, *house.accounting, *(one for team in house.engineers for one in team)]
    everybody += [one for region in house.sales for team in region for one in team]
    return {one.name for one in everybody} | {one.email for one in everybody}


def test_no_file_of_the_workspace_names_the_staff(mails: Workspace, written: Written) -> None:
    rows = json.dumps([row for batch in mails.record.batches() for row in batch.to_pylist()], default=str)
    assert "@musterhaus.example" in rows
    assert [name for name in staff(written.told) if name in rows] == []
