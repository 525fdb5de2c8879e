"""The files that a simulation writes, and the mess that it plants in them."""

from __future__ import annotations

import csv
import datetime as dt
import json

import numpy as np
import pytest

from mtle_survey.errors import UsageError
from mtle_survey.responses import Missing
from mtle_survey.simulate import IdErrors, MissingShares, Recipe, WavePlan, simulate, write_simulation
from mtle_survey.simulate.records import RecordKind
from tests.unit.simulate.demo import demo_instrument

ERRORS = IdErrors(case=0.05, blank=0.05, empty=0.02, typo=0.03, lookalike=0.03, duplicate=0.04)
RECIPE = Recipe(
    n=100,
    seed=11,
    sites=3,
    waves=(
        WavePlan(wave="pre", date=dt.date(2025, 9, 1), previews=2, blank_records=1, label_variants=8),
        WavePlan(
            wave="post",
            date=dt.date(2026, 5, 4),
            attrition=0.2,
            late_joiners=6,
            previews=1,
            blank_records=2,
            id_errors=ERRORS,
            label_variants=4,
            typographic_wording=True,
        ),
    ),
    growth=0.4,
    careless_share=0.04,
    missing=MissingShares(skipped=0.03, not_applicable=0.05, refused=0.01, broke_off=0.03),
)


@pytest.fixture(scope="module")
def simulation():
    return simulate(demo_instrument(), RECIPE)


