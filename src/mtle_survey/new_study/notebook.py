"""The study file as a notebook: what was found and decided, with room for what comes later."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*")
_OTHER_THAN_TEXT = re.compile(r"(?i)(yes|no|true|false|on|off|null|y|n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveEntry:
    """A wave: its name, its exports relative to the study file, what is known about it."""

    name: str
    files: tuple[str, ...]
    day: str | None = None
    forms: tuple[str, ...] = ()
    about: str = ""
    keep_preview: bool = False

    def files_text(self) -> str:
        """The exports as the study file names them: one, or a list."""
        ending = ", preview: keep}" if self.keep_preview else ""
        listed = [f"{{file: {scalar(file)}{ending}" if ending else scalar(file) for file in self.files]
        return f"[{', '.join(listed)}]" if len(listed) > 1 else listed[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """What a new study file says.

    Attributes
    ----------
    title, instrument : str
    instrument_title : str
    waves : tuple of WaveEntry
        In time order.
    respondent, cluster : str or None
    groups, primary : tuple of str
    scales : tuple of (id, title)
        The outcome scales that could be declared primary.
    audience : str
    accept : mapping of problem code to reason
    """

    title: str
    instrument: str
    instrument_title: str
    waves: tuple[WaveEntry, ...]
    respondent: str | None
    cluster: str | None = None
    groups: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    scales: tuple[tuple[str, str], ...] = ()
    audience: str = "internal"
    accept: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The file's content: YAML with comments that say what each line is for."""
        return "\n".join([*self._head(), *self._people(), *self._aims(), *self._later()]) + "\n"

    def _head(self) -> Iterable[str]:
        yield "# The notebook of this evaluation. Every number of the report comes from what stands here:"
        yield "#   mtle validate FILE   says what is wrong with the exports, where, and what to do"
        yield "#   mtle report FILE     writes the evaluation; next year, add a wave and run it again"
        yield f"title: {scalar(self.title)}"
        yield f"instrument: {scalar(self.instrument)}   # {comment(self.instrument_title)}"
        yield ""
        yield "# In time order; the first is the baseline. Paths are relative to this file."
        yield "waves:"
        for wave in self.waves:
            parts = [f"files: {wave.files_text()}"]
            parts += [f"date: {wave.day}"] if wave.day else []
            parts += [f"forms: [{', '.join(wave.forms)}]"] if wave.forms else []
            about = f"   # {comment(wave.about)}" if wave.about else ""
            yield f"  {wave.name}: {{{', '.join(parts)}}}{about}"
        yield ""

    def _people(self) -> Iterable[str]:
        if self.respondent is not None:
            yield "# The column that says who answered: it joins the waves."
            yield f"respondent: {scalar(self.respondent)}"
        else:
            yield "# Nothing joins answers of one person: name the column that says who answered."
            yield "# respondent: code"
        yield "# Without a comparison group a report speaks of change, never of impact."
        yield "design: {type: one_group}"
        if self.cluster is not None:
            yield "# People at one site resemble each other; intervals take it into account."
            yield f"cluster: {scalar(self.cluster)}"
        if self.groups:
            yield f"groups: [{', '.join(self.groups)}]"
        yield ""

    def _aims(self) -> Iterable[str]:
        yield "# What the evaluation is about, decided before anybody looks at results: only these scales are"
        yield "# tested. Measured in the first and the last wave:"
        for scale, title in self.scales:
            yield f"#   {scale}: {comment(title)}"
        yield f"primary: [{', '.join(self.primary)}]"
        yield ""
        yield "# What the evaluation asks orders the report. For example:"
        yield "# questions:"
        example = (*self.primary, *(scale for scale, _ in self.scales), "scale")[0]
        yield f"#   - {{ask: Did it change?, measures: [{example}], target: {{change: 0.3}}}}"
        yield ""

    def _later(self) -> Iterable[str]:
        yield "# internal: full numbers, marked as not for release. public: small groups are not shown."
        yield f"options: {{seed: 1, audience: {self.audience}}}"
        yield ""
        yield "# Errors that you take responsibility for, each with its reason, such as"
        yield "# accept: {D104: typing errors confirmed with the people}"
        if self.accept:
            yield "accept:"
        for code, reason in self.accept.items():
            yield f"  {scalar(code)}: {scalar(reason)}"


def scalar(words: str) -> str:
    """A piece of text as YAML has it, in quotation marks where it needs them."""
    plain = _PLAIN.fullmatch(words) and words == words.strip() and not _OTHER_THAN_TEXT.fullmatch(words)
    return words if plain else json.dumps(words, ensure_ascii=False)


def comment(words: str) -> str:
    """Words on one line, for the end of a line."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
