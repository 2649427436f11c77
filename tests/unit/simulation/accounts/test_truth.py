"""The truth can be found again in the files by counting, and says where it cannot be found."""

import csv
import json
from dataclasses import replace
from pathlib import Path

from tests.unit.simulation.accounts.conftest import Written
from wegmarke.simulation.accounts.counterfactuals import DEFECTS
from wegmarke.simulation.accounts.counting import MANY_LOSSES, estimands_of


def rows(path: Path, encoding: str = "cp1252") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_losses_and_their_stated_reasons_stand_in_the_file_of_notices(written: Written) -> None:
    notices = rows(written.folder / "exports" / "b2b_kuendigungen.csv")
    assert [row["Kundennr"] for row in notices] == [loss.account for loss in written.truth.losses]
    counts = written.truth.counts
    assert sum(row["Grund"] == "Preis" for row in notices) == counts.price_noted
    assert sum(counts.losses_by_cause.values()) == counts.losses == len(notices)
    assert counts.losses_by_cause["defect"] > counts.losses_by_cause.get("price", 0)
    assert counts.price_noted > counts.losses / 3


def test_tenders_are_counted_as_the_pipeline_shows_them(written: Written) -> None:
    tenders = rows(written.folder / "exports" / "b2b_verkaufschancen.csv")
    status = [row["Status"] for row in tenders]
    counts = written.truth.counts
    assert status.count("gewonnen") == counts.tenders_won
    assert status.count("verloren") == counts.tenders_lost == len(written.truth.lost_tenders)
    assert status.count("offen") == counts.tenders_open
    assert sum(row["Verlustgrund"] == "Preis" for row in tenders) == counts.lost_tenders_price_noted


def test_incidents_before_a_loss_can_be_opened_in_the_exports(written: Written) -> None:
    jobs = {row["Einsatznr"] for row in rows(written.folder / "exports" / "b2b_serviceeinsaetze.csv", "utf-8-sig")}
    invoices = {row["Rechnungsnr"] for row in rows(written.folder / "exports" / "b2b_rechnungen.csv")}
    found = 0
    for loss in written.truth.losses:
        assert loss.unresolved == sum(one.made_good is None for one in loss.incidents)
        for one in loss.incidents:
            assert one.date <= loss.notice
            found += one.number in jobs or one.number in invoices
            assert one.number or one.defect == "neglected_successor"
            assert not one.number.startswith("SE") or one.number in jobs
            assert not one.number.startswith("RE") or one.number in invoices
    assert found > 10


def test_each_defect_says_who_would_have_stayed(written: Written) -> None:
    truth = written.truth
    assert [one.defect for one in truth.defects] == [one.name.lower() for one in DEFECTS]
    for one in truth.defects:
        kept = {loss.account for loss in truth.losses if one.defect in loss.kept_without}
        assert set(one.kept) == kept
        assert one.losses - one.without == len(one.kept) - len(one.lost_instead)
    assert truth.losses_without_defects < truth.counts.losses


def test_what_cannot_be_said_has_a_reason_and_what_can_be_has_none(written: Written) -> None:
    estimands = {one.key: one for one in written.truth.estimands}
    assert len(estimands) == len(written.truth.estimands)
    for one in estimands.values():
        assert one.identifiable == (one.reason is None)
        assert one.population and one.outcome and one.horizon and one.explanation  # noqa: PT018 - all of a sentence
        assert one.contrast or one.identifiable
    assert not estimands["losses_by:price"].identifiable
    assert estimands["losses_by:price"].reason == "no_variation"
    assert all(estimands[f"losses_by:{one.name.lower()}"].reason == "too_few" for one in DEFECTS)
    assert estimands["price_noted"].value == written.truth.counts.price_noted
    assert estimands["unresolved_before_loss"].n == written.truth.counts.losses


def test_too_few_is_said_only_where_there_are_too_few(written: Written) -> None:
    truth = written.truth
    lives = list(written.told.lives)
    many = tuple(replace(one, losses=MANY_LOSSES) for one in truth.defects)
    estimands = estimands_of(truth.counts, lives, many, truth.losses_at_old_prices, truth.promises)
    reasons = {one.key: one.reason for one in estimands}
    assert all(reasons[f"losses_by:{one.name.lower()}"] is None for one in DEFECTS)
    assert reasons["losses_by:price"] == "no_variation"


def test_dirt_is_where_the_truth_says(written: Written) -> None:
    dirt = written.truth.dirt
    mails = [
        json.loads(line)
        for line in (written.folder / "exports" / "b2b_mailarchiv.jsonl").read_text("utf-8").splitlines()
    ]
    assert sum(mail["crmAccount"] is None for mail in mails) == dirt.mails_not_filed > 0
    receivers = {row["Rechnungsempfänger"] for row in rows(written.folder / "exports" / "b2b_rechnungen.csv")}
    assert {one for one in receivers if one.startswith("rechnung@")} <= set(dirt.mailboxes)
    numbers = {life.firm.number for life in written.told.lives}
    assert dirt.twice
    assert not set(dirt.twice.values()) & numbers
    reports = [
        json.loads(line)
        for line in (written.folder / "exports" / "b2b_besuchsberichte.jsonl").read_text("utf-8").splitlines()
    ]
    assert {report["firma"]["nr"] for report in reports} & set(dirt.twice.values())
    assert all(mover.before != mover.after for mover in dirt.movers)


def test_the_truth_serialises(written: Written) -> None:
    again = json.loads(written.truth.to_json())
    assert again["counts"]["losses"] == written.truth.counts.losses
    assert again["losses"][0]["kept_without"] == list(written.truth.losses[0].kept_without)
