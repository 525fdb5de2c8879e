"""The commands and their options."""

from __future__ import annotations

import enum
import inspect
import re
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import typer
from markdown import code, page, table
from typer.models import ArgumentInfo

from mtle_survey.cli.main import app


def write() -> str:
    """The page of commands, from the signatures that ``--help`` is made of."""
    lead = (
        "Exit codes: 0 done (warnings included); 1 an error in the data or the definition that the study does not accept; "
        "2 the command was misused. The result goes to standard output, problems and progress to standard error. After an "
        "error nothing is written to `-o`."
    )
    return page("Commands", lead, *_sections(app, "mtle"))


def _sections(group: typer.Typer, path: str) -> list[str]:
    sections = []
    for command in group.registered_commands:
        if command.callback is not None and not command.hidden:
            name = command.name or command.callback.__name__.strip("_").replace("_", "-")
            sections.append(_section(command.callback, f"{path} {name}"))
    for inner in group.registered_groups:
        if inner.typer_instance is not None:
            name = inner.name or inner.typer_instance.info.name
            sections += _sections(inner.typer_instance, f"{path} {name}")
    return sections


def _section(callback: Callable[..., Any], path: str) -> str:
    hints = get_type_hints(callback, include_extras=True)
    rows = [
        _row(parameter, hints[parameter.name])
        for parameter in inspect.signature(callback).parameters.values()
        if get_origin(hints[parameter.name]) is Annotated
    ]
    about = re.sub(r"\s+", " ", (inspect.getdoc(callback) or "").split("\n\n")[0])
    options = "\n" + table(("option", "value", "meaning", "default"), rows) if rows else ""
    return f"## {path}\n\n{about}\n{options}"


def _row(parameter: inspect.Parameter, hint: Any) -> tuple[str, ...]:
    kind, info = get_args(hint)[:2]
    given = parameter.default is not inspect.Parameter.empty
    default = getattr(parameter.default, "value", parameter.default) if given else "required"
    if isinstance(info, ArgumentInfo):
        name = code(info.metavar or parameter.name.upper())
    else:
        # typer takes the first name of an annotated option for its default until the command is built
        first = [info.default] if isinstance(info.default, str) and info.default.startswith("-") else []
        names = [*first, *(info.param_decls or ())] or [f"--{parameter.name.replace('_', '-')}"]
        name = ", ".join(code(n) for n in names)
    shown = code(default) if given and default not in (None, False, "") else ("" if given else default)
    return name, _value(kind, info.metavar), info.help or "", shown


def _value(kind: Any, metavar: str | None) -> str:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is list:
        (kind,) = get_args(kind)
    if get_origin(kind) is Literal:
        return ", ".join(code(choice) for choice in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return ", ".join(code(choice.value) for choice in kind)
    if kind is bool:
        return ""
    named = {"str": "text", "int": "whole number", "float": "number", "Path": "path"}
    return (metavar or named.get(getattr(kind, "__name__", ""), str(kind))).lower()
