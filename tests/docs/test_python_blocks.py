"""The Python that the how-tos show runs as it stands."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.support import REPOSITORY

HOW_TO = REPOSITORY / "docs" / "how-to"


def blocks(page: str) -> list[str]:
    found = re.findall(
        r"^```python\n(.*?)^```$", (HOW_TO / page).read_text(encoding="utf-8"), flags=re.S | re.M
    )
    assert found, f"{page} shows no Python"
    return found


def test_tables_and_figures_show_themselves_as_the_page_says(tmp_path, monkeypatch):
    shutil.copytree(REPOSITORY / "data" / "sample", tmp_path / "data" / "sample")
    (tmp_path / "instruments").mkdir()
    shutil.copy(REPOSITORY / "instruments" / "mtle.yaml", tmp_path / "instruments")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks("install-and-complete.md"):
        exec(block, names)
    drawn = names["drawn"]
    assert "figure-answers-idn_q" in drawn
    assert "<svg" in drawn["figure-answers-idn_q"]._repr_svg_()


def test_answers_in_a_database_are_counted_as_the_page_says(tmp_path, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("ibis")
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("survey.db") as database:
        database.execute(
            "CREATE TABLE answers AS SELECT 1 + i % 5 AS idn_q1, 1 + i % 4 AS idn_q2, 1 + i % 3 AS idn_q3, "
            "5 - i % 5 AS idn_q4 FROM range(60) AS numbers(i)"
        )
    names: dict[str, object] = {}
    for block in blocks("share-tables-not-rows.md"):
        exec(block, names)
    found = {block.scale: block.n for block in names["tables"].blocks}
    assert found["idn_q"] == 60
