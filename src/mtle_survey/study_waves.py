"""The waves of a study file: their exports, and the version of the instrument that each was asked with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtle_survey.aggregates.engines import located
from mtle_survey.errors import MtleError, UsageError
from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import BROKEN
from mtle_survey.reading import FileSpec

WAVE_NAME = re.compile(r"^[A-Za-z][\w-]*$")


def named_instrument(values: Mapping[str, Any], path: Path, found: ProblemList) -> Instrument | None:
    """The instrument that an entry names, beside the study file or by its id; None with its problems told."""
    name = values.get("instrument")
    if name is None:
        return None
    beside = path.parent / name
    try:
        return load_instrument(beside if beside.is_file() else name)
    except MtleError as error:
        found.problems += error.problems
    except UsageError as error:
        found.add("T003", ("instrument",), f"“{name}”", reason=str(error))
    return None


def declared_versions(
    values: Mapping[str, Any], path: Path, current: Instrument | None, found: ProblemList
) -> dict[str, Instrument]:
    """The versions that single waves were asked with; each is the study's instrument under its own id."""
    versions = {}
    for wave, entry in (values.get("waves") or {}).items():
        if entry is BROKEN or "instrument" not in entry:
            continue
        version = named_instrument(entry, path, found)
        if version is not None and current is not None and version.id != current.id:
            reason = f"A wave can be asked with another version of {current.id}, not with another instrument."
            found.add("T003", ("waves", wave, "instrument"), f"“{version.id}”", reason=reason)
        elif version is not None:
            versions[wave] = version
    return versions


def declared_waves(
    values: Mapping[str, Any], path: Path, found: ProblemList
) -> dict[str, tuple[FileSpec, ...]]:
    """The files of each wave; a misnamed wave and one without files are problems."""
    waves = {}
    for wave, entry in (values.get("waves") or {}).items():
        if not WAVE_NAME.match(wave):
            found.add(
                "T003",
                ("waves", wave),
                f"“{wave}”",
                reason="The name of a wave starts with a letter and holds letters, digits, _ and -.",
            )
        if entry is BROKEN:
            continue
        files = entry["files"] if isinstance(entry.get("files"), tuple) else (entry.get("files"),)
        specs = tuple(_file(f, entry, path) for f in files if f)
        if not specs:
            found.add("T006", ("waves", wave), f"wave “{wave}”")
        waves[wave] = specs
    return waves


def _file(entry: str | Mapping[str, Any], wave: Mapping[str, Any], path: Path) -> FileSpec:
    own: Mapping[str, Any] = {"file": entry} if isinstance(entry, str) else entry
    merged = {**{k: v for k, v in wave.items() if k != "files"}, **own}
    forms = (*((merged["form"],) if "form" in merged else ()), *merged.get("forms", ()))
    return FileSpec(
        path=located(path.parent, own["file"]),
        forms=forms,
        platform=merged.get("platform"),
        encoding=merged.get("encoding"),
        sheet=merged.get("sheet"),
        values=merged.get("values"),
        columns=merged.get("columns", {}),
        keep_preview=merged.get("preview") == "keep",
        unfinished=merged.get("unfinished"),
        definition=str(path.parent / merged["definition"]) if "definition" in merged else None,
        only=_only(merged),
        suffix=merged.get("suffix", ""),
        informant=merged.get("informant"),
    )


def _only(merged: Mapping[str, Any]) -> dict[str, str]:
    """Which records of a file belong to its wave."""
    where = merged.get("where")
    return {**merged.get("only", {}), **({where["column"]: where["value"]} if where else {})}
