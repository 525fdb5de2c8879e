"""The committed sample is what its recipe makes, and validation finds exactly the mess planted in it."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

from mtle_survey.errors import Severity, errors_in
from mtle_survey.responses import Missing
from mtle_survey.study_file import load_study

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "data" / "sample"
EXPORTS = ("pre.csv", "mid.csv", "post.csv")


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def study():
    return load_study(SAMPLE / "study.yaml")


@pytest.fixture(scope="module")
def readme():
    return (SAMPLE / "README.md").read_text(encoding="utf-8")


def rows_of(truth, wave, kind):
    return sorted(p["row"] for p in truth["planted"] if p["wave"] == wave and p["kind"] == kind)


def test_the_recipe_reproduces_the_committed_bytes(tmp_path, monkeypatch):
    """If this fails after a change of the instrument: python data/sample/make_sample.py, and commit."""
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("make_sample", SAMPLE / "make_sample.py")
    make_sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_sample)
    made = make_sample.make(tmp_path)
    assert [path.name for path in made] == [*EXPORTS, "truth.json"]
    for path in made:
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name


def test_the_readme_states_the_planted_counts(truth, readme):
    stated = dict(re.findall(r"^\| `(\w+)`.*?((?: \| \d+){3}) \|$", readme, re.MULTILINE))
    kinds = {kind for counts in truth["counts"].values() for kind in counts}
    reasons = {reason for counts in truth["missing"].values() for reason in counts}
    assert set(stated) == kinds | reasons
    for name, cells in stated.items():
        source = truth["counts"] if name in kinds else truth["missing"]
        assert [int(n) for n in re.findall(r"\d+", cells)] == [
            source[w].get(name, 0) for w in ("pre", "mid", "post")
        ]


def test_the_readme_states_the_true_scores(truth, readme):
    titles = {
        "identity": "Leadership identity",
        "mot_t": "Motivation to teach",
        "emt": "Effective mathematics teaching",
        "stg_o": "Leadership stage 2",
    }
    change = {c["scale"]: c["mean_change"] for c in truth["changes"] if c["contrast"] == "post - pre"}
    mean = {(s["occasion"], s["scale"]): s["mean"] for s in truth["scores"]}
    for scale, title in titles.items():
        line = next(line for line in readme.splitlines() if line.startswith(f"| {title}"))
        stated = re.findall(r"\d\.\d\d", line)
        assert stated[:3] == [
            f"{mean['pre', scale]:.2f}",
            f"{mean['post', scale]:.2f}",
            f"{change[scale]:.2f}",
        ]


def test_the_readme_states_who_answers(truth, readme):
    waves = [set(person["rows"]) for person in truth["respondents"]]
    assert f"{len(waves)} teachers at six sites. {sum('pre' in w for w in waves)} answer `pre`" in readme
    assert f"{sum(len(w) == 3 for w in waves)} answer all three waves" in readme
    assert sum(w == {"pre"} for w in waves) == 5
    assert sum("mid" in w and "post" not in w for w in waves) == 5


def test_nothing_in_the_sample_stops_an_evaluation(study):
    assert not errors_in(study.problems)


def test_validation_finds_the_planted_records_and_nothing_else(study, truth):
    found = {}
    for p in study.problems:
        found.setdefault(p.code, []).append(p)
    previews = {p.file.rsplit("/", 1)[-1]: p.count for p in found.pop("R017")}
    assert previews == {f"{wave}.csv": truth["counts"][wave]["preview"] for wave in ("pre", "mid", "post")}
    blank = {p.file.rsplit("/", 1)[-1]: p.count for p in found.pop("R019")}
    assert blank == {"pre.csv": 1, "post.csv": 2}
    duplicate = rows_of(truth, "post", "id_duplicate")
    repeated = found.pop("P001")
    assert len(repeated) == 1
    assert str(duplicate[0]) in repeated[0].found
    straight = {(Path(p.file).stem, p.row) for p in found.pop("Q001")}
    assert straight == {("pre", row) for row in rows_of(truth, "pre", "careless_straight_line")}
    careless = straight | {
        (wave, row) for wave in ("mid", "post") for row in rows_of(truth, wave, "careless_random")
    }
    for code in ("Q007", "Q009"):
        assert {(Path(p.file).stem, p.row) for p in found.pop(code)} == careless
    signs_that_others_show_too = ("Q003", "Q006", "Q010")
    for code in signs_that_others_show_too:
        assert {p.severity for p in found.pop(code)} == {Severity.NOTE}
    assert {p.found for p in found.pop("R042")} == {"“IPAddress”"}
    folded = found.pop("P004")
    assert sum(p.count for p in folded) == 4
    assert sum(p.count for p in found.pop("P013")) == truth["counts"]["post"]["id_typo"]
    unanswered = found.pop("D120")
    assert {p.row for p in unanswered} <= set(rows_of(truth, "post", "broke_off"))
    broke_off = {(wave, row) for wave in ("pre", "mid", "post") for row in rows_of(truth, wave, "broke_off")}
    assert {(Path(p.file).stem, row) for p in found.pop("D121") for row in p.rows} <= broke_off
    assert not found


def test_every_answer_is_read_as_it_was_meant(study, truth, readme):
    """Invisible variants of choice text included: counts by reason are those of the truth."""
    for wave in ("pre", "mid", "post"):
        together = {}
        for part in (wave, "retro") if wave == "post" else (wave,):
            reasons, counts = np.unique(study.waves[part].reasons, return_counts=True)
            for reason, count in zip(reasons.tolist(), counts.tolist(), strict=True):
                name = Missing(reason).name.lower()
                together[name] = together.get(name, 0) + count
        true = dict(truth["missing"][wave])
        true["blank"] = true.get("blank", 0) + true.pop("not_shown", 0)
        assert f"{true['blank']} in `{wave}`" in readme, "the page says what the export cannot tell apart"
        assert together == true


def test_linking_finds_the_true_pairs_but_for_the_mistyped_and_the_repeated(study, truth):
    rows = {w: {int(r): i for i, r in enumerate(study.waves[w].rows)} for w in ("pre", "post")}
    wrong = set(rows_of(truth, "post", "id_typo"))
    true = set()
    for person in truth["respondents"]:
        own = person["rows"]
        if "pre" in own and len(own.get("post", ())) == 1 and not wrong & set(own["post"]):
            true.add((rows["pre"][own["pre"][0]], rows["post"][own["post"][0]]))
    a, b = study.links.pairs("pre", "post")
    assert set(zip(a.tolist(), b.tolist(), strict=True)) == true


def test_scores_of_the_sample_lie_near_the_truth(study, truth):
    """Within three and a half standard errors, sites and careless answers included."""
    expected = {(s["occasion"], s["scale"]): s for s in truth["scores"]}
    for wave, scores in study.scores.items():
        for scale in scores.scales:
            true = expected[wave, scale]
            values = scores.of(scale)
            values = values[np.isfinite(values)]
            assert abs(values.mean() - true["mean"]) < 3.5 * true["sd"] * np.sqrt(1 / len(values) + 0.06 / 6)
