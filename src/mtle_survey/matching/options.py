"""Which code or reason an answer's text stands for; labels map by text, digits only confirm."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mtle_survey.instrument.model import ResponseFormat
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Missing


class Mode(StrEnum):
    """Whether a column's cells are option labels or codes."""

    LABELS = "labels"
    CODES = "codes"
    EITHER = "either"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one cell text stands for: a code, or a reason without one."""

    code: float
    reason: Missing


NAN = float("nan")
_WITH_DIGITS = re.compile(
    r"^\(?(?P<lead>-?\d+)\)?\s*[-–—.:)=]?\s*(?P<text>\D.*)$|^(?P<text2>.*\D)\s*\((?P<tail>-?\d+)\)$"
)


class Options:
    """The options of one response format, ready to be looked up.

    Parameters
    ----------
    response_format : ResponseFormat
        The declared codes, labels, nonresponse options and aliases.
    """

    def __init__(self, response_format: ResponseFormat) -> None:
        self.by_label: dict[str, Answer] = {}
        self.by_code: dict[str, Answer] = {}
        self.labels = dict(zip(response_format.codes, response_format.labels, strict=True))
        for code, label in zip(response_format.codes, response_format.labels, strict=True):
            answer = Answer(code, Missing.ANSWERED)
            self.by_code[code_text(code)] = answer
            if label:
                self.by_label[normalise_label(label)] = answer
        for alias, code in response_format.aliases.items():
            self.by_label[normalise_label(alias)] = Answer(code, Missing.ANSWERED)
        for code_name, option in response_format.nonresponse.items():
            answer = Answer(NAN, Missing.of(option.reason))
            self.by_code[code_name.strip()] = answer
            self.by_label[normalise_label(option.label)] = answer
        self.fully_labelled = all(response_format.labels)
        self.collide = any(
            key in self.by_code and self.by_code[key] != answer for key, answer in self.by_label.items()
        )

    def mode(self, texts: Iterable[str]) -> Mode:
        """How the distinct non-blank texts of a column can be read as a whole."""
        texts = list(texts)
        labels = all(self._as_label(text) is not None for text in texts)
        codes = all(self._as_code(text) is not None for text in texts)
        if labels and codes:
            return Mode.EITHER
        if labels:
            return Mode.LABELS
        return Mode.CODES if codes else Mode.NEITHER

    def read(self, text: str, mode: Mode) -> Answer | None:
        """The answer a cell stands for under a mode; None if it is no declared option."""
        if mode is Mode.CODES:
            return self._as_code(text) or (None if self.collide else self._as_label(text))
        if mode is Mode.LABELS:
            return self._as_label(text) or (None if self.collide else self._as_code(text))
        return self._as_label(text) or self._as_code(text)

    def is_label(self, text: str) -> bool:
        """Whether a text is a label and not also a code."""
        return self._as_label(text) is not None and self._as_code(text) is None

    def label_of(self, code: float) -> str:
        """The declared label of a code; empty where only some points are labelled."""
        return self.labels.get(code, "")

    def number_beside_label(self, text: str) -> tuple[float, float] | None:
        """The number written beside a known label, and the label's own code: ``Agree (2)`` is (2, 4)."""
        parts = _digits_and_label(normalise_label(text))
        answer = self.by_label.get(parts[1]) if parts else None
        if parts is None or answer is None or answer.reason is not Missing.ANSWERED:
            return None
        return float(parts[0]), answer.code

    def _as_label(self, text: str) -> Answer | None:
        wanted = normalise_label(text)
        return self.by_label.get(wanted) or self._confirmed(wanted)

    def _as_code(self, text: str) -> Answer | None:
        plain = unicodedata.normalize("NFKC", text).strip()
        return self.by_code.get(plain) or self.by_code.get(_without_zero_decimals(plain))

    def _confirmed(self, wanted: str) -> Answer | None:
        """``Agree (4)`` or ``4 - Agree``: the number must be the label's own code."""
        parts = _digits_and_label(wanted)
        if parts is None:
            return None
        answer = self.by_label.get(parts[1])
        return answer if answer is not None and self.by_code.get(parts[0]) == answer else None


def _digits_and_label(text: str) -> tuple[str, str] | None:
    match = _WITH_DIGITS.match(text)
    if match is None:
        return None
    return match["lead"] or match["tail"], (match["text"] or match["text2"] or "").strip()


def code_text(code: float) -> str:
    """How a code is written in an export: 4, not 4.0."""
    return str(int(code)) if float(code).is_integer() else repr(float(code))


def column_modes(options: Mapping[str, Options], texts: Mapping[str, list[str]]) -> dict[str, Mode]:
    """Decide for every item whether its column holds labels or codes.

    Exports are labels or codes as a whole. A column whose texts fit both readings with different results
    follows the fully labelled columns that can be read in one way only, if those agree; otherwise it stays
    ``EITHER``.
    """
    own = {item: options[item].mode(texts[item]) for item in texts}
    clear = {
        mode
        for item, mode in own.items()
        if texts[item] and options[item].fully_labelled and mode in (Mode.LABELS, Mode.CODES)
    }
    shared = clear.pop() if len(clear) == 1 else None
    return {
        item: shared if mode is Mode.EITHER and options[item].collide and shared else mode
        for item, mode in own.items()
    }


def _without_zero_decimals(text: str) -> str:
    return re.sub(r"^(-?\d+)[.,]0+$", r"\1", text)
