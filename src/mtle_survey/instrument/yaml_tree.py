"""YAML as a tree of text, each node with its place in the file; the only code that knows the parser.

Nothing is converted: ``Yes``, ``007``, ``1:30`` and ``1.10`` stay as they are written, because only the key
that holds them says whether they are text, a number or a switch.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(
    _CORE + name
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq", "binary")
)
_MAX_NODES = 200_000
_PLAIN_WORDS = (
    ("character '\\t'", "a tab where only spaces may stand"),
    ("mapping values are not allowed here", "a second “: ” within one text"),
    ("could not find expected ':'", "a key without “: ” after it"),
    ("unexpected end of stream", "a quotation mark that is never closed"),
    ("expected ',' or ']'", "a list that is not closed, or an entry without a comma"),
    ("expected ',' or '}'", "a mapping that is not closed, or an entry without a comma"),
    (
        "expected <block end>",
        "indentation that does not fit the lines above, or text after a closing quotation mark",
    ),
    ("found undefined alias", "a text that begins with “*”"),
    ("expected a single document", "a second document after “---”"),
    ("cannot start any token", "a text that begins with a reserved character"),
)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column in the file, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text; ``plain`` if it stands without quotation marks."""

    text: str
    plain: bool
    place: Place

    @property
    def empty(self) -> bool:
        """Whether nothing was written, or YAML's own words for nothing without quotation marks."""
        return not self.text.strip() or (self.plain and self.text in ("~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list."""

    entries: Sequence[TreeNode]
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping; ``keys`` holds each key as written, with its place."""

    entries: Mapping[str, TreeNode]
    keys: Mapping[str, Scalar]
    place: Place


TreeNode = Scalar | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class TreeProblem:
    """Something the tree itself finds: ``kind`` is ``syntax``, ``duplicate`` or ``unsupported``."""

    kind: str
    found: str
    place: Place
    first: Place | None = None


@dataclass(slots=True)
class Tree:
    """A parsed file: its root (None when empty) and what was wrong with it."""

    root: TreeNode | None = None
    problems: list[TreeProblem] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """Where a path stands: its key, or its list entry; the nearest ancestor if it is not written."""
        node, place = self.root, Place(1, 1)
        for step in path:
            if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
                place, node = node.keys[step].place, node.entries[step]
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.entries):
                node = node.entries[step]
                place = node.place
            else:
                break
        return place


def parse_yaml(text: str) -> Tree:
    """Parse one YAML document into a tree of text."""
    tree = Tree()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        words = ", ".join(part for part in (error.context, error.problem) if part)
        plain = next((said for sign, said in _PLAIN_WORDS if sign in words), words)
        tree.problems.append(TreeProblem("syntax", plain, place))
    except YAMLError as error:
        tree.problems.append(TreeProblem("syntax", str(error).splitlines()[0], _place_of(error, text)))
    except RecursionError:
        tree.problems.append(TreeProblem("syntax", "nested too deeply", Place(1, 1)))
    else:
        if root is not None:
            tree.root = _Converter(tree.problems).convert(root)
    return tree


def _place_of(error: YAMLError, text: str) -> Place:
    """The place of an error that only knows its position in the text."""
    before = text[: getattr(error, "position", 0)]
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


class _Converter:
    def __init__(self, problems: list[TreeProblem]) -> None:
        self.problems = problems
        self.open: set[int] = set()
        self.nodes = 0

    def convert(self, node: Node) -> TreeNode:
        place = Place(node.start_mark.line + 1, node.start_mark.column + 1)
        self.nodes += 1
        if id(node) in self.open:
            self.problems.append(TreeProblem("unsupported", "an alias that contains itself", place))
            return Scalar("", True, place)
        if self.nodes > _MAX_NODES:
            if self.nodes == _MAX_NODES + 1:
                self.problems.append(TreeProblem("unsupported", "aliases that repeat too much", place))
            return Scalar("", True, place)
        if str(node.tag) not in _CORE_TAGS:
            self.problems.append(TreeProblem("unsupported", f"the tag {node.tag}", place))
        if isinstance(node, ScalarNode):
            return Scalar(node.value, node.style is None, place)
        self.open.add(id(node))
        converted = self._map(node, place) if isinstance(node, MappingNode) else self._list(node, place)
        self.open.discard(id(node))
        return converted

    def _list(self, node: Node, place: Place) -> ListNode:
        return ListNode(tuple(self.convert(entry) for entry in node.value), place)

    def _map(self, node: MappingNode, place: Place) -> MapNode:
        entries: dict[str, TreeNode] = {}
        keys: dict[str, Scalar] = {}
        for key_node, value_node in node.value:
            key = self.convert(key_node)
            if not isinstance(key, Scalar):
                self.problems.append(TreeProblem("unsupported", "a key that is not a text", key.place))
            elif key.text in entries:
                self.problems.append(TreeProblem("duplicate", key.text, key.place, keys[key.text].place))
            else:
                entries[key.text], keys[key.text] = self.convert(value_node), key
        return MapNode(entries, keys, place)
