"""Write bytes to a file and read it as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.read import read_table


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    def from_content(content: str | bytes, name: str = "export.csv", **options: object) -> RawTable:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        table = read_table(path, **options)
        accounted = len(table.rows) + sum(len(entry.rows) for entry in table.excluded)
        assert table.records == accounted
        assert table.cells.shape == (len(table.rows), len(table.columns))
        return table

    return from_content


@pytest.fixture
def refusal(read: Callable[..., RawTable]) -> Callable[..., list[str]]:
    def codes(content: str | bytes, name: str = "export.csv", **options: object) -> list[str]:
        with pytest.raises(MtleError) as caught:
            read(content, name, **options)
        return [problem.code for problem in caught.value.problems]

    return codes
