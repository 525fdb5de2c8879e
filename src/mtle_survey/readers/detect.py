"""Which platform wrote an export: every reader looks at the content, the surest speaks."""

from __future__ import annotations

import re
from dataclasses import replace

from mtle_survey.errors import MtleError, UsageError, problem
from mtle_survey.plugins import discover
from mtle_survey.readers.common.definitions import refuse_definitions
from mtle_survey.readers.common.source import Reader, Source, Verdict


def readers() -> tuple[Reader, ...]:
    """All readers; a platform with several kinds of file has several of one name."""
    return tuple(discover("mtle_survey.readers", "READER").values())


def detect(source: Source, platform: str | None = None) -> tuple[Reader, Verdict]:
    """Choose the reader of a source, from its content unless ``platform`` names it.

    Raises
    ------
    UsageError
        If there is no reader of that name.
    MtleError
        R006 if the file is a definition, R005 if no reader knows what to do with this kind of file.
    """
    refuse_definitions(source)
    known = readers()
    if platform is not None:
        return _named(source, platform, known)
    verdicts = _verdicts(source, known)
    if not verdicts:
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file of unknown make")])
    return _surest(verdicts)


def _verdicts(source: Source, known: tuple[Reader, ...]) -> list[tuple[Reader, Verdict]]:
    return [(reader, verdict) for reader in known if (verdict := reader.sniff(source)) is not None]


def _surest(verdicts: list[tuple[Reader, Verdict]]) -> tuple[Reader, Verdict]:
    return max(verdicts, key=lambda pair: pair[1].confidence)


def _named(source: Source, platform: str, known: tuple[Reader, ...]) -> tuple[Reader, Verdict]:
    wanted = re.sub(r"[\s_-]+", "", platform).casefold()
    chosen = tuple(reader for reader in known if wanted == reader.name or wanted in reader.aliases)
    if not chosen:
        names = ", ".join(sorted({reader.name for reader in known}))
        raise UsageError(f"no reader for platform {platform!r}; there are: {names}")
    verdicts = _verdicts(source, chosen)
    if not verdicts:
        reason = f"platform named as {chosen[0].name}; its marks were not found"
        return chosen[0], Verdict(confidence=0.0, dialect="", reason=reason)
    reader, verdict = _surest(verdicts)
    return reader, replace(verdict, reason=f"platform named as {reader.name}; {verdict.reason}")
