"""The command line: one command a file. What a command needs it imports when it runs, so that help is there at once."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process: 0 done, 1 something failed (a sentence on stderr says what), 2 wrong use."""
    from wegmarke.cli.running import run

    raise SystemExit(run(arguments))
