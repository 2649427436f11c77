"""A workspace that somebody or something has damaged: the message leads out, and nothing more is lost on the way."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.firms import firms_workspace
from wegmarke.errors import WegmarkeError
from wegmarke.record.ledger import read_ledger, write_ledger
from wegmarke.record.reading import holds
from wegmarke.text import error_sentence
from wegmarke.workspace import Workspace

ROWS = (
    "customer,time,touchpoint,outcome\nc1,2024-01-01 10:00,web,\nc1,2024-01-02 10:00,shop,won\nc2,2024-01-03,web,lost\n"
)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    (tmp_path / "shop.csv").write_text(ROWS, encoding="utf-8")
    place = Workspace.create(tmp_path / "acme", "Acme")
    place.import_file(tmp_path / "shop.csv")
    place.build()
    return tmp_path / "acme"


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [halve, empty, Path.unlink])
@pytest.mark.parametrize("name", ["parts/*/interactions.arrow", "parts/*/customers.arrow", "shared/steps-*.arrow"])
def test_a_build_mends_a_damaged_index_that_is_up_to_date(acme: Path, name: str, harm: Callable[[Path], None]) -> None:
    harm(next((acme / "index").glob(name)))
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(acme).index()
    assert caught.value.code == "index_broken"
    report = Workspace.open(acme).build()
    assert (report.kind, report.damaged) == ("whole", caught.value.details["file"])
    assert Workspace.open(acme).build().damaged is None
    assert sum(len(part.seconds) for part in Workspace.open(acme).index().partitions) == 3


def test_a_damaged_index_by_account_is_built_anew_and_its_file_named(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    firms = firms_workspace(tmp_path_factory)
    lost = next((firms / "index-accounts").glob("parts/*/journeys.arrow"))
    before = Workspace.open(firms).index("account").names
    lost.unlink()
    report = Workspace.open(firms).build()
    assert (report.kind, report.damaged) == ("nothing", lost.relative_to(firms).as_posix())
    assert len(Workspace.open(firms).index("account").names) == len(before)
    assert Workspace.open(firms).build().damaged is None
    lost = next((firms / "index-accounts").glob("parts/*/journeys.arrow"))
    lost.unlink()
    assert Workspace.open(firms).build(whole=True).damaged == lost.relative_to(firms).as_posix()


@pytest.mark.parametrize("folder", ["parts", "shared"])
def test_a_build_mends_an_index_that_is_half_deleted(acme: Path, folder: str) -> None:
    shutil.rmtree(acme / "index" / folder)
    assert Workspace.open(acme).build().kind == "whole"
    assert sum(len(part.seconds) for part in Workspace.open(acme).index().partitions) == 3


def test_an_index_of_a_later_version_is_built_anew_on_request_only(acme: Path) -> None:
    path = acme / "index" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), "utf-8")
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(acme).build()
    assert caught.value.code == "index_newer"
    assert "wegmarke build --whole" in str(caught.value)
    assert Workspace.open(acme).build(whole=True).kind == "whole"
    assert Workspace.open(acme).status().index.exists


def test_a_record_without_its_ledger_is_damaged_and_kept(acme: Path) -> None:
    (acme / "record" / "ledger.json").unlink()
    (acme / "workspace.toml").rename(acme / "kept.toml")
    parts = sorted((acme / "record" / "parts").iterdir())
    with pytest.raises(WegmarkeError) as caught:
        Workspace.create(acme, "Acme")
    assert caught.value.code == "record_broken"
    assert sorted((acme / "record" / "parts").iterdir()) == parts
    (acme / "kept.toml").rename(acme / "workspace.toml")
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(acme)
    assert caught.value.code == "record_broken"


def test_settings_that_cannot_be_read_say_so(acme: Path) -> None:
    for content in (b"\xff\xfe\0", b"[[[", b"version = 1\nversion = 1\n"):
        (acme / "workspace.toml").write_bytes(content)
        with pytest.raises(WegmarkeError) as caught:
            Workspace.open(acme)
        assert caught.value.code == "settings_broken"
        assert "workspace.toml" in error_sentence(caught.value, "de")


def test_damaged_customer_numbers_are_named(acme: Path) -> None:
    halve(acme / "identity" / "numbers-000001.parquet")
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(acme).build(whole=True)
    assert (caught.value.code, caught.value.details["what"]) == ("record_broken", "identity/numbers-000001.parquet")


def test_customers_do_not_change_numbers_when_an_earlier_file_of_numbers_is_gone(acme: Path, tmp_path: Path) -> None:
    more = "".join(f"d{i},2024-02-01 10:00,web,\n" for i in range(1000))
    (tmp_path / "more.csv").write_text(f"customer,time,touchpoint,outcome\n{more}", encoding="utf-8")
    Workspace.open(acme).import_file(tmp_path / "more.csv", source="shop")
    Workspace.open(acme).build()
    (acme / "identity" / "numbers-000001.parquet").unlink()
    with pytest.raises(WegmarkeError) as caught:
        Workspace.open(acme).build(whole=True)
    assert (caught.value.code, caught.value.details["what"]) == ("record_broken", "identity/numbers-000002.parquet")


def in_its_data(path: Path) -> None:
    """The footer stays, so that it opens; what it says is no Parquet any more."""
    content = bytearray(path.read_bytes())
    footer = int.from_bytes(content[-8:-4], "little") + 8
    content[4 : len(content) - footer] = b"\xff" * (len(content) - footer - 4)
    path.write_bytes(content)


ASKED: dict[str, Callable[[Workspace], object]] = {
    "all interactions": lambda place: [*place.record.batches(("customer",))],
    "who has changed": lambda place: place.record.changed_customers(0),
    "what is older": lambda place: place.record.older_than({"shop": datetime(2025, 1, 1, tzinfo=UTC)}),
    "a build": lambda place: place.build(whole=True),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("harm", [halve, empty, Path.unlink, in_its_data])
def test_a_damaged_part_of_the_record_is_named(acme: Path, asked: str, harm: Callable[[Path], None]) -> None:
    """Whoever reads it, with Arrow or DuckDB, and whether the file does not open or its data cannot be read."""
    (part,) = (acme / "record" / "parts").iterdir()
    harm(part)
    with pytest.raises(WegmarkeError) as caught:
        ASKED[asked](Workspace.open(acme))
    assert (caught.value.code, caught.value.details["what"]) == ("record_broken", f"parts/{part.name}")


@pytest.mark.parametrize("harm", [halve, empty, Path.unlink])
def test_a_part_whose_metadata_is_damaged_is_named(acme: Path, harm: Callable[[Path], None]) -> None:
    (part,) = Workspace.open(acme).record.parts()
    harm(part.path)
    with pytest.raises(WegmarkeError) as caught:
        holds(part, "consents")
    assert (caught.value.code, caught.value.details["what"]) == ("record_broken", part.entry.name)


@pytest.mark.parametrize("source", ["../../evil", "..", "a/b", "a b", "", "a.b", "/abs", "übung"])
def test_a_source_cannot_be_named_out_of_the_workspace(acme: Path, source: str) -> None:
    place, around = Workspace.open(acme), sorted(acme.parent.rglob("*"))
    with pytest.raises(WegmarkeError) as caught:
        place.import_file(acme.parent / "shop.csv", place.mapping("shop"), source=source)
    assert (caught.value.code, caught.value.details["key"]) == ("mapping_broken", "source")
    assert sorted(acme.parent.rglob("*")) == around
    assert Workspace.open(acme).record.interactions == 3


def test_a_ledger_that_could_not_be_read_again_is_not_written(acme: Path) -> None:
    ledger = read_ledger(acme / "record")
    broken = replace(ledger, files=(replace(ledger.files[0], read=99),))
    with pytest.raises(ValueError, match="1"):
        write_ledger(acme / "record", broken)
    assert read_ledger(acme / "record") == ledger
