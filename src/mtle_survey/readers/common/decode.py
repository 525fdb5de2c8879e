"""Which encoding a file is in, judged by the text that each candidate would make of its bytes."""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, problem

EIGHT_BIT = {"cp1252": 0.0, "mac_roman": -0.1, "cp850": -0.3}
"""Candidates, and how much less common each is than the first."""

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8-bom"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
ABBREVIATED = re.compile(r"(?:s|t|re|ve|ll|d|m)\b")
CONTEXTS_SEEN = 200_000
CONTEXTS_JUDGED = 5_000
DECISIVE = 0.5
JUNK = -2.0
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How to decode a file.

    Attributes
    ----------
    codec : str
        The codec that Python decodes it with.
    name : str
        What to call it: ``utf-8``, ``utf-8-bom``, ``utf-16``, ``cp1252`` …
    alternatives : tuple of str
        Further encodings under which the text would look about as sound.
    """

    codec: str
    name: str
    alternatives: tuple[str, ...] = ()


def find_decoding(data: bytes, file: str, encoding: str | None = None) -> Decoding:
    """Find the encoding of a text file from its content, unless ``encoding`` states it.

    A byte order mark decides; then UTF-8, if every byte agrees; then the eight-bit candidate whose
    reading looks most like written language.

    Raises
    ------
    MtleError
        R007 (cannot be decoded), R008 (mostly UTF-8 with foreign bytes), R009 (unknown encoding).
    """
    if encoding is not None:
        return _stated(data, file, encoding)
    for mark, codec, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data, file, Decoding(codec=codec, name=name))
    wide = _utf16_without_mark(data)
    if wide is not None and _decodes(data, wide):
        return Decoding(codec=wide, name=wide)
    if _decodes(data, "utf-8"):
        return Decoding(codec="utf-8", name="utf-8")
    _refuse_damaged_utf8(data, file)
    return _best_eight_bit(data, file)


def _stated(data: bytes, file: str, encoding: str) -> Decoding:
    try:
        name = codecs.lookup(encoding).name
        b"id".decode(name)
    except (LookupError, ValueError):
        raise MtleError([problem("R009", file=file, found=encoding)]) from None
    for mark, codec, marked in BYTE_ORDER_MARKS:
        if data.startswith(mark) and name in (codec, codec.removesuffix("-sig")):
            return _checked(data, file, Decoding(codec=codec, name=marked))
    return _checked(data, file, Decoding(codec=name, name=name))


def _checked(data: bytes, file: str, decoding: Decoding) -> Decoding:
    try:
        data.decode(decoding.codec)
    except UnicodeError as failure:
        place = getattr(failure, "start", 0)
        row = data.count(b"\n", 0, place) + 1
        found = f"byte {place + 1:,}, about line {row:,}, is not {decoding.name}"
        raise MtleError([problem("R007", file=file, found=found)]) from None
    return decoding


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a zero in every other byte."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _refuse_damaged_utf8(data: bytes, file: str) -> None:
    """Stop at a file that is UTF-8 but for a few bytes: any eight-bit reading would garble the rest."""
    text = data.decode("utf-8", errors="replace")
    foreign = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - foreign
    if sound >= 10 and sound / (sound + foreign) >= NEARLY_ALL:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise MtleError(
            [
                problem(
                    "R008", file=file, found=f"{counted(foreign, 'foreign byte')}, the first on line {line:,}"
                )
            ]
        )


def _best_eight_bit(data: bytes, file: str) -> Decoding:
    contexts = _contexts(data)
    scores = {
        codec: rarity + _mean_plausibility(contexts, codec)
        for codec, rarity in EIGHT_BIT.items()
        if _decodes(data, codec)
    }
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < JUNK:
        raise MtleError([problem("R007", file=file, found="bytes that are text in no known encoding")])
    close = tuple(c for c in scores if c != best and scores[best] - scores[c] < DECISIVE and scores[c] > 0)
    return Decoding(codec=best, name=best, alternatives=close)


def _contexts(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """The commonest runs of bytes above 127, each with up to three bytes before and after."""
    runs = itertools.islice(re.finditer(rb"[\x80-\xff]+", data), CONTEXTS_SEEN)
    counts = Counter(
        (data[max(run.start() - 3, 0) : run.start()], run.group(), data[run.end() : run.end() + 3])
        for run in runs
    )
    return [context for context, _ in counts.most_common(CONTEXTS_JUDGED)]


def _mean_plausibility(contexts: list[tuple[bytes, bytes, bytes]], codec: str) -> float:
    """Mean over the distinct places of bytes above 127 of how sound each reading is there."""
    scores = []
    for parts in contexts:
        before, run, after = (part.decode(codec) for part in parts)
        for place, character in enumerate(run):
            scores.append(plausibility(before + run[:place], character, run[place + 1 :] + after))
    return sum(scores) / len(scores) if scores else 0.0


def plausibility(before: str, character: str, after: str) -> float:
    """How likely a character is between its neighbours, from -3 (junk) to 2 (almost sure)."""
    previous, following = before[-1:], after[:1]
    category = unicodedata.category(character)
    if category in ("Cc", "Cn", "Co"):
        return -3.0
    if character == "\xa0":
        return 1.0
    if character == "\u2019":
        return 2.0 if previous.isalpha() and ABBREVIATED.match(after) else 0.8
    if character in "\u2018\u201c\u201d\u2013\u2014\u2026\u20ac\xab\xbb\xa1\xbf\xb7\u2022\xb0\xba\xaa":
        return -0.5 if previous.isalpha() and following.isalpha() else 0.8
    if category == "Ll":
        return _lower_case(character, previous, following)
    if category == "Lu":
        return _upper_case(previous, following)
    return -1.0


def _lower_case(character: str, previous: str, following: str) -> float:
    if character in "\xb5\xfe\xf0\u0131\u0192":
        return -1.0
    if previous.isupper() and following.isupper():
        return -1.0
    return 1.0 if previous.isalpha() or following.isalpha() else 0.2


def _upper_case(previous: str, following: str) -> float:
    if previous.islower():
        return -1.0
    if previous.isupper() or following.isalpha():
        return 0.8
    return 0.0
