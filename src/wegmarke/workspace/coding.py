"""What people said of free texts, kept in the workspace.

```
coding/decisions.jsonl    what people decided, a line each, only ever added to
```

Beside it stands which sources' texts are coded (`workspace.texts`).

It holds keys of texts and codes, never a text: texts are read from the index when somebody looks. A line that a crash
cut short is no decision. When texts go from the record, with a person or with age, what was said of them goes too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final, cast

from wegmarke.errors import WegmarkeError
from wegmarke.index.index import Index
from wegmarke.model.coded_reasons import Closing, Coded, Codings, Decision
from wegmarke.model.coding_schemes import SCHEME_NAMES, SCHEMES, SchemeName
from wegmarke.model.coming_reasons import USUAL_COMING, ComingCode, ComingCoding
from wegmarke.model.stated_reasons import USUAL_CODING, ReasonCoding, StatedCode, text_key
from wegmarke.record import Record
from wegmarke.record.durable import room_or_error, sync_folder, write_text
from wegmarke.workspace.rights.register import Erasing, Exporting, Extract, Part, enter

CODING: Final = "coding"
DECISIONS: Final = f"{CODING}/decisions.jsonl"


def load_decisions(folder: Path) -> tuple[Decision, ...]:
    """All decisions, the oldest first. Errors: `record_broken` where the file cannot be read."""
    try:
        lines = (folder / DECISIONS).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise WegmarkeError("record_broken", what=DECISIONS) from error
    return tuple(one for one in map(_decision, lines) if one is not None)


def load_codings(folder: Path) -> dict[SchemeName, Codings]:
    """What holds now, by scheme."""
    decisions = load_decisions(folder)
    return {scheme: Codings.after(decisions, scheme) for scheme in SCHEME_NAMES}


def keep_decision(folder: Path, decision: Decision) -> None:
    """Add a decision; it is on the disk when this returns. The caller holds the writer's lock.

    Errors: `workspace_setting` for a code that is none of the scheme.
    """
    given = SCHEMES[decision.scheme].given
    if isinstance(decision, Coded) and (wrong := [code for code in decision.codes if code not in given]):
        raise WegmarkeError("workspace_setting", setting="code", value=wrong[0], expected=list(given))
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


def with_codings(
    index: Index, words: tuple[ReasonCoding, ComingCoding], codings: Mapping[SchemeName, Codings]
) -> Index:
    """The index with these codings of words (of leaving, of coming) and of texts. They are part of its version: with
    others, answers are others.
    """
    leaving = cast("dict[str, tuple[StatedCode, ...]]", codings["leaving"].by_hand)
    coming = cast("dict[str, tuple[ComingCode, ...]]", codings["coming"].by_hand)
    coding, way = replace(words[0], by_hand=leaving), replace(words[1], by_hand=coming)
    if (coding, way) == (USUAL_CODING, USUAL_COMING) and not any(one.of for one in codings.values()):
        return index
    listed = [sorted(of.items()) for of in (coding.words, way.words)]
    told = repr((coding.usual, listed, [_decided(codings[scheme]) for scheme in SCHEME_NAMES]))
    digest = hashlib.sha256(told.encode()).hexdigest()[:8]
    return replace(index, reason_coding=coding, coming_coding=way, version=f"{index.version}-r{digest}")


def _decided(codings: Codings) -> object:
    """What answers depend on: of a text that may not be seen yet who has coded it, and not how."""
    said = [
        sorted(
            (text, by, codings.is_open(text) and one.codes, one.aided)
            for text, of in all_of.items()
            for by, one in of.items()
        )
        for all_of in (codings.of, codings.blind)
    ]
    return codings.closed, said, sorted((text, one.codes) for text, one in codings.settled.items())


def forget_texts(folder: Path, record: Record) -> int:
    """Let go of what was said of texts that are not in the record any more; of how many decisions."""
    decisions = load_decisions(folder)
    if not decisions:
        return 0
    there = _texts(record, "stated_reason")
    if any(isinstance(one, Coded) and one.text not in there for one in decisions):
        there |= _texts(record, "text")
    left = [one for one in decisions if isinstance(one, Closing) or one.text in there]
    if len(left) < len(decisions):
        write_text(folder / DECISIONS, "".join(map(_line, left)))
    return len(decisions) - len(left)


def _texts(record: Record, column: str) -> set[str]:
    """The keys of all texts that a column of the record holds."""
    found: set[str] = set()
    for batch in record.batches((column,)):
        found.update(text_key(one) for one in batch.column(0).unique().to_pylist() if one)
    return found


def _erase(erasing: Erasing) -> int:
    return forget_texts(erasing.folder, erasing.record)


def _export(_exporting: Exporting) -> Iterable[Extract]:
    """The texts are exported with their rows; which codes others gave them says nothing of the person."""
    return ()


def _line(decision: Decision) -> str:
    return f"{json.dumps(asdict(decision))}\n"


def _decision(line: str) -> Decision | None:
    """One line; None for one that a crash cut short: it was never acknowledged."""
    try:
        raw = json.loads(line)
        return Closing(**raw) if "closed" in raw else Coded(**raw | {"codes": tuple(raw["codes"])})
    except (ValueError, KeyError, TypeError):
        return None


enter(Part("coding of reasons", (f"{CODING}/*",), _erase, _export))
