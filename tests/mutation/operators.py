"""What a mutation is: one small change of one expression or statement, found by walking the source.

Nothing is changed that cannot matter to a number: docstrings, text, messages of errors, annotations,
decorators and the fields of classes.
"""

from __future__ import annotations

import ast
import copy
import functools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPPOSITES = (
    ("min", "max"),
    ("minimum", "maximum"),
    ("argmin", "argmax"),
    ("nanmin", "nanmax"),
    ("any", "all"),
    ("floor", "ceil"),
    ("triu", "tril"),
    ("left", "right"),
)
OPPOSITE = {a: b for pair in OPPOSITES for a, b in (pair, pair[::-1])}
TYPES = {"None", "Array", "str", "int", "float", "bool"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
MANY = 1000  # one draw more or less of so many is no other result
TEXT_ONLY = {"__all__", "STATISTIC"}  # assignments that describe and compute nothing


@dataclass(frozen=True)
class Mutation:
    """One change of a module's source.

    Attributes
    ----------
    function : str
        Qualified name of the function or method it stands in; empty for a constant of the module.
    lines : range
        Lines of the statement, or of the head of the compound statement, that holds it.
    text : str
        The source line.
    change : str
        The expression before and after; numbered where one line holds the same change several times.
    on_import : bool
        Whether it runs when the module is imported: a constant of the module, or a default.
    tree : callable
        The module with the change.
    """

    function: str
    lines: range
    text: str
    change: str
    on_import: bool
    tree: Callable[[], ast.Module]


def mutations(source: str) -> list[Mutation]:
    """Every mutation of a module, in the order of its source."""
    lines, seen, found = source.splitlines(), Counter[tuple[str, str, str]](), []
    for number, (place, new) in enumerate(_changes(ast.parse(source))):
        text = lines[place.line - 1].strip()
        change = f"{_shown(place.node)} -> {_shown(new)}"
        seen[place.function, text, change] += 1
        if (times := seen[place.function, text, change]) > 1:
            change += f" ({times})"
        found.append(
            Mutation(
                function=place.function,
                lines=place.lines,
                text=text,
                change=change,
                on_import=not place.function or isinstance(place.parent, ast.arguments),
                tree=functools.partial(_changed, source, number),
            )
        )
    return found


def sample(every: list[Mutation], limit: int, seed: str) -> list[Mutation]:
    """At most ``limit`` mutations: one of each line before a second of any, lines in random order."""
    chance = random.Random(seed)
    by_line: dict[tuple[int, str], list[Mutation]] = {}
    for mutation in every:
        by_line.setdefault((mutation.lines.start, mutation.text), []).append(mutation)
    piles = list(by_line.values())
    for pile in piles:
        chance.shuffle(pile)
    chance.shuffle(piles)
    rounds = [
        pile[turn] for turn in range(max(map(len, piles), default=0)) for pile in piles if turn < len(pile)
    ]
    return rounds[:limit] if limit else rounds


@dataclass(frozen=True)
class _Place:
    """A node, where it hangs in the tree, and where it stands in the source."""

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    function: str
    lines: range

    @property
    def line(self) -> int:
        return getattr(self.node, "lineno", self.lines.start)

    def put(self, new: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


def _changed(source: str, number: int) -> ast.Module:
    tree = ast.parse(source)
    for other, (place, new) in enumerate(_changes(tree)):
        if other == number:
            place.put(new)
            break
    return ast.fix_missing_locations(tree)


def _shown(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split("\n")[0]


def _changes(tree: ast.Module) -> Iterator[tuple[_Place, ast.AST]]:
    for place in _places(tree, "", range(0)):
        if place.function or isinstance(place.node, ast.Constant | ast.BinOp):
            for new in _replacements(place):
                yield place, new


def _places(node: ast.AST, function: str, lines: range) -> Iterator[_Place]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "exc", "ctx", "targets", "bases"):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _says_only(child, node):
                continue
            inside, within = _inside(child, function), _lines(child, lines)
            yield _Place(child, node, field, index, inside, within)
            yield from _places(child, inside, within)


def _says_only(node: ast.AST, parent: ast.AST) -> bool:
    """Text, types, imports, and what a class or module declares rather than computes."""
    if isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom | ast.Assert):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(parent, ast.ClassDef):
        return not isinstance(node, FUNCTIONS)
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id in TEXT_ONLY for t in node.targets)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return any(isinstance(side, ast.Name) and side.id in TYPES for side in (node.left, node.right))
    return False


def _inside(node: ast.AST, function: str) -> str:
    if isinstance(node, ast.ClassDef) and "." not in function:
        return f"{node.name}."
    if isinstance(node, ast.FunctionDef) and (not function or function.endswith(".")):
        return function + node.name
    return function


def _lines(node: ast.AST, lines: range) -> range:
    if not isinstance(node, ast.stmt):
        return lines
    body = getattr(node, "body", None)
    last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno
    return range(node.lineno, last + 1)


def _replacements(place: _Place) -> Iterator[ast.AST]:
    node, parent = place.node, place.parent
    if place.field == "test" and isinstance(parent, ast.If | ast.IfExp):
        yield from (ast.Constant(value) for value in (True, False))
    if place.field == "ifs":
        yield ast.Constant(True)
    if isinstance(node, ast.BinOp):
        yield from _other_operator(node)
        if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            yield node.left
    elif isinstance(node, ast.BoolOp):
        yield from _other_operator(node)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OTHER:
        new = copy.copy(node)
        new.ops = [OTHER[type(node.ops[0])](), *node.ops[1:]]
        yield new
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node.value, place)
    elif isinstance(node, ast.Name | ast.Attribute) and place.field == "func":
        yield from _opposite_call(node)
    elif isinstance(node, ast.Slice):
        yield from _shifted(node)
    elif isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()


def _other_operator(node: ast.BinOp | ast.BoolOp) -> Iterator[ast.AST]:
    if type(node.op) in OTHER:
        new = copy.copy(node)
        new.op = OTHER[type(node.op)]()
        yield new


def _other_constant(value: object, place: _Place) -> Iterator[ast.AST]:
    keyword = place.parent.arg if isinstance(place.parent, ast.keyword) else ""
    if keyword == "strict" or (type(value) is int and value >= MANY):
        return
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif keyword in ("axis", "ddof") and value in (0, 1):
        yield ast.Constant(1 - value)
    elif isinstance(value, int | float):
        tolerance = 0 < value < 1e-3
        yield ast.Constant(1.0 if tolerance else value + 1)
        if isinstance(value, int) and value > 1:
            yield ast.Constant(value - 1)
    elif isinstance(value, str) and keyword == "side" and value in OPPOSITE:
        yield ast.Constant(OPPOSITE[value])


def _opposite_call(node: ast.Name | ast.Attribute) -> Iterator[ast.AST]:
    new = copy.copy(node)
    if isinstance(node, ast.Name) and node.id in OPPOSITE:
        new.id = OPPOSITE[node.id]
        yield new
    elif isinstance(node, ast.Attribute) and node.attr in OPPOSITE:
        new.attr = OPPOSITE[node.attr]
        yield new


def _shifted(node: ast.Slice) -> Iterator[ast.AST]:
    """One element fewer at the end, or at the start; constants are changed by themselves."""
    for field, step in (("lower", ast.Add), ("upper", ast.Sub)):
        bound = getattr(node, field)
        if bound is not None and not isinstance(bound, ast.Constant | ast.UnaryOp):
            new = copy.copy(node)
            setattr(new, field, ast.BinOp(bound, step(), ast.Constant(1)))
            yield new
