"""``comments:`` of a study file: its grammar, and what it declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtle_survey.comments.model import DeclaredComments, OpenQuestion
from mtle_survey.instrument.file_grammar import ID, PROSE, TEXTS
from mtle_survey.instrument.grammar import Either, Key, ListOf, Record
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean

OPEN_QUESTION = Record(
    "open question",
    {
        "id": Key(ID, "A short name.", required=True),
        "column": Key(PROSE, "The header of the export that holds the answers.", required=True),
        "text": Key(PROSE, "The wording that respondents read.", required=True),
    },
)

WORDS = Either(text=PROSE, listed=TEXTS)

COMMENTS = Record(
    "comments",
    {
        "questions": Key(
            ListOf(entry=Either(text=ID, mapped=OPEN_QUESTION), alone=True),
            "Text items of the instrument, or {id, column, text} for other columns of the exports.",
            required=True,
        ),
        "sheet": Key(PROSE, "The review sheet that mtle comments writes: a .csv or .xlsx file."),
        "attribute": Key(ID, "The field whose value may stand below a quote, where enough people share it."),
        "role": Key(ID, "The field with people's position; who is alone in it at a site is not quoted."),
        "redact": Key(WORDS, "Words and names that are always taken out, or a text file of them."),
        "keep": Key(WORDS, "Words that are left in although they look identifying, or a text file of them."),
    },
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit the instrument or the folder: where it stands, what was found, and a hint."""

    place: tuple[str, ...]
    found: str
    suggestion: str


def declared_comments(
    values: Mapping[str, Any], folder: Path, instrument: Instrument
) -> tuple[DeclaredComments, tuple[Misfit, ...]]:
    """What a study file declares about comments, and what does not fit.

    Parameters
    ----------
    values : mapping
        The readable keys of ``comments``.
    folder : Path
        Where the study file stands.
    instrument : Instrument
    """
    misfits = list(_unknown(values, instrument))
    words: dict[str, tuple[str, ...]] = {}
    for key in ("redact", "keep"):
        try:
            words[key] = _words(values.get(key, ()), folder)
        except (OSError, UnicodeDecodeError):
            misfits.append(Misfit((key,), f"“{values[key]}”", "It has to be a text file in UTF-8. "))
    sheet = values.get("sheet")
    if sheet is not None and Path(sheet).suffix.casefold() not in (".csv", ".xlsx"):
        misfits.append(Misfit(("sheet",), f"“{sheet}”", "A review sheet is a .csv or .xlsx file. "))
    questions = tuple(
        _question(entry, instrument)
        for entry in values.get("questions", ())
        if not isinstance(entry, str) or entry in _open_items(instrument)
    )
    declared = DeclaredComments(
        questions=questions,
        sheet=None if sheet is None else folder / sheet,
        attribute=values.get("attribute"),
        role=values.get("role"),
        redact=words.get("redact", ()),
        keep=words.get("keep", ()),
    )
    return declared, tuple(misfits)


def _unknown(values: Mapping[str, Any], instrument: Instrument) -> Iterator[Misfit]:
    known = _open_items(instrument)
    entries = values.get("questions", ())
    for entry in entries:
        if isinstance(entry, str) and entry not in known:
            names = f"Its text items: {', '.join(known) or 'none'}. "
            yield Misfit(("questions",), f"“{entry}”", f"{did_you_mean(entry, known)}{names}")
    own = [entry if isinstance(entry, str) else entry["id"] for entry in entries]
    for name in sorted({name for name in own if own.count(name) > 1}):
        yield Misfit(("questions",), f"“{name}” twice", "Each open question has an id of its own. ")
    for entry in entries:
        if not isinstance(entry, str) and entry["id"] in instrument.item:
            yield Misfit(("questions",), f"“{entry['id']}”", "An item of the instrument bears that id. ")
    for key in ("attribute", "role"):
        if key in values and values[key] not in instrument.field:
            names = f"Its fields: {', '.join(instrument.field) or 'none'}. "
            hint = did_you_mean(values[key], instrument.field)
            yield Misfit((key,), f"“{values[key]}”", f"{hint}{names}")


def _open_items(instrument: Instrument) -> tuple[str, ...]:
    return tuple(item.id for item in instrument.items if item.type == "text")


def _question(entry: str | Mapping[str, str], instrument: Instrument) -> OpenQuestion:
    if isinstance(entry, str):
        return OpenQuestion(id=entry, text=instrument.item[entry].text)
    return OpenQuestion(id=entry["id"], text=entry["text"], column=entry["column"])


def _words(named: str | tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The words themselves, or the lines of the file that holds them."""
    if isinstance(named, tuple):
        return named
    lines = (folder / named).read_text(encoding="utf-8-sig").splitlines()
    return tuple(line.strip() for line in lines if line.strip())
