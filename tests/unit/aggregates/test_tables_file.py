"""The file of tables: whole, readable elsewhere, and refused where its numbers contradict each other."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mtle_survey.aggregates.file import is_tables_file, read_tables, tables_text
from mtle_survey.aggregates.keying import keyed, turned
from mtle_survey.aggregates.of_rows import aggregates_of_rows
from mtle_survey.aggregates.protect import protected
from mtle_survey.errors import UsageError
from tests.unit.aggregates.made import study


@pytest.fixture
def document(tmp_path):
    made = study(120)
    return json.loads(tables_text(aggregates_of_rows(made.instrument, made.waves)))


def opened(tmp_path, document):
    path = tmp_path / "x.tables.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return read_tables(path)


@pytest.mark.parametrize("k", [0, 10])
def test_what_is_written_is_read_again(tmp_path, k):
    made = study(200, gaps=True)
    whole = aggregates_of_rows(made.instrument, made.waves)
    kept = protected(whole, k) if k else whole
    again = opened(tmp_path, tables_text(kept))
    assert tables_text(again) == tables_text(kept)
    assert again.small_cell == k


def test_sums_and_products_are_those_of_the_complete_answers(tmp_path, document):
    values = study(120).waves["pre"].values
    block = next(b for b in opened(tmp_path, document).blocks if b.scale is None)
    assert block.sums.tolist() == values.sum(axis=0).tolist()
    assert block.products.tolist() == (values.T @ values).tolist()
    first = block.tables["u1", "u2"]
    assert first.sum() == 120
    assert first[0, 0] == ((values[:, 0] == 1) & (values[:, 1] == 1)).sum()


def test_reversing_turns_answers_and_nothing_else():
    made = study(150)
    block = aggregates_of_rows(made.instrument, made.waves).blocks[0]
    whole = keyed(block, made.instrument)
    complete = np.array(made.waves["pre"].values[:, :5])
    complete[:, 2] = 6 - complete[:, 2]
    assert whole.sums.tolist() == complete.sum(axis=0).tolist()
    assert whole.products.tolist() == (complete.T @ complete).tolist()
    assert list(whole.counts["u3"]) == sorted(whole.counts["u3"])
    table = whole.tables["u2", "u3"]
    used = list(whole.counts["u3"])
    expected = [((complete[:, 1] == 1) & (complete[:, 2] == code)).sum() for code in used]
    assert table[0].tolist() == expected
    back = turned(whole, {"u3": 6})
    assert back.products.tolist() == block.products.tolist()
    assert back.tables["u1", "u3"].tolist() == block.tables["u1", "u3"].tolist()


def damaged(document, change):
    change(document["blocks"][0])
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["sums"].__setitem__(0, b["sums"][0] + 1),
        lambda b: b["counts"]["u1"].__setitem__("1", b["counts"]["u1"]["1"] + 1),
        lambda b: b["tables"][0]["counts"][0].__setitem__(0, 99),
        lambda b: b["products"].pop(),
        lambda b: b.pop("n"),
        lambda b: b.__setitem__("n", "many"),
        lambda b: b["tables"][0].__setitem__("items", ["u1", "nobody"]),
    ],
    ids=["sum", "count", "cell", "product", "no n", "n", "item"],
)
def test_numbers_that_contradict_each_other_are_refused(tmp_path, document, change):
    with pytest.raises(UsageError, match="is damaged"):
        opened(tmp_path, damaged(document, change))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "is not JSON"), ("[]", "not a file that mtle tables wrote"), ('{"schema": "x"}', "not a file")],
)
def test_what_is_no_file_of_tables_is_refused(tmp_path, text, reason):
    with pytest.raises(UsageError, match=reason):
        opened(tmp_path, text)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UsageError, match="No such file"):
        read_tables(tmp_path / "gone.tables.json")


def test_the_name_says_that_it_holds_tables():
    assert is_tables_file("a/b.tables.json")
    assert is_tables_file("B.TABLES.JSON")
    assert not is_tables_file("tables.json")
