"""Reads a tree of text by its grammar: values of the declared kinds, every misfit a located problem."""

from __future__ import annotations

import re
from typing import Any, Final

from mtle_survey.counting import counted
from mtle_survey.instrument.grammar import (
    IDENTIFIER,
    Anything,
    Either,
    Flag,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
)
from mtle_survey.instrument.homes import where_it_belongs
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import ListNode, MapNode, Path, Scalar, TreeNode
from mtle_survey.normalise import number_in


class _Broken:
    """Stands where a value could not be read; its problem has been reported."""


BROKEN: Final = _Broken()

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_WHOLE = re.compile(r"[-+]?\d+")
_SEXAGESIMAL = re.compile(r"[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?")
_PREFIXED = re.compile(r"0[xob][0-9a-fA-F_]+|[-+]?\d[\d_]*_[\d_]*")
_TRUTH_WORDS = frozenset({"yes", "no", "on", "off", "true", "false"})


class ShapeReader:
    """Reads nodes by shape; a record with an error anywhere inside reads as ``BROKEN``.

    ``root`` is the grammar of the whole file, which knows where a misplaced key belongs.
    """

    def __init__(self, problems: ProblemList, root: Record) -> None:
        self.problems = problems
        self.root = root

    def read_file(self, node: TreeNode) -> dict[str, Any]:
        """The readable keys of the whole file."""
        return self.read_keys(self.root, node, ())

    def read(self, shape: Shape, node: TreeNode, path: Path) -> Any:
        """The value of a node, or ``BROKEN``."""
        if isinstance(shape, Either):
            return self._either(shape, node, path)
        if isinstance(node, Scalar) and node.empty and not isinstance(shape, Anything):
            self.problems.add_at("I014", node.place, f"“{_name(path)}”", key=_name(path))
            return BROKEN
        match shape:
            case Text():
                return self._text(shape, node, path)
            case Number():
                return self._number(shape, node, path)
            case Flag():
                return self._flag(node, path)
            case ListOf():
                return self._list(shape, node, path)
            case MapOf():
                return self._map(shape, node, path)
            case Record():
                before = self.problems.errors
                values = self.read_keys(shape, node, path)
                return values if self.problems.errors == before else BROKEN
            case Anything():
                return _plain_value(node)

    def read_keys(self, record: Record, node: TreeNode, path: Path) -> dict[str, Any]:
        """The readable keys of a record; unknown, missing and misfit ones become problems."""
        if not isinstance(node, MapNode):
            self._wrong(record, node, path)
            return {}
        values: dict[str, Any] = {}
        for key, entry in node.entries.items():
            if key in record.keys:
                value = self.read(record.keys[key].shape, entry, (*path, key))
                if value is not BROKEN:
                    values[key] = value
            else:
                self.problems.add(
                    "I010",
                    (*path, key),
                    f"“{key}” in {_owner(record, path)}",
                    record=record.name,
                    known=", ".join(record.keys),
                    home=where_it_belongs(key, self.root),
                    suggestion=did_you_mean(key, set(record.keys) - set(node.entries)),
                )
        for name, key_shape in record.keys.items():
            if key_shape.required and name not in node.entries:
                self.problems.add(
                    "I012",
                    path,
                    f"no “{name}” in {_owner(record, path)}",
                    record=record.name,
                    key=name,
                    about=key_shape.about[:1].lower() + key_shape.about[1:],
                )
        return values

    def _either(self, shape: Either, node: TreeNode, path: Path) -> Any:
        kinds: dict[type, Shape | None] = {Scalar: shape.text, ListNode: shape.listed, MapNode: shape.mapped}
        chosen = kinds[type(node)]
        if chosen is None and isinstance(node, Scalar) and node.empty:
            chosen = Text()
        return self._wrong(shape, node, path) if chosen is None else self.read(chosen, node, path)

    def _text(self, shape: Text, node: TreeNode, path: Path) -> Any:
        if not isinstance(node, Scalar):
            return self._wrong(shape, node, path)
        text = node.text.strip()
        if shape.choices and text not in shape.choices:
            self.problems.add_at(
                "I016",
                node.place,
                f"“{text}”",
                key=_name(path),
                choices=", ".join(shape.choices),
                suggestion=did_you_mean(text, shape.choices),
            )
            return BROKEN
        if shape.identifier and not re.match(IDENTIFIER, text):
            repaired = re.sub(r"\W+", "_", text, flags=re.ASCII).strip("_")
            usable = re.match(IDENTIFIER, repaired) is not None
            suggestion = f"Did you mean “{repaired}”? " if usable else ""
            self.problems.add_at("I020", node.place, f"“{text}”", suggestion=suggestion)
            return BROKEN
        if node.plain:
            self._note_fragile_text(node)
        return text

    def _note_fragile_text(self, node: Scalar) -> None:
        text = node.text
        if text.casefold() in _TRUTH_WORDS:
            self.problems.add_at("I017", node.place, f"“{text}”")
        elif _SEXAGESIMAL.fullmatch(text):
            self.problems.add_at("I018", node.place, f"“{text}”", other="a number of seconds")
        elif _DATE.fullmatch(text):
            self.problems.add_at("I018", node.place, f"“{text}”", other="a date")
        elif _PREFIXED.fullmatch(text):
            self.problems.add_at("I018", node.place, f"“{text}”", other="another number")
        elif _is_number(text) and text not in (f"{float(text):.0f}", repr(float(text))):
            self.problems.add_at("I018", node.place, f"“{text}”", other=f"{float(text):g}")

    def _number(self, shape: Number, node: TreeNode, path: Path) -> Any:
        if not isinstance(node, Scalar) or not _is_number(node.text.strip()):
            return self._wrong(shape, node, path)
        text = node.text.strip()
        value = int(text) if _WHOLE.fullmatch(text) else float(text)
        if (
            (shape.minimum is not None and value < shape.minimum)
            or (shape.maximum is not None and value > shape.maximum)
            or (shape.above is not None and value <= shape.above)
        ):
            self.problems.add_at("I015", node.place, node.text, key=_name(path), limits=_limits(shape))
            return BROKEN
        return value

    def _flag(self, node: TreeNode, path: Path) -> Any:
        if isinstance(node, Scalar) and node.text.casefold() in ("true", "false"):
            return node.text.casefold() == "true"
        return self._wrong(Flag(), node, path)

    def _list(self, shape: ListOf, node: TreeNode, path: Path) -> Any:
        if isinstance(node, Scalar) and shape.alone:
            value = self.read(shape.entry, node, path)
            return BROKEN if value is BROKEN else (value,)
        if not isinstance(node, ListNode):
            return self._wrong(shape, node, path)
        if shape.length is not None and len(node.entries) != shape.length:
            found = counted(len(node.entries), "entry", "entries")
            self.problems.add_at(
                "I019", node.place, found, key=_name(path), length=counted(shape.length, "entry", "entries")
            )
            return BROKEN
        values = [self.read(shape.entry, entry, (*path, place)) for place, entry in enumerate(node.entries)]
        return BROKEN if BROKEN in values else tuple(values)

    def _map(self, shape: MapOf, node: TreeNode, path: Path) -> Any:
        if not isinstance(node, MapNode):
            return self._wrong(shape, node, path)
        values = {}
        for name, entry in node.entries.items():
            key = self.read(shape.key, node.keys[name], (*path, name))
            value = self.read(shape.entry, entry, (*path, name))
            values[name] = BROKEN if key is BROKEN else value
        return values

    def _wrong(self, shape: Shape, node: TreeNode, path: Path) -> _Broken:
        self.problems.add_at(
            "I013",
            node.place,
            f"{_found(node)} under “{_name(path)}”",
            key=_name(path),
            expected=_expected(shape),
        )
        return BROKEN


