"""Puts a mutant into a running process, where every importer already holds the original.

A function keeps its identity and gets the mutant's code; so whoever imported, decorated or listed it runs
the mutant. A constant of a module is replaced wherever it was imported under its name.
"""

from __future__ import annotations

import ast
import gc
import inspect
import pickle
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

DATA = (int, float, str, tuple, list, dict, frozenset, set)


class Functions:
    """All functions of one module that live in this process, by qualified name."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.live: dict[str, list[FunctionType]] = defaultdict(list)
        gc.unfreeze()  # what is frozen is not listed
        for thing in gc.get_objects():
            if type(thing) is FunctionType and thing.__code__.co_filename == module.__file__:
                self.live[thing.__code__.co_qualname].append(thing)

    def importers(self, source: Path) -> list[str]:
        """Files below ``source`` that imported a constant of this module under its name."""
        constants = [item for item in vars(self.module).items() if _is_constant(*item)]
        found = set()
        for module in _modules():
            file = Path(getattr(module, "__file__", None) or "")
            if module is self.module or not file.is_relative_to(source):
                continue
            if any(vars(module).get(name) is value for name, value in constants):
                found.add(file.relative_to(source).as_posix())
        return sorted(found)

    def install(self, tree: ast.Module, function: str) -> None:
        """From now on run ``function`` as ``tree`` has it; without a name, take its constants."""
        code = compile(tree, str(self.module.__file__), "exec")
        fresh = {**vars(self.module)}
        exec(code, fresh)
        codes = _codes(code)
        for name in [function] if function else self.live:
            for live in self.live.get(name, ()):
                if name in codes and "<locals>" not in name:
                    live.__code__ = codes[name]
                    new = _named(fresh, name)
                    live.__defaults__, live.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
        if not function:
            self._replace_constants(fresh)

    def _replace_constants(self, fresh: dict[str, Any]) -> None:
        changed = {
            name: (old, fresh[name])
            for name, old in vars(self.module).items()
            if _is_constant(name, old) and _differ(old, fresh[name])
        }
        for module in _modules():
            for name, (old, new) in changed.items():
                if vars(module).get(name) is old:
                    setattr(module, name, new)


def _codes(code: CodeType) -> dict[str, CodeType]:
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found[constant.co_qualname] = constant
            found |= _codes(constant)
    return found


def _named(names: dict[str, Any], qualified: str) -> Any:
    first, *rest = qualified.split(".")
    found = names[first]
    for name in rest:
        found = inspect.getattr_static(found, name)
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    return inspect.unwrap(found)


def _modules() -> list[ModuleType]:
    return [module for module in list(sys.modules.values()) if isinstance(module, ModuleType)]


def _is_constant(name: str, value: object) -> bool:
    data = isinstance(value, DATA) or type(value).__module__ == "numpy"
    return data and name.strip("_").isupper()


def _differ(old: object, new: object) -> bool:
    try:
        return pickle.dumps(old) != pickle.dumps(new)
    except (
        pickle.PicklingError,
        AttributeError,
        TypeError,
    ):  # its own classes, or functions
        return _without_places(old) != _without_places(new)


def _without_places(value: object) -> str:
    """What a value looks like, without where its functions lie in memory."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))
