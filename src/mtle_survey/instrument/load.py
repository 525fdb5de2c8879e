"""Load an instrument file: everything that is wrong with it is reported at once, with its line."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mtle_survey.errors import MtleError, Problem
from mtle_survey.instrument.file_grammar import INSTRUMENT
from mtle_survey.instrument.find import find_instrument
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.parts.columns import check_columns
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.parts.fields import build_fields, build_scores
from mtle_survey.instrument.parts.formats import build_formats
from mtle_survey.instrument.parts.forms import build_forms
from mtle_survey.instrument.parts.ids import check_ids
from mtle_survey.instrument.parts.items import build_items
from mtle_survey.instrument.parts.scales import build_scales
from mtle_survey.instrument.parts.structure import build_structure
from mtle_survey.instrument.parts.usage import check_usage
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import ShapeReader
from mtle_survey.instrument.yaml_tree import MapNode, Place, Scalar, Tree, parse_yaml

_TREE_CODES = {"syntax": "I002", "unsupported": "I005", "duplicate": "I011"}
_HEAD = ("id", "version", "title", "language", "notice", "citation", "instruction", "review")


def load_instrument(name_or_path: str | Path) -> Instrument:
    """Load an instrument by id or from a file.

    Parameters
    ----------
    name_or_path : str or Path
        An existing path, else an id that is looked for in ``./instruments`` and then among the packaged ones.

    Returns
    -------
    Instrument
        Immutable; its ``problems`` hold the warnings and notes.

    Raises
    ------
    UsageError
        If there is no such instrument.
    MtleError
        If the definition has errors; the exception carries every problem found, by line.
    """
    found = find_instrument(name_or_path)
    return read_instrument(found.path.read_bytes(), source=found.shown)


def read_instrument(content: bytes, source: str = "instrument") -> Instrument:
    """Build an instrument from the bytes of a definition; ``source`` names it in messages.

    Raises
    ------
    MtleError
        If the definition has errors.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        problems = ProblemList(Tree(), source)
        problems.add_at("I001", place, f"byte {content[error.start]:#04x}")
        raise MtleError(problems.in_file_order()) from error
    return _from_text(text, source, hashlib.sha256(content).hexdigest())


def _from_text(text: str, source: str, sha256: str) -> Instrument:
    tree = parse_yaml(text)
    problems = ProblemList(tree, source)
    for one in tree.problems:
        first = "" if one.first is None else one.first.line
        found = f"“{one.found}”" if one.kind == "duplicate" else one.found
        problems.add_at(_TREE_CODES[one.kind], one.place, found, first=first)
    if not isinstance(tree.root, MapNode):
        if tree.root is not None:
            problems.add_at("I004", tree.root.place, "a list" if not hasattr(tree.root, "text") else "a text")
        elif not tree.problems:
            problems.add_at("I003", Place(1, 1), "no content")
        raise MtleError(problems.in_file_order())
    if {"instrument", "waves"} <= set(tree.root.entries) and "items" not in tree.root.entries:
        named = tree.root.entries["instrument"]
        name = named.text if isinstance(named, Scalar) and named.text else "its instrument"
        problems.add("I006", ("instrument",), f"a study with instrument {name}", instrument=name)
        raise MtleError(problems.in_file_order())
    draft = Draft(ShapeReader(problems, INSTRUMENT).read_file(tree.root), problems)
    for build in (build_formats, build_items, build_scales, build_fields, build_scores, build_forms):
        build(draft)
    build_structure(draft)
    check_ids(draft)
    check_columns(draft)
    check_usage(draft)
    if problems.errors:
        raise MtleError(problems.in_file_order())
    return _assemble(draft, tree, source, sha256, problems.in_file_order())


def _assemble(
    draft: Draft, tree: Tree, source: str, sha256: str, problems: tuple[Problem, ...]
) -> Instrument:
    return Instrument(
        **{key: draft.raw[key] for key in _HEAD if key in draft.raw},
        response_formats=draft.formats,
        items=tuple(draft.items.values()),
        scales=tuple(draft.scales.values()),
        scores=tuple(draft.scores.values()),
        fields=tuple(draft.fields.values()),
        forms=tuple(draft.forms.values()),
        structure=draft.structure,
        sha256=sha256,
        source=source,
        lines=_lines(tree),
        problems=problems,
    )


def _lines(tree: Tree) -> dict[str, int]:
    """The line of every key and of every named part: ``items``, ``items.idn_q1``."""
    lines = {}
    root = tree.root
    for key, node in root.entries.items() if isinstance(root, MapNode) else ():
        lines[key] = tree.place((key,)).line
        for name in node.entries if isinstance(node, MapNode) else ():
            lines[f"{key}.{name}"] = tree.place((key, name)).line
    return lines
