"""Texts of the report in another language; what has no translation stays English and is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from mtle_survey.report.inline import InEnglish, Inline, Italic, Strong, Text, text
from mtle_survey.report.languages.spoken import Spoken
from mtle_survey.report.languages.tokens import (
    Behind,
    Listed,
    Tokens,
    filled,
    has_words,
    message,
    names_pattern,
    sentences,
)

_INTERVAL = re.compile(r"\[[^\]\[]*\]")
_BARE_FRACTION = re.compile(r"(?<!\d)\.")
_ENDS = ".:;,"
_SYMBOL = 3  # letters; statistics have no more


class Translator:
    """Puts the messages of a catalogue in place of English sentences.

    Parameters
    ----------
    spoken : Spoken
    messages : mapping of English message to translation
    names : sequence of str
        Words that are nobody's to translate: waves, titles, labels and wordings of the study.
    own : iterable of Text
        Texts that the evaluator wrote.
    """

    def __init__(
        self, spoken: Spoken, messages: Mapping[str, str], names: Sequence[str], own: Iterable[Text] = ()
    ) -> None:
        self.spoken = spoken
        self.missing: dict[str, int] = {}
        self._messages = messages
        self._names = names_pattern(names)
        self._whole = frozenset(names)
        self._own = frozenset(own)

    def words(self, words: str) -> str:
        """Plain words, as a caption or a label in a drawing has them."""
        return "".join(
            part if isinstance(part, str) else getattr(part, "text", "") for part in self.text((words,))
        )

    def text(self, content: Text) -> Text:
        """A text, sentence by sentence."""
        if content in self._own or not any(isinstance(part, str | Strong | Italic) for part in content):
            return content
        for named in (False, True):
            tokens = Tokens(self._names if named else None)
            marked = "".join(
                (tokens.marked(part) if named else tokens.numbered(part))
                if isinstance(part, str)
                else tokens.part(part)
                for part in content
            )
            marked = tokens.lists(marked) if named else marked
            whole = self._sentence(marked, tokens)
            if whole is not None:
                return self._parts(whole, tokens)
        pieces: list[Inline | Text] = []
        for piece in sentences(marked):
            found = self._sentence(piece, tokens)
            if found is None:
                self.missing[message(piece, tokens)] = self.missing.get(message(piece, tokens), 0) + 1
                pieces.append(self._kept(piece, tokens))
            else:
                pieces.append(self._parts(found, tokens))
        return text(*pieces)

    def _sentence(self, marked: str, tokens: Tokens) -> str | None:
        """The translated sentence, its names and numbers still as characters; None where there is none."""
        if not has_words(marked, tokens):
            return marked
        asked = message(marked, tokens).strip()
        if asked in self._whole or self._cut_short(asked):
            return marked
        for ending in ("", *(end for end in _ENDS if asked.endswith(end))):
            found = self._messages.get(asked.removesuffix(ending).strip())
            if found is not None:
                before = marked[: len(marked) - len(marked.lstrip())]
                after = marked[len(marked.rstrip()) :]
                return before + filled(found, marked, tokens) + ending + after
        return self._clauses(marked, tokens)

    def _clauses(self, marked: str, tokens: Tokens) -> str | None:
        """Several statements with semicolons between them, each a message; None where one has none."""
        clauses = marked.split("; ")
        if len(clauses) < 2:
            return None
        found = [self._sentence(clause, tokens) for clause in clauses]
        return None if None in found else "; ".join(clause for clause in found if clause is not None)

    def _cut_short(self, words: str) -> bool:
        """Whether words are the beginning of a name that a drawing has no room for."""
        begun = words.removesuffix("…").rstrip()
        return words.endswith("…") and any(name.startswith(begun) for name in self._whole)

    def _parts(self, marked: str, tokens: Tokens) -> Text:
        """Names, typed parts and numbers back in their places, numbers as the language writes them."""
        between = self.spoken.between
        marked = _INTERVAL.sub(lambda match: match.group().replace(",", between), marked)
        found: list[Inline | Text] = []
        for character in marked:
            if tokens.is_number(character):
                found.append(self._number(str(tokens.behind(character))))
            elif tokens.is_name(character):
                found.append(self._behind(tokens.behind(character), tokens))
            else:
                found.append(character)
        return text(*found)

    def _number(self, english: str) -> str:
        """A number as the language writes it; before a decimal comma stands a digit."""
        if self.spoken.decimal == ".":
            return english
        return _BARE_FRACTION.sub("0.", english).replace(".", self.spoken.decimal)

    def _behind(self, part: Behind, tokens: Tokens) -> Inline | Text:
        match part:
            case Listed():
                words = part.marked.replace(", and ", f" {self.spoken.last} ").replace(
                    " and ", f" {self.spoken.last} "
                )
                words = words.replace(" or ", f" {self.spoken.or_} ").removesuffix(" more")
                more = f" {self.spoken.more}" if part.marked.endswith(" more") else ""
                return text(self._parts(words, tokens), more)
            case Strong() | Italic():
                return self._stressed(part)
            case _:
                return part

    def _stressed(self, part: Strong | Italic) -> Inline:
        if len(part.text) <= _SYMBOL:
            return part
        return type(part)(self.words(part.text))

    def _kept(self, marked: str, tokens: Tokens) -> Text:
        """A sentence without translation, marked as English."""
        found: list[Inline | Text] = []
        words = ""
        for character in marked:
            behind = (
                tokens.behind(character)
                if tokens.is_name(character) or tokens.is_number(character)
                else character
            )
            if isinstance(behind, Listed):
                inner = self._kept(behind.marked, tokens)
                found += [InEnglish(words), *inner] if words else [*inner]
                words = ""
            elif isinstance(behind, str):
                words += behind
            else:
                found += [InEnglish(words), behind] if words else [behind]
                words = ""
        return text(*found, *((InEnglish(words),) if words else ()))
