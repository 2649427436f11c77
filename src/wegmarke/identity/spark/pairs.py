"""All pairs of records that agree on a key, compared and weighed by Splink on a cluster.

Records are sent there once. Which agree on a key is found in one shuffle of keys, and the pairs are kept for all
rounds. Splink weighs them with what was learned on the machine that asks; likeness is found by `likeness.py`. Nothing
is written outside the memory and the temporary disk of the cluster: intermediate tables are persisted (Splink's other
ways need a folder of checkpoints, which Spark Connect does not have), and whoever opened the session lets them go.
"""

from __future__ import annotations

import logging
import uuid
from copy import deepcopy
from typing import Any

import pyarrow as pa
from splink import Linker

from wegmarke.identity.blocking import MOST_BEHIND_A_KEY
from wegmarke.identity.cluster import Cluster
from wegmarke.identity.comparing import Comparison
from wegmarke.identity.preparing import NUMBER
from wegmarke.identity.spark.likeness import arguments_of, found_by

RECORDS_A_TASK = 50_000
"""A shuffle has a part for so many records at most: some millions of pairs."""

PAIRS_AT_ONCE = 50_000
"""So many pairs a worker compares at a time; fewer cost more questions of its engine."""


class OnSpark:
    """A `Comparer` on a cluster."""

    def __init__(self, cluster: Cluster, comparisons: tuple[Comparison, ...]) -> None:
        self._cluster = cluster
        self._comparisons = comparisons
        name = uuid.uuid4().hex
        self._records, self._pairs = f"records_{name}", f"pairs_{name}"
        self._likeness = {one.kind: f"likeness_{one.kind}_{name}" for one in comparisons}

    def take(self, records: pa.Table, keys: tuple[str, ...]) -> None:
        """Send the records, and find which pairs agree on a key that not too many share."""
        self._cluster.run(lambda session, at_once: self._taken(session, at_once, records, keys))

    def compare(self, settings: dict[str, Any], at_least: float) -> str:
        """As `Comparer`; Splink on Spark."""
        return self._cluster.run(lambda session, _: self._compared(session, settings, at_least))

    def ask(self, query: str) -> pa.Table:
        """As `Comparer`."""
        return self._cluster.run(lambda session, _: session.sql(query).toArrow())

    def _taken(self, session: Any, at_once: int, records: pa.Table, keys: tuple[str, ...]) -> None:
        from pyspark.sql.pandas.functions import arrow_udf  # noqa: PLC0415 - only where there is a cluster
        from pyspark.sql.types import IntegerType  # noqa: PLC0415

        by_column: Any = arrow_udf  # of any number of columns, which PySpark's types do not know
        parts = max(at_once, -(-len(records) // RECORDS_A_TASK))
        session.conf.set("spark.sql.shuffle.partitions", str(parts))
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(PAIRS_AT_ONCE))
        for comparison in self._comparisons:
            # A type and not its name: PySpark would ask the session used last for what that means, which may be gone.
            session.udf.register(self._likeness[comparison.kind], by_column(found_by(comparison), IntegerType()))
        session.createDataFrame(records).repartition(parts, NUMBER).persist().createOrReplaceTempView(self._records)
        session.sql(self._pairs_of(keys)).persist().createOrReplaceTempView(self._pairs)
        session.sql(f"SELECT count(*) FROM {self._pairs}").collect()  # noqa: S608 - a table of ours

    def _pairs_of(self, keys: tuple[str, ...]) -> str:
        """The query for pairs as Splink wants them blocked, each once, the smaller number left."""
        return f"""
            WITH shared AS (
              SELECT place, value, collect_list({NUMBER}) AS members
              FROM (
                SELECT {NUMBER}, posexplode(array({", ".join(keys)})) AS (place, value) FROM {self._records}
              ) WHERE value IS NOT NULL
              GROUP BY place, value HAVING count(*) BETWEEN 2 AND {MOST_BEHIND_A_KEY}
            ),
            ones AS (SELECT place, members, explode(members) AS one FROM shared),
            both AS (SELECT place, one, explode(members) AS other FROM ones)
            SELECT one AS join_key_l, other AS join_key_r, CAST(min(place) AS STRING) AS match_key
            FROM both WHERE one < other GROUP BY one, other
        """  # noqa: S608 - keys and names of ours

    def _compared(self, session: Any, settings: dict[str, Any], at_least: float) -> str:
        from splink.backends.spark import SparkAPI  # noqa: PLC0415 - only where a workspace names a cluster

        logging.getLogger("splink").setLevel(logging.ERROR)
        api = SparkAPI(spark_session=session, break_lineage_method="persist", register_udfs_automatically=False)
        linker = Linker(api.register(self._records), self._said(settings), log_level=None, validate_settings=False)
        linker.table_management.register_blocked_pairs_for_predict(api.register(self._pairs))
        return str(linker.inference.predict(threshold_match_weight=at_least).physical_name)

    def _said(self, settings: dict[str, Any]) -> dict[str, Any]:
        """The settings with the levels that workers find. A value missing, and agreement, Spark can tell itself; Splink
        must see the latter, since frequency adjusts it.
        """
        settings = deepcopy(settings) | {"sql_dialect": "spark", "blocking_rules_to_generate_predictions": []}
        for comparison, said in zip(self._comparisons, settings["comparisons"], strict=True):
            asked = f"{self._likeness[comparison.kind]}({', '.join(arguments_of(comparison))})"
            told = [level for level in said["comparison_levels"] if not level.get("is_null_level")]
            for place, (level, one) in enumerate(zip(comparison.levels[:-1], told[:-1], strict=True)):
                if level.likeness != "same":
                    one["sql_condition"] = f"{asked} = {len(comparison.levels) - 1 - place}"
        return settings
