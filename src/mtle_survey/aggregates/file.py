"""The file that is shared: JSON, whole numbers only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from mtle_survey.aggregates.model import Aggregates, Block
from mtle_survey.errors import UsageError

SCHEMA = "mtle-tables/1"
SUFFIX = ".tables.json"


def is_tables_file(name: str) -> bool:
    """Whether a file's name says that it holds tables in place of rows."""
    return name.casefold().endswith(SUFFIX)


def tables_text(aggregates: Aggregates) -> str:
    """The file's text."""
    document = {
        "schema": SCHEMA,
        "instrument": {
            "id": aggregates.instrument,
            "version": aggregates.version,
            "sha256": aggregates.sha256,
        },
        "small_cell": aggregates.small_cell,
        "blocks": [_record(block) for block in aggregates.blocks],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _record(block: Block) -> dict[str, Any]:
    return {
        "wave": block.wave,
        "scale": block.scale,
        "items": list(block.items),
        "n": block.n,
        "withheld": block.withheld,
        "sums": block.sums.tolist(),
        "products": [row[: i + 1] for i, row in enumerate(block.products.tolist())],
        "counts": {item: {str(code): c for code, c in given.items()} for item, given in block.counts.items()},
        "tables": [{"items": [a, b], "counts": table.tolist()} for (a, b), table in block.tables.items()],
    }


def read_tables(path: str | Path) -> Aggregates:
    """Read a file of tables.

    Raises
    ------
    UsageError
        It cannot be read, or it is no such file, or its numbers do not fit together.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise UsageError(f"{path} is not a file that mtle tables wrote (schema {SCHEMA})")
    try:
        return Aggregates(
            instrument=str(document["instrument"]["id"]),
            version=str(document["instrument"]["version"]),
            sha256=str(document["instrument"]["sha256"]),
            small_cell=int(document["small_cell"]),
            blocks=tuple(_block(record) for record in document["blocks"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UsageError(f"{path} is damaged: {error!r}") from error


def _block(record: dict[str, Any]) -> Block:
    items = tuple(str(i) for i in record["items"])
    gone, k = bool(record["withheld"]), len(items)
    products = np.zeros((0, 0) if gone else (k, k), dtype=np.int64)
    if not gone:
        for i, row in enumerate(record["products"]):
            products[i, : i + 1] = products[: i + 1, i] = row
    block = Block(
        wave=record["wave"],
        scale=record["scale"],
        items=items,
        n=int(record["n"]),
        sums=np.array(record["sums"], dtype=np.int64),
        products=products,
        counts={
            item: {int(code): int(c) for code, c in given.items()} for item, given in record["counts"].items()
        },
        tables={
            (t["items"][0], t["items"][1]): np.array(t["counts"], dtype=np.int64) for t in record["tables"]
        },
        withheld=str(record["withheld"]),
    )
    if not gone:
        _require_consistent(block, len(record["products"]))
    return block


def _require_consistent(block: Block, rows: int) -> None:
    """Numbers that contradict each other were typed, not counted."""
    if block.sums.size != len(block.items) or rows != len(block.items) or block.n < 0:
        raise ValueError("sums and products do not fit the items")
    for item, given in block.counts.items():
        codes = np.array(list(given))
        place = block.items.index(item)
        counts = np.array(list(given.values()))
        if counts.sum() != block.n or (counts < 1).any() or counts @ codes != block.sums[place]:
            raise ValueError(f"counts of {item} contradict its sum or the number of people")
    for (a, b), table in block.tables.items():
        margins = (list(block.counts[a].values()), list(block.counts[b].values()))
        if table.sum(axis=1).tolist() != margins[0] or table.sum(axis=0).tolist() != margins[1]:
            raise ValueError(f"the table of {a} and {b} contradicts their counts")
