"""From files to journeys in a workspace: the whole way, with real readers, record and index."""

import gzip
import json
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wegmarke.errors import WegmarkeError
from wegmarke.model.mapping import Cell, Identifier, InteractionMapping, Mapping, ReadOptions
from wegmarke.model.progress import Progress
from wegmarke.model.settings import JourneySettings
from wegmarke.sources.guess import guess_mapping
from wegmarke.workspace import Workspace, WorkspaceSettings

ORDERS = Mapping(
    source="orders",
    customer="customer",
    interactions=(
        InteractionMapping("ordered", Cell(constant="Order"), department=Cell(constant="Sales")),
        InteractionMapping("delivered", Cell(constant="Delivery"), optional=True),
    ),
    row_id=("order",),
)
CALLS = Mapping("calls", "caller", (InteractionMapping("at", Cell(column="what")),))


class Stopping:
    """Wishes to stop once it has been told of that many rows."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.seen: list[Progress] = []

    def report(self, progress: Progress) -> None:
        self.seen.append(progress)

    def stopped(self) -> bool:
        return bool(self.seen) and self.seen[-1].rows >= self.rows


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "acme", "Acme")


def orders(path: Path, rows: list[str]) -> Path:
    path.write_text("order;customer;ordered;delivered;colour\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def journeys(workspace: Workspace) -> dict[str, list[str]]:
    """The touchpoints of each customer, in order, as the index has them."""
    index = workspace.index()
    found: dict[str, list[str]] = {}
    for partition in index.partitions:
        # an overlay masks a customer's journeys in the base; what is live there counts
        live = partition.live if partition.live is not None else [True] * len(partition.outcome)
        for customer in range(len(partition.number)):
            name = partition.identifier[customer].as_py().split("\x1f")[-1]
            for journey in range(int(partition.journeys[customer]), int(partition.journeys[customer + 1])):
                if not live[journey]:
                    continue
                begin, end = int(partition.start[journey]), int(partition.start[journey + 1])
                found.setdefault(name, []).extend(
                    index.touchpoints[code].label for code in partition.touchpoint[begin:end]
                )
    return found


def test_two_exports_become_journeys_and_the_later_one_supersedes(workspace: Workspace, tmp_path: Path) -> None:
    first = orders(
        tmp_path / "january.csv",
        ["1;Ada;01.01.2026 10:00;03.01.2026 09:00;red", "2;Bob;02.01.2026 10:00;;blue", "3;Cem;soon;;red"],
    )
    report = workspace.import_file(first, ORDERS)
    assert (report.read, report.accepted, report.duplicate, report.quarantined) == (3, 2, 0, 1)
    assert [(reason.reason, reason.rows) for reason in report.reasons] == [("time_unreadable", 1)]
    workspace.build()
    assert journeys(workspace) == {"Ada": ["Order", "Delivery"], "Bob": ["Order"]}

    second = orders(
        tmp_path / "february.csv",
        [
            "1;Ada;01.01.2026 10:00;03.01.2026 09:00;red",
            "2;Bob;02.01.2026 10:00;05.02.2026 08:00;blue",
            "4;Ada;01.02.2026 10:00;;green",
        ],
    )
    report = workspace.import_file(second, source="orders")
    assert (report.read, report.accepted, report.duplicate, report.quarantined) == (3, 2, 1, 0)
    assert workspace.status().index.data_changed
    workspace.build()
    assert journeys(workspace) == {"Ada": ["Order", "Delivery", "Order"], "Bob": ["Order", "Delivery"]}
    assert not workspace.status().index.stale
    (row,) = workspace.record.source_rows([(2, 3)])
    assert (row.file.name, row.rest, row.current) == ("february.csv", (("colour", "blue"),), True)


def test_a_visitor_who_signs_in_is_the_customer_from_the_first_page_on(workspace: Workspace, tmp_path: Path) -> None:
    mapping = Mapping(
        "web",
        "user",
        (InteractionMapping("at", Cell("page")),),
        customer_kind="crm_number",
        identifiers=(Identifier("visitor", "cookie"),),
    )
    path = tmp_path / "web.csv"
    lines = [
        "user;visitor;at;page",
        ";v1;01.01.2026 10:00;Start",
        "7;v1;01.01.2026 10:05;Login",
        ";;01.01.2026 11:00;Start",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = workspace.import_file(path, mapping)
    assert (report.read, report.accepted, report.quarantined) == (3, 2, 1)
    assert [(reason.reason, reason.rows) for reason in report.reasons] == [("customer_missing", 1)]
    workspace.build()
    assert journeys(workspace) == {"7": ["Start", "Login"]}
    rows = workspace.record.source_rows([(1, 2), (1, 3)])
    named = [(row.interactions["customer"].to_pylist(), row.interactions["identifiers"].to_pylist()) for row in rows]
    assert named == [(["v1"], [None]), (["7"], [[("cookie", "v1")]])], "the record keeps what each row said"


def test_the_same_file_twice_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;;red", "2;;01.01.2026;;red"])
    workspace.import_file(path, ORDERS)
    position = workspace.record.position
    report = workspace.import_file(path.rename(tmp_path / "copy.csv"), ORDERS)
    assert (report.read, report.accepted, report.duplicate, report.quarantined, report.known) == (2, 0, 2, 0, True)
    assert workspace.record.position == position
    assert workspace.build().kind == "whole"
    assert workspace.build().kind == "nothing"


def test_an_import_can_be_stopped_and_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"C{number % 97};2026-01-01 00:00:{number % 60:02d};Call;{'words ' * 30}" for number in range(300_000)]
    path = tmp_path / "calls.csv"
    path.write_text("caller;at;what;note\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(WegmarkeError) as caught:
        workspace.import_file(path, CALLS, watcher=Stopping(1))
    assert caught.value.code == "import_stopped"
    (source,) = workspace.status().sources
    assert source.unfinished == ("calls.csv",)
    assert 0 < source.read < 300_000
    report = workspace.import_file(path, source="calls")
    assert report.resumed_after_row > 0
    assert report.read + source.read == 300_000
    (source,) = workspace.status().sources
    assert (source.read, source.accepted, source.unfinished) == (300_000, 300_000, ())
    assert workspace.record.interactions == 300_000


def test_rows_are_corrected_and_replayed(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;soon;;red", "2;Bob;13.01.2026;later;red", "3;Cem;13.01.2026;;red"])
    workspace.import_file(path, ORDERS)
    assert workspace.replay().accepted == 0
    workspace.correct(1, {2: {"ordered": "14.01.2026"}, 3: {"delivered": ""}})
    counts = workspace.replay("orders")
    assert (counts.read, counts.accepted, counts.quarantined) == (2, 2, 0)
    (source,) = workspace.status().sources
    assert (source.read, source.accepted, source.quarantined, source.reasons) == (3, 3, 0, ())
    workspace.build()
    assert journeys(workspace) == {"Ada": ["Order"], "Bob": ["Order"], "Cem": ["Order"]}

    changed = Mapping("orders", "customer", ORDERS.interactions[:1], row_id=("order",))
    report = workspace.import_file(path, changed)
    assert (report.read, report.accepted, report.quarantined) == (3, 3, 0), "what was corrected once stays corrected"


def test_doubts_settled_at_the_beginning_hold_for_the_rest(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;13.01.2026;;red", "2;Bob;soon;;red", "3;Cem;02.03.2026;;red"])
    workspace.import_file(path, ORDERS)
    workspace.correct(1, {3: {"ordered": "04.05.2026"}})
    assert workspace.replay().accepted == 1
    (row,) = workspace.record.source_rows([(1, 3)])
    assert row.interactions["time"][0].as_py() == datetime(2026, 5, 3, 22, tzinfo=UTC), "the fourth of May in Berlin"


def test_a_changed_mapping_reads_kept_files_again(workspace: Workspace, tmp_path: Path) -> None:
    workspace.save_mapping(ORDERS)
    for name, row in (("1.csv", "1;Ada;01.01.2026;;red"), ("2.csv", "1;Ada;02.01.2026;;red")):
        orders(workspace.folder / "inbox" / "orders" / name, [row])
        inbox = workspace.inbox(settle_seconds=0)
        assert [outcome.error for outcome in inbox.look()] == [None]
    workspace.save_mapping(
        Mapping("orders", "customer", (InteractionMapping("ordered", Cell(constant="Purchase")),), row_id=("order",))
    )
    third = orders(tmp_path / "3.csv", ["2;Bob;03.01.2026;;red"])
    assert workspace.import_file(third, source="orders").earlier_mapping == ("1.csv", "2.csv")
    reports = workspace.read_again("orders")
    assert [report.accepted for report in reports] == [1, 1]
    assert workspace.status().sources[0].earlier_mapping == ()
    workspace.build()
    assert journeys(workspace) == {"Ada": ["Purchase"], "Bob": ["Purchase"]}
    times = [line["time"] for batch in workspace.record.batches(("time",)) for line in batch.to_pylist()]
    assert datetime(2026, 1, 1, 23, tzinfo=UTC) in times, "the later export still counts, in the order of first import"


def test_the_inbox_takes_what_a_job_drops(workspace: Workspace) -> None:
    workspace.save_mapping(ORDERS)
    inbox = workspace.folder / "inbox"
    orders(inbox / "orders" / "good.csv", ["1;Ada;01.01.2026;;red"])
    (inbox / "orders" / "bad.csv").write_text("order;customer\n1;Ada\n", encoding="utf-8")
    (inbox / "nobody").mkdir()
    orders(inbox / "nobody" / "what.csv", ["1;Ada;01.01.2026;;red"])
    assert workspace.status().sources[0].waiting == 2
    outcomes = {}
    rounds = iter([False, False, True])
    for outcome in workspace.watch(lambda: next(rounds), every_seconds=0, settle_seconds=0):
        outcomes[f"{outcome.source}/{outcome.name}"] = outcome.error.code if outcome.error else None
    assert outcomes == {
        "orders/good.csv": None,
        "orders/bad.csv": "mapping_column_missing",
        "nobody/what.csv": "source_unknown",
    }
    assert (inbox / "done" / "orders" / "good.csv").is_file()
    assert "mapping_column_missing" in (inbox / "failed" / "orders" / "bad.csv.reason.txt").read_text(encoding="utf-8")


def test_a_file_that_breaks_off_is_not_taken_in(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_file(orders(tmp_path / "good.csv", ["1;Ada;01.01.2026;;red"]), ORDERS)
    whole = "caller;at;what\n" + "".join(f"C{number};2026-01-01;{number * 7919}\n" for number in range(200_000))
    path = tmp_path / "calls.csv.gz"
    path.write_bytes(gzip.compress(whole.encode())[:-20_000])
    with pytest.raises(WegmarkeError) as caught:
        workspace.import_file(path, CALLS)
    assert caught.value.code == "file_truncated"
    assert [entry.name for entry in workspace.record.files] == ["good.csv"]
    path.write_bytes(gzip.compress(whole.encode()))
    assert workspace.import_file(path, CALLS).accepted == 200_000


def test_reviews_that_are_one_array_come_in(workspace: Workspace, tmp_path: Path) -> None:
    reviews: list[object] = [
        {"customer_id": f"C{n}", "created_at": f"2026-01-0{n}T10:00:00Z", "activity": "review", "nps": n}
        for n in range(1, 6)
    ]
    reviews += [
        {"customer_id": None, "created_at": "2026-01-07T10:00:00Z", "activity": "review", "nps": 3},
        "no review",
    ]
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps(reviews, indent=2), encoding="utf-8")
    mapping = guess_mapping(path).mapping
    assert mapping is not None
    report = workspace.import_file(path, mapping)
    assert (report.read, report.accepted, report.quarantined) == (7, 5, 2)
    assert {(row.row, row.reason) for row in workspace.record.quarantine().rows} == {
        (6, "customer_missing"),
        (7, "row_broken"),
    }
    path.write_text(json.dumps(reviews, indent=2).removesuffix("]"), encoding="utf-8")
    with pytest.raises(WegmarkeError) as raised:
        workspace.import_file(path, mapping)
    assert (raised.value.code, raised.value.details["row"]) == ("file_truncated", 6)
    assert workspace.status().sources[0].accepted == 5


def test_a_wrong_mapping_leaves_no_trace(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;;red"])
    with pytest.raises(WegmarkeError) as caught:
        workspace.import_file(path, CALLS)
    assert caught.value.code == "mapping_column_missing"
    assert (workspace.sources, workspace.record.files) == ((), ())


def test_a_source_cannot_be_called_like_a_folder_of_the_inbox(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "done.csv", ["1;Ada;01.01.2026;;red"])
    with pytest.raises(WegmarkeError) as caught:
        workspace.import_file(path, ORDERS, source="done")
    assert caught.value.code == "mapping_broken"
    with pytest.raises(WegmarkeError) as caught:
        workspace.mapping("../../etc/passwd")
    assert caught.value.code == "source_unknown"


def test_a_workspace_can_be_moved(workspace: Workspace, tmp_path: Path) -> None:
    workspace.import_file(orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;;red"]), ORDERS)
    workspace.build()
    before = journeys(workspace)
    shutil.move(workspace.folder, tmp_path / "elsewhere")
    moved = Workspace.open(tmp_path / "elsewhere")
    assert journeys(moved) == before
    texts = [path for path in moved.folder.rglob("*") if path.suffix in (".json", ".toml", ".lock")]
    assert texts
    assert not [path for path in texts if str(tmp_path) in path.read_text(encoding="utf-8")]


def test_settings_decide_what_the_index_shows(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;09.01.2026;red"])
    workspace.import_file(path, ORDERS)
    workspace.build()
    workspace.save_settings(WorkspaceSettings("Acme", JourneySettings(silence_days=5)))
    status = workspace.status()
    assert (status.index.settings_changed, status.index.data_changed, status.index.stale) == (True, False, True)
    workspace.build()
    assert sum(len(partition.outcome) for partition in workspace.index().partitions) == 2
    assert workspace.index() is workspace.index(), "one version is opened once"


def test_keys_of_touchpoints_survive_the_loss_of_the_index(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("caller;at;what\nAda;2026-01-01;Prüfung\nAda;2026-01-02;pruefung\n", encoding="utf-8")
    workspace.import_file(path, CALLS)
    workspace.build()
    keys = {touchpoint.label: touchpoint.key for touchpoint in workspace.touchpoints}
    assert set(keys.values()) == {"pruefung", "pruefung_2"}
    shutil.rmtree(workspace.folder / "index")
    more = tmp_path / "more.csv"
    more.write_text("caller;at;what\nBob;2020-01-01;Prüfung!\n", encoding="utf-8")
    workspace.import_file(more, source="calls")
    workspace.build()
    found = {touchpoint.label: touchpoint.key for touchpoint in workspace.index().touchpoints}
    assert found == {**keys, "Prüfung!": "pruefung_3"}


def test_a_small_addition_goes_into_an_overlay(workspace: Workspace, tmp_path: Path) -> None:
    base = tmp_path / "calls.csv"
    base.write_text("caller;at;what\n" + "".join(f"C{n % 200};2026-01-{n % 28 + 1:02d};Call\n" for n in range(4_000)))
    workspace.import_file(base, CALLS)
    workspace.build()
    more = tmp_path / "more.csv"
    more.write_text("caller;at;what\nC7;2026-03-01;Call\nNew;2026-03-01;Visit\n", encoding="utf-8")
    workspace.import_file(more, source="calls")
    assert workspace.build().kind == "overlay"
    overlaid = journeys(workspace)
    assert workspace.build(whole=True).kind == "whole"
    assert journeys(workspace) == overlaid
    assert overlaid["New"] == ["Visit"]
    assert len(overlaid["C7"]) == 21


def test_the_first_guess_is_enough_for_a_plain_file(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "service_2026-01.csv"
    path.write_text(
        "Kundennummer;Datum;Kontaktpunkt\n"
        + "".join(f"K{n % 9};{n % 28 + 1:02d}.01.2026 10:00;Anruf {n % 3}\n" for n in range(90)),
        encoding="utf-8",
    )
    report = workspace.import_file(path)
    assert (report.read, report.accepted) == (90, 90)
    assert workspace.sources == (report.source,)


def test_a_mapping_file_without_a_time_zone_takes_the_workspaces(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "acme", "Acme", JourneySettings(time_zone="America/New_York"))
    path = orders(tmp_path / "january.csv", ["1;Ada;13.01.2026 10:00;;red"])
    workspace.import_file(path, ORDERS)
    other = Mapping("other", "customer", ORDERS.interactions, read=ReadOptions(time_zone="UTC"))
    workspace.import_file(path, other)
    times = [line["time"].hour for batch in workspace.record.batches(("time",)) for line in batch.to_pylist()]
    assert times == [15, 10]
    assert workspace.mapping("orders") == ORDERS, "the file that people edit stays as they wrote it"


def test_a_second_writer_is_told_to_wait_and_readers_read_on(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;;red"])
    workspace.import_file(path, ORDERS)
    workspace.build()
    codes: list[str] = []

    class Looking:
        """While the build runs: another writer, and a reader."""

        def report(self, _: Progress, /) -> None:
            def other() -> None:
                try:
                    Workspace.open(workspace.folder).import_file(path, ORDERS)
                except WegmarkeError as error:
                    codes.append(error.code)
                assert journeys(Workspace.open(workspace.folder)) == {"Ada": ["Order"]}

            thread = threading.Thread(target=other)
            thread.start()
            thread.join()

        def stopped(self) -> bool:
            return False

    workspace.build(Looking(), whole=True)
    assert set(codes) == {"workspace_locked"}


def test_a_workspace_of_a_newer_version_is_not_touched(workspace: Workspace, tmp_path: Path) -> None:
    path = orders(tmp_path / "january.csv", ["1;Ada;01.01.2026;;red"])
    settings = workspace.folder / "workspace.toml"
    settings.write_text(settings.read_text().replace("version = 1", "version = 9"), encoding="utf-8")
    before = {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()}
    for attempt in (
        lambda: Workspace.open(workspace.folder),
        lambda: workspace.import_file(path, ORDERS),
        workspace.build,
        lambda: workspace.save_settings(WorkspaceSettings("Mine")),
    ):
        with pytest.raises(WegmarkeError) as caught:
            attempt()
        assert caught.value.code == "workspace_newer"
    after = {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()}
    assert {path: content for path, content in after.items() if path.name != "writer.lock"} == before


def test_there_is_one_workspace_in_a_folder(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WegmarkeError) as caught:
        Workspace.create(workspace.folder, "Other")
    assert caught.value.code == "workspace_exists"
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(tmp_path / "nowhere")
    assert caught.value.code == "workspace_missing"
    (workspace.folder / "workspace.toml").unlink()
    assert Workspace.create(workspace.folder, "Again").settings.name == "Again", "what was begun is finished"


def test_real_logs_come_in_whole(workspace: Workspace, shared_data: Path) -> None:
    log = Mapping(
        "requests",
        "case:concept:name",
        (InteractionMapping("time:timestamp", Cell(column="concept:name"), journey="case:concept:name"),),
        customer_kind="case",
        drop=("org:resource", "case:responsible"),
    )
    report = workspace.import_file(shared_data / "logs" / "08_receipt.xes.gz", log)
    assert (report.read, report.accepted, report.duplicate, report.quarantined) == (8_577, 8_577, 0, 0)
    workspace.build()
    index = workspace.index()
    assert sum(len(partition.outcome) for partition in index.partitions) == 1_434
    assert workspace.status().sources[0].last_time is not None
    again = workspace.import_file(shared_data / "logs" / "08_receipt.xes.gz", log)
    assert (again.accepted, again.duplicate) == (0, 8_577)