def _plain_value(node: TreeNode) -> Any:
    """A value of an open key: unquoted numbers and true/false converted, everything else as text."""
    if isinstance(node, ListNode):
        return tuple(_plain_value(entry) for entry in node.entries)
    if isinstance(node, MapNode):
        return {key: _plain_value(entry) for key, entry in node.entries.items()}
    if not node.plain:
        return node.text
    if node.empty:
        return None
    if node.text in ("true", "false"):
        return node.text == "true"
    if not _is_number(node.text) or node.text[:2] == "00":
        return node.text
    return int(node.text) if re.fullmatch(r"[-+]?(?:0|[1-9]\d*)", node.text) else float(node.text)


def _is_number(text: str) -> bool:
    """Whether a text is written as a number that is not beyond all bounds, such as 1e999."""
    return _NUMBER.fullmatch(text) is not None and number_in(text) is not None


def _name(path: Path) -> str:
    """The last key of a path, with the position where it is a list entry."""
    if not path:
        return "the file"
    last = path[-1]
    return last if isinstance(last, str) else f"{_name(path[:-1])}, entry {last + 1}"


def _owner(record: Record, path: Path) -> str:
    return f"the {record.name}" if not path else f"the {record.name} “{_name(path)}”"


def _found(node: TreeNode) -> str:
    if isinstance(node, Scalar):
        shown = node.text if len(node.text) <= 40 else f"{node.text[:39]}…"
        return f"“{shown}”"
    return "a list" if isinstance(node, ListNode) else "a mapping"


def _limits(shape: Number) -> str:
    parts = []
    if shape.above is not None:
        parts.append(f"above {shape.above:g}")
    if shape.minimum is not None:
        parts.append(f"at least {shape.minimum:g}")
    if shape.maximum is not None:
        parts.append(f"at most {shape.maximum:g}")
    return " and ".join(parts)


def _expected(shape: Shape) -> str:
    match shape:
        case Text():
            return "an id" if shape.identifier else "a text"
        case Number():
            return "a number"
        case Flag():
            return "true or false"
        case ListOf():
            alone = f"{_expected(shape.entry)} or " if shape.alone else ""
            return f"{alone}a list: [a, b]"
        case Either():
            kinds = [kind for kind in (shape.text, shape.listed, shape.mapped) if kind is not None]
            return " or ".join(_expected(kind) for kind in kinds)
        case Record():
            needed = [key for key, entry in shape.keys.items() if entry.required]
            return f"a mapping: {{{', '.join(f'{key}: …' for key in needed or ['key'])}}}"
        case MapOf():
            return "a mapping: {key: value}"
        case Anything():
            return "a value"
