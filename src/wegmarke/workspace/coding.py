"""What people said of free texts that state a reason, kept in the workspace.

```
coding/decisions.jsonl    what people decided, a line each, only ever added to
```

It holds keys of texts and codes, never a text: texts are read from the index when somebody looks. A line that a crash
cut short is no decision. When texts go from the record, with a person or with age, what was said of them goes too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.coded_reasons import Coded, Codings
from wegmarke.model.coming_reasons import USUAL_COMING, ComingCoding
from wegmarke.model.stated_reasons import GIVEN_CODES, USUAL_CODING, ReasonCoding, text_key
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, sync_folder, write_text
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter

CODING: Final = "coding"
DECISIONS: Final = f"{CODING}/decisions.jsonl"


def load_decisions(folder: Path) -> tuple[Coded, ...]:
    """All decisions, the oldest first. Errors: `record_broken` where the file cannot be read."""
    try:
        lines = (folder / DECISIONS).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise WegmarkeError("record_broken", what=DECISIONS) from error
    return tuple(one for one in map(_decision, lines) if one is not None)


def load_codings(folder: Path) -> Codings:
    """What holds now."""
    return Codings.after(load_decisions(folder))


def keep_decision(folder: Path, decision: Coded) -> None:
    """Add a decision; it is on the disk when this returns. The caller holds the writer's lock.

    Errors: `workspace_setting` for a code that is none of the scheme.
    """
    if wrong := [code for code in decision.codes if code not in GIVEN_CODES]:
        raise WegmarkeError("workspace_setting", setting="code", value=wrong[0], expected=list(GIVEN_CODES))
    path = folder / DECISIONS
    with room_or_error(folder):
        path.parent.mkdir(exist_ok=True)
        whole = not path.exists() or path.read_bytes()[-1:] in {b"", b"\n"}
        with path.open("ab") as file:
            # A line that was cut short before is ended first, so that it does not swallow this one.
            file.write(f"{'' if whole else chr(10)}{_line(decision)}".encode())
            file.flush()
            os.fsync(file.fileno())
    sync_folder(path.parent)


def with_codings(index: Index, words: tuple[ReasonCoding, ComingCoding], codings: Codings) -> Index:
    """The index with these codings of words (of leaving, of coming) and of texts. They are part of its version: with
    others, answers are others.
    """
    coding, coming = replace(words[0], by_hand=codings.by_hand), words[1]
    if (coding, coming) == (USUAL_CODING, USUAL_COMING):
        return index
    listed = [sorted(of.items()) for of in (coding.words, coding.by_hand, coming.words)]
    told = repr((coding.usual, listed))
    digest = hashlib.sha256((told + _decided(codings)).encode()).hexdigest()[:8]
    return replace(index, reason_coding=coding, coming_coding=coming, version=f"{index.version}-r{digest}")


def _decided(codings: Codings) -> str:
    said = sorted((text, by, one.codes, one.aided) for text, of in codings.of.items() for by, one in of.items())
    return repr((said, sorted((text, one.codes) for text, one in codings.settled.items())))


def forget_texts(folder: Path, record: Record) -> int:
    """Let go of what was said of texts that are not in the record any more; of how many decisions."""
    decisions = load_decisions(folder)
    if not decisions:
        return 0
    there = _texts(record)
    left = [one for one in decisions if one.text in there]
    if len(left) < len(decisions):
        write_text(folder / DECISIONS, "".join(map(_line, left)))
    return len(decisions) - len(left)


def _texts(record: Record) -> set[str]:
    """The keys of all reasons that the record states."""
    reasons: set[str] = set()
    for batch in record.batches(("stated_reason",)):
        reasons.update(one for one in batch.column(0).unique().to_pylist() if one)
    return {text_key(reason) for reason in reasons}


def _erase(erasing: Erasing) -> int:
    return forget_texts(erasing.folder, erasing.record)


def _export(_exporting: Exporting) -> Iterable[Extract]:
    """The texts are exported with their rows; which codes others gave them says nothing of the person."""
    return ()


def _line(decision: Coded) -> str:
    return f"{json.dumps(asdict(decision))}\n"


def _decision(line: str) -> Coded | None:
    """One line; None for one that a crash cut short: it was never acknowledged."""
    try:
        raw = json.loads(line)
        return Coded(**raw | {"codes": tuple(raw["codes"])})
    except (ValueError, KeyError, TypeError):
        return None


enter(Part("coding of reasons", (f"{CODING}/*",), _erase, _export))