def records(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def column(rows, header):
    return [row[rows[0].index(header)] for row in rows]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(simulation, tmp_path):
    first = write_simulation(simulation, tmp_path / "a")
    second = write_simulation(simulate(demo_instrument(), RECIPE), tmp_path / "b")
    other = Recipe(n=100, seed=12, waves=RECIPE.waves)
    third = write_simulation(simulate(demo_instrument(), other), tmp_path / "c")
    assert [p.name for p in first] == ["pre.csv", "post.csv", "truth.json"]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert all(a.read_bytes() != c.read_bytes() for a, c in zip(first, third, strict=True))


def test_adding_a_wave_leaves_the_others_untouched(simulation, tmp_path):
    longer = Recipe(
        **{
            **{name: getattr(RECIPE, name) for name in RECIPE.__dataclass_fields__},
            "growth": 0.0,
            "waves": (*RECIPE.waves, WavePlan(wave="later", date=dt.date(2027, 5, 3))),
        }
    )
    flat = Recipe(**{**{name: getattr(RECIPE, name) for name in RECIPE.__dataclass_fields__}, "growth": 0.0})
    a = write_simulation(simulate(demo_instrument(), longer), tmp_path / "a")
    b = write_simulation(simulate(demo_instrument(), flat), tmp_path / "b")
    assert a[0].read_bytes() == b[0].read_bytes()
    assert len(a) == len(b) + 1


def test_qualtrics_files_have_three_header_rows_and_metadata(simulation, tmp_path):
    path = write_simulation(simulation, tmp_path)[0]
    content = path.read_bytes()
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    rows = records(path)
    assert rows[0][:3] == ["StartDate", "EndDate", "Status"]
    assert rows[1][rows[0].index("a2")] == "For each statement, please choose one answer. - Statement a 2."
    assert json.loads(rows[2][0]) == {"ImportId": "startDate", "timeZone": "America/New_York"}
    import_ids = [json.loads(cell)["ImportId"] for cell in rows[2]]
    assert len(set(import_ids)) == len(import_ids)
    first = import_ids[rows[0].index("Q1_1")]
    assert first.endswith("_1")
    assert import_ids[rows[0].index("a2")] == f"{first[:-2]}_2"
    addresses = {cell for cell in column(rows, "IPAddress")[3:] if cell}
    assert all(address.startswith("192.0.2.") for address in addresses)
    assert set(column(rows, "email")[3:]) == {""}
    status = column(rows, "Status")[3:]
    assert (status.count("Survey Preview"), status.count("")) == (2, 1)
    assert set(column(rows, "Finished")[3:]) == {"True", "False", ""}


def test_dates_come_from_the_recipe(simulation, tmp_path):
    rows = records(write_simulation(simulation, tmp_path)[1])
    started = [cell for cell in column(rows, "StartDate")[3:] if cell]
    assert min(started) >= "2026-05-04"
    assert max(started) < "2026-05-19"
    assert started == sorted(started)


def test_codes_and_choice_texts_say_the_same(simulation, tmp_path):
    texts = records(write_simulation(simulation, tmp_path / "labels")[0])
    codes = records(write_simulation(simulation, tmp_path / "codes", labels=False)[0])
    variants = {
        (p.record, p.column)
        for p in simulation.truth.planted
        if p.wave == "pre" and p.kind.startswith("label_")
    }
    pairs = {
        (code, text)
        for record, (c, t) in enumerate(zip(column(codes, "b1")[3:], column(texts, "b1")[3:], strict=True))
        if (record, "b1") not in variants
        for code, text in [(c, t)]
    }
    assert (
        pairs
        == {
            ("", ""),
            ("1", "Strongly disagree"),
            ("2", "Disagree"),
            ("3", "Don't know yet"),
            ("4", "Agree"),
            ("5", "Strongly agree"),
            ("8", "Does not apply to my role"),
            ("9", "Prefer not to answer"),
        }
        & pairs
    )
    assert len(pairs) >= 7
    assert set(column(codes, "band")[3:]) == {"p", "s", ""}


def test_nonresponse_options_stand_only_where_the_format_has_them(simulation):
    wave = simulation.wave("pre")
    two_code = [k for k, c in enumerate(wave.rated) if c.target.startswith("c")]
    five_code = [k for k, c in enumerate(wave.rated) if not c.target.startswith("c")]
    reasons = wave.reasons[wave.responses]
    assert not np.isin(reasons[:, two_code], [Missing.NOT_APPLICABLE, Missing.REFUSED]).any()
    assert np.mean(reasons[:, five_code] == Missing.NOT_APPLICABLE) == pytest.approx(0.05, abs=0.03)


def test_waves_link_by_true_respondent(simulation, tmp_path):
    """Codes that bear no planted error are the true link, and the truth's rows lead to them."""
    paths = write_simulation(simulation, tmp_path)
    truth = json.loads(paths[-1].read_text(encoding="utf-8"))
    teacher = {
        wave: column(records(path), "teacher") for wave, path in zip(("pre", "post"), paths, strict=False)
    }
    wrong = {(p["wave"], p["row"]) for p in truth["planted"] if p["kind"].startswith("id_")}
    linked = 0
    for person in truth["respondents"]:
        for wave, rows in person["rows"].items():
            for row in rows:
                if (wave, row) not in wrong:
                    assert teacher[wave][row - 1] == person["code"]
        linked += set(person["rows"]) == {"pre", "post"}
    assert linked == 80
    assert sum(set(p["rows"]) == {"post"} for p in truth["respondents"]) == 6


def test_planted_mess_is_where_the_truth_says(simulation, tmp_path):
    paths = write_simulation(simulation, tmp_path)
    truth = json.loads(paths[-1].read_text(encoding="utf-8"))
    files = {"pre": records(paths[0]), "post": records(paths[1])}
    for mess in truth["planted"]:
        if mess["column"] is not None:
            assert column(files[mess["wave"]], mess["column"])[mess["row"] - 1] == mess["written"]
        if mess["kind"] == "preview":
            assert files[mess["wave"]][mess["row"] - 1][2] == "Survey Preview"
        if mess["kind"] == "blank_record":
            assert not any(files[mess["wave"]][mess["row"] - 1])
        if mess["kind"] == "careless_straight_line":
            simulated = simulation.wave(mess["wave"])
            five = [k for k, c in enumerate(simulated.rated) if not c.target.startswith("c")]
            assert len(set(simulated.codes[mess["row"] - 4, five])) == 1
    counts = truth["counts"]["post"]
    assert counts["id_case"] == round(0.05 * 86)
    assert counts["id_duplicate"] == round(0.04 * 86)
    assert counts["careless_straight_line"] + counts["careless_random"] == round(0.04 * 89)
    assert {"label_blank_at_end", "label_no_break_space", "label_typographic", "label_case"} <= set(
        truth["counts"]["pre"]
    )


def test_errors_in_codes_are_of_their_kind_and_make_nobody_else(simulation):
    codes = {r.code for r in simulation.truth.respondents}
    assert len(codes) == 106
    for mess in simulation.truth.planted:
        if mess.kind == "id_typo":
            assert sum(a != b for a, b in zip(mess.written, mess.meant, strict=True)) == 1
            assert mess.written not in codes
        if mess.kind == "id_lookalike":
            assert mess.written.translate(str.maketrans("OI", "01")) == mess.meant.translate(
                str.maketrans("OI", "01")
            )
            assert mess.written not in codes
        if mess.kind in ("id_case", "id_blank"):
            assert mess.written != mess.meant
            assert mess.written.strip().upper() == mess.meant


def test_a_record_that_broke_off_is_unfinished(simulation):
    wave = simulation.wave("pre")
    stopped = [p.record for p in simulation.truth.planted if p.wave == "pre" and p.kind == "broke_off"]
    assert len(stopped) == 3
    for record in stopped:
        assert wave.progress[record] < 100
        states = wave.reasons[record] == Missing.NOT_SHOWN
        assert states[-1]
        assert not states[0]


def test_comments_say_that_they_are_synthetic(simulation):
    wave = simulation.wave("pre")
    comments = {text for text in wave.texts["comment"] if text}
    assert comments
    assert all(text.startswith("Synthetic comment ") for text in comments)


def test_plain_files_have_one_header_row(simulation, tmp_path):
    path = write_simulation(simulation, tmp_path, style="plain", labels=False)[0]
    rows = records(path)
    assert rows[0][:2] == ["teacher", "siblings"]
    assert len(rows) == 1 + len(simulation.wave("pre"))
    assert all(
        kind is not RecordKind.PREVIEW or not any(row)
        for kind, row in zip(simulation.wave("pre").kinds, rows[1:], strict=True)
    )
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert not any(p["kind"].startswith("label_") for p in truth["planted"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"loading": 1.2}, "loading lies between 0 and 1"),
        ({"careless_share": -0.1}, "careless_share"),
        ({"n": 0}, "at least one respondent"),
        ({"waves": (WavePlan(wave="x", date=dt.date(2025, 1, 1)),) * 2}, "different names"),
    ],
)
def test_impossible_recipes_are_refused_by_name(change, words):
    with pytest.raises(UsageError, match=words):
        Recipe(**change)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"wave_means": {"then": {}}}, "no wave or occasion"),
        ({"wave_means": {"pre": {"nonsense": 1}}}, "no factor"),
        ({"factor_correlations": (("a", "b", 0.9), ("a", "c", 0.9), ("b", "c", -0.9))}, "positive definite"),
        ({"waves": (WavePlan(wave="x", date=dt.date(2025, 1, 1), forms=("none",)),)}, "'none'"),
        (
            {"waves": (WavePlan(wave="x", date=dt.date(2025, 1, 1), forms=("short", "clash")),)},
            "columns of its own",
        ),
        ({"waves": (WavePlan(wave="x", date=dt.date(2025, 1, 1), fields=("nope",)),)}, "'nope'"),
    ],
)
def test_recipes_that_do_not_fit_the_instrument_are_refused(change, words):
    with pytest.raises(UsageError, match=words):
        simulate(demo_instrument(), Recipe(**change))
