"""Run by path as a process of its own: parses an SPSS or Stata file and writes what it holds, pickled.

The library that parses these files is written in C, and a damaged file can make it fall over or ask for
all memory there is. Here that ends this process alone. Nothing of the package is imported, so that starting
is quick.

Arguments: the kind of file, its path, its encoding (maybe empty), the memory it may use in bytes (0 for any).
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from typing import Any

REFUSED = 3
"""The exit code that says: the file was refused, and the output says why."""


def main() -> None:
    """Parse one file; the columns, or the reason why there are none, go to the standard output."""
    kind, path, encoding, memory = sys.argv[1:]
    limit_memory(int(memory))
    import pyreadstat

    refusals = (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        ValueError,
        OSError,
        OverflowError,
        MemoryError,
    )
    try:
        content = parsed(pyreadstat, kind, path, encoding or None)
    except refusals as failure:
        sys.stdout.buffer.write(pickle.dumps(str(failure) or type(failure).__name__))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL))


def limit_memory(most: int) -> None:
    """Refuse to use more than so many bytes, where the system can be told so."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    if most:
        with suppress(ValueError, OSError):  # a system that knows the limit and does not let it be set
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def parsed(library: Any, kind: str, path: str, encoding: str | None) -> dict[str, Any]:
    """Names, labels, declared missing values and cells, in plain containers."""
    if kind == "spss":
        cells, meta = library.read_sav(path, user_missing=True, encoding=encoding, output_format="dict")
    elif kind == "spss_portable":
        cells, meta = library.read_por(path, output_format="dict")
    else:
        cells, meta = library.read_dta(path, user_missing=True, encoding=encoding, output_format="dict")
    return {
        "names": list(meta.column_names),
        "wordings": dict(meta.column_names_to_labels),
        "labels": dict(meta.variable_value_labels),
        "missing": dict(meta.missing_user_values),
        "ranges": dict(meta.missing_ranges),
        "cells": [cells[name] for name in meta.column_names],
    }


if __name__ == "__main__":
    main()
