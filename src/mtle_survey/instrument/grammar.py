"""The shapes that a definition's values may have: one description for the loader and for the JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

IDENTIFIER = r"^[A-Za-z][A-Za-z0-9_]*$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A piece of text, kept as it is written; ``choices`` are the only allowed ones."""

    identifier: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A decimal number; ``above`` is an exclusive lower limit."""

    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value; plain numbers and ``true``/``false`` become numbers and switches, the rest stays text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """A list; with ``alone`` a single entry may stand without the list."""

    entry: Shape
    alone: bool = False
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """A mapping from a free key to one shape; ``key`` is the shape of the keys."""

    entry: Shape
    key: Text | Number = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record."""

    shape: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; ``name`` says what it is in messages and in the schema."""

    name: str
    keys: Mapping[str, Key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """Another shape for each way of writing: text, list or mapping."""

    text: Text | Number | Flag | None = None
    listed: ListOf | None = None
    mapped: MapOf | Record | None = None


Shape = Text | Number | Flag | Anything | ListOf | MapOf | Record | Either
