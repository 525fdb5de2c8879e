"""Which platform wrote an export: every reader looks at the content, the surest speaks."""

from __future__ import annotations

from mtle_survey.errors import MtleError, UsageError, problem
from mtle_survey.plugins import discover
from mtle_survey.readers.common.source import Reader, Source, Verdict


def readers() -> dict[str, Reader]:
    """All readers by name."""
    return {reader.name: reader for reader in discover("mtle_survey.readers", "READER").values()}


def detect(source: Source, platform: str | None = None) -> tuple[Reader, Verdict]:
    """Choose the reader of a source, from its content unless ``platform`` names it.

    Raises
    ------
    UsageError
        If there is no reader of that name.
    MtleError
        R005, if no reader knows what to do with this kind of file.
    """
    known = readers()
    if platform is not None:
        return _named(source, platform, known)
    verdicts = [
        (reader, verdict) for reader in known.values() if (verdict := reader.sniff(source)) is not None
    ]
    if not verdicts:
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file of unknown make")])
    return max(verdicts, key=lambda pair: pair[1].confidence)


def _named(source: Source, platform: str, known: dict[str, Reader]) -> tuple[Reader, Verdict]:
    wanted = platform.strip().casefold().replace("-", "").replace("_", "").replace(" ", "")
    for reader in known.values():
        if wanted in (reader.name, *reader.aliases):
            verdict = reader.sniff(source)
            said = f"platform named as {reader.name}"
            if verdict is None:
                return reader, Verdict(confidence=0.0, dialect="", reason=f"{said}; its marks were not found")
            return reader, Verdict(
                confidence=1.0, dialect=verdict.dialect, reason=f"{said}; {verdict.reason}"
            )
    raise UsageError(f"no reader for platform {platform!r}; there are: {', '.join(sorted(known))}")
