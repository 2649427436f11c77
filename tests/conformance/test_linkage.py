"""Probabilistic links against data whose truth is known.

Comparisons and thresholds were developed on FEBRL 1 and 2 and on the practice company; FEBRL 3 and 4 and fake_1000 only
judge. They are the same for all.
"""

import logging
from math import log2
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.linkage import Quality, Truth, customers, fake_1000, febrl, of_customers, of_labels, of_links
from wegmarke.identity.probabilistic import Thresholds, score_pairs


@pytest.fixture(scope="session")
def linkage(shared_data: Path) -> Path:
    return shared_data / "linkage"


def links_of(truth: Truth, scratch: Path) -> list[tuple[int, int]]:
    return [(pair.a, pair.b) for pair in score_pairs(truth.records, scratch) if pair.verdict == "link"]


@pytest.mark.parametrize("files", [("dataset3.csv",), ("dataset4a.csv", "dataset4b.csv")], ids=["FEBRL 3", "FEBRL 4"])
def test_febrl(linkage: Path, tmp_path: Path, files: tuple[str, ...]) -> None:
    truth = febrl(*(linkage / file for file in files))
    links = links_of(truth, tmp_path)
    found, direct = of_customers(truth, links), of_links(truth, links)
    print(f"{files}: customers F {found.f:.4f} P {found.precision:.4f} R {found.recall:.4f};"  # noqa: T201 - for the report
          f" links alone F {direct.f:.4f} P {direct.precision:.4f} R {direct.recall:.4f}")  # fmt: skip
    assert found.f >= 0.99
    assert found.precision >= 0.995
    assert direct.precision >= 0.995


def test_fake_1000_against_a_default_model_of_splink(linkage: Path, tmp_path: Path) -> None:
    """At the threshold that suits each best, and at the one at which the tutorial makes clusters (probability .95)."""
    truth, labels = fake_1000(linkage / "fake_1000.csv"), linkage / "fake_1000_labels.csv"
    low = Thresholds(review=-15.0)
    ours = [(pair.a, pair.b, pair.weight) for pair in score_pairs(truth.records, tmp_path, thresholds=low)]
    theirs = [(a, b, log2(p / (1 - p)) if p < 1 else 99.0) for a, b, p in default_model(truth)]

    def quality(scored: list[tuple[int, int, float]], weight: float) -> Quality:
        return of_labels(labels, customers(truth.entity, [(a, b) for a, b, w in scored if w >= weight]))

    best_ours, best_theirs = (max(quality(each, w / 2).f for w in range(-28, 40)) for each in (ours, theirs))
    linked = quality(ours, Thresholds().link)
    clustered = quality(theirs, log2(0.95 / 0.05))
    print(f"fake_1000: best F {best_ours:.4f}, theirs {best_theirs:.4f}; as linked {linked}, as clustered {clustered}")  # noqa: T201
    assert best_ours >= best_theirs
    assert linked.f >= clustered.f
    assert linked.precision >= clustered.precision


def default_model(truth: Truth) -> list[tuple[int, int, float]]:
    """The model of Splink's own tutorial for these data (04, Estimating model parameters), with a seed."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    table = truth.records.rename_columns({"number": "unique_id"})
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("dob", 1),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
        blocking_rules_to_generate_predictions=[block_on("first_name", "city"), block_on("surname")],
    )
    connection = duckdb.connect()
    linker = Linker(DuckDBAPI(connection).register(pa.table(table)), settings, log_level=None)
    certain = [
        block_on("first_name", "dob"),
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        block_on("email"),
    ]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    found = linker.inference.predict()
    return connection.sql(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {found.physical_name}"  # noqa: S608 - Splink's table
    ).fetchall()
