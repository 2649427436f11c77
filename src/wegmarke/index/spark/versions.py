"""Whether the workers have the versions that this machine has: kernels and summaries are understood by both sides only
then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from wegmarke.errors import WegmarkeError

if TYPE_CHECKING:
    import pyarrow as pa

PACKAGES = ("wegmarke", "numpy", "numba")
COLUMNS = ("host", "python", *PACKAGES)
SPARK_SCHEMA = ", ".join(f"{name} string" for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Workers:
    """What the first question learns. at_once: how many tasks the cluster begins with unless told otherwise."""

    hosts: tuple[str, ...]
    at_once: int


def here() -> dict[str, str]:
    """The versions of this machine."""
    return {"python": "{}.{}".format(*sys.version_info), **{name: version(name) for name in PACKAGES}}


def telling() -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What workers answer with. A function in a function travels as code, so that a worker without Wegmarke can run it
    and say so.
    """
    names, schema = PACKAGES, COLUMNS

    def tell(batches: Any) -> Any:  # runs where none of the types above may be known
        import socket  # noqa: PLC0415 - as all names of this function
        import sys as system  # noqa: PLC0415
        from importlib.metadata import PackageNotFoundError  # noqa: PLC0415
        from importlib.metadata import version as version_of  # noqa: PLC0415

        import pyarrow as arrow  # noqa: ICN001, PLC0415

        def found(name: str) -> str:
            try:
                return version_of(name)
            except PackageNotFoundError:
                return ""

        for _ in batches:
            pass
        python = "{}.{}".format(*system.version_info)
        row = [socket.gethostname(), python, *(found(name) for name in names)]
        yield arrow.RecordBatch.from_pydict({name: [value] for name, value in zip(schema, row, strict=True)})

    return tell


def checked(told: pa.Table) -> Workers:
    """The workers, once each of them has what this machine has; `cluster_differs` with the first that has not."""
    mine = here()
    for row in told.to_pylist():
        for name, wanted in mine.items():
            if row[name] != wanted:
                found = row[name] or None
                raise WegmarkeError("cluster_differs", package=name, wanted=wanted, found=found, host=row["host"])
    return Workers(tuple(sorted(set(told.column("host").to_pylist()))), max(told.num_rows, 1))
