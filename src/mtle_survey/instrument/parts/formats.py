"""Response formats: codes, labels, reasons for nonresponse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtle_survey.counting import counted
from mtle_survey.instrument.file_grammar import NONRESPONSE_REASONS
from mtle_survey.instrument.model import Nonresponse, Reason, ResponseFormat
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.reasons import reason_of
from mtle_survey.instrument.yaml_tree import Path
from mtle_survey.normalise import normalise_label


def build_formats(draft: Draft) -> None:
    """Build every response format and report what is wrong with its options."""
    for name, entry in draft.section("response_formats").items():
        path: Path = ("response_formats", name)
        before = draft.problems.errors
        codes = tuple(float(code) for code in entry["codes"])
        _check_codes(codes, path, draft.problems)
        labels = _labels(entry["labels"], codes, path, draft.problems)
        nonresponse = _nonresponse(entry.get("nonresponse", {}), codes, path, draft.problems)
        aliases = {text: float(code) for text, code in entry.get("aliases", {}).items()}
        _check_aliases(aliases, codes, nonresponse, path, draft.problems)
        _check_distinct(labels, codes, nonresponse, aliases, path, draft.problems)
        if draft.problems.errors > before:
            draft.broken["response_formats"].add(name)
        else:
            draft.formats[name] = ResponseFormat(
                codes=codes,
                labels=labels,
                stem=entry.get("stem"),
                nonresponse=nonresponse,
                aliases=aliases,
            )


def number_of(code: str) -> float | None:
    """A code's number, so that 8, 8.0 and 08 are one; None for text codes."""
    try:
        return float(code)
    except ValueError:
        return None


def _check_codes(codes: tuple[float, ...], path: Path, problems: ProblemList) -> None:
    if len(codes) < 2:
        problems.add("I036", (*path, "codes"), counted(len(codes), "code"))
    for place in range(1, len(codes)):
        here = (*path, "codes", place)
        if codes[place] in codes[:place]:
            problems.add("I032", here, f"{codes[place]:g}")
        elif codes[place] < codes[place - 1]:
            problems.add("I033", here, f"{codes[place]:g} after {codes[place - 1]:g}")


def _labels(
    declared: tuple[str, ...] | Mapping[str, str], codes: tuple[float, ...], path: Path, problems: ProblemList
) -> tuple[str, ...]:
    if isinstance(declared, tuple):
        if len(declared) != len(codes):
            found = f"{counted(len(codes), 'code')} and {counted(len(declared), 'label')}"
            problems.add("I030", (*path, "labels"), found)
        return declared
    by_code: dict[float, str] = {}
    for key, label in declared.items():
        code = float(key)
        if code not in codes:
            known = ", ".join(f"{c:g}" for c in codes)
            problems.add("I035", (*path, "labels", key), f"label “{label}” for {key}", codes=known)
        by_code[code] = label
    return tuple(by_code.get(code, "") for code in codes)


def _nonresponse(
    declared: Mapping[str, Any], codes: tuple[float, ...], path: Path, problems: ProblemList
) -> dict[str, Nonresponse]:
    built: dict[str, Nonresponse] = {}
    numbers: dict[float, str] = {}
    for code, option in declared.items():
        here = (*path, "nonresponse", code)
        number = number_of(code)
        if number is not None and (number in codes or number in numbers):
            problems.add("I034" if number in codes else "I032", here, code)
        if number is not None:
            numbers[number] = code
        if isinstance(option, str):
            reason = reason_of(option)
            built[code] = Nonresponse(label=option, reason=reason)
            if reason is Reason.OTHER:
                reasons = ", ".join(NONRESPONSE_REASONS)
                problems.add("I037", here, f"{code}: “{option}”", option=code, reasons=reasons)
        else:
            built[code] = Nonresponse(label=option["label"], reason=Reason(option["reason"]))
    return built


def _check_aliases(
    aliases: Mapping[str, float],
    codes: tuple[float, ...],
    nonresponse: Mapping[str, Nonresponse],
    path: Path,
    problems: ProblemList,
) -> None:
    known = {*codes, *(number_of(code) for code in nonresponse)}
    for text, code in aliases.items():
        if code not in known:
            shown = ", ".join([*(f"{c:g}" for c in codes), *nonresponse])
            problems.add("I038", (*path, "aliases", text), f"“{text}” for {code:g}", codes=shown)


def _check_distinct(
    labels: tuple[str, ...],
    codes: tuple[float, ...],
    nonresponse: Mapping[str, Nonresponse],
    aliases: Mapping[str, float],
    path: Path,
    problems: ProblemList,
) -> None:
    """No two options, whatever their wording, may read alike."""
    wordings: list[tuple[str, float | str | None, Path]] = [
        (label, code, (*path, "labels", place))
        for place, (label, code) in enumerate(zip(labels, codes, strict=False))
        if label
    ]
    for code, option in nonresponse.items():
        number = number_of(code)
        option_of = code if number is None else number
        wordings.append((option.label, option_of, (*path, "nonresponse", code)))
    wordings.extend((text, code, (*path, "aliases", text)) for text, code in aliases.items())
    seen: dict[str, tuple[str, float | str | None]] = {}
    for text, option_code, here in wordings:
        folded = normalise_label(text)
        if folded in seen and (seen[folded][1] != option_code or here[2] == "labels"):
            problems.add("I031", here, f"“{text}”", other=f"“{seen[folded][0]}”")
        seen.setdefault(folded, (text, option_code))
