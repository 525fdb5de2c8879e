"""Where a key belongs that stands at the wrong level of a file."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.grammar import Either, ListOf, MapOf, Record, Shape

MOST_SHOWN = 3
_ANY_NAME, _ENTRY = "NAME", "[]"  # steps into a mapping with free keys, and into a list

Steps = tuple[str, ...]


def where_it_belongs(key: str, root: Record) -> str:
    """A sentence that shows the places where a file knows a key, with a space after it; empty if none does.

    Parameters
    ----------
    key : str
        As it was written; letter case is set aside.
    root : Record
        The grammar of the whole file.
    """
    found = sorted(_places(key.casefold(), root, ()), key=len)
    if not found:
        return ""
    if len(found[0]) == 1:
        return f"“{found[0][0]}” belongs at the left margin of the file, under no other key. "
    shown = " or ".join(f"`{_written(steps)}`" for steps in found[:MOST_SHOWN])
    return f"“{found[0][-1]}” belongs under another key: write {shown}. "


def _places(key: str, shape: Shape, steps: Steps) -> Iterator[Steps]:
    """The ways down to every key of that name."""
    match shape:
        case Record():
            for name, entry in shape.keys.items():
                if name.casefold() == key:
                    yield (*steps, name)
                yield from _places(key, entry.shape, (*steps, name))
        case MapOf():
            yield from _places(key, shape.entry, (*steps, _ANY_NAME))
        case ListOf():
            yield from _places(key, shape.entry, (*steps, _ENTRY))
        case Either():
            for way in (shape.mapped, shape.listed):
                if way is not None:
                    yield from _places(key, way, steps)
        case _:
            return


def _written(steps: Steps) -> str:
    """The way down as YAML: ``options: {audience: …}``."""
    *before, key = steps
    text, in_list = f"{key}: …", False
    for step in reversed(before):
        if step == _ENTRY:
            in_list = True
        else:
            inside = f"{{{text}}}"
            text = f"{step}: [{inside}]" if in_list else f"{step}: {inside}"
            in_list = False
    return text
