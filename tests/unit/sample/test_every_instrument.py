"""Every shipped instrument goes the whole way: loaded, checked, rendered, simulated, scored, reported."""

from __future__ import annotations

from html import unescape

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.errors import Severity
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.lint import check_instrument
from mtle_survey.instrument.load import load_instrument

NAMES = sorted(found.id for found in list_instruments())
PEOPLE = 24


def run(*arguments):
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_way(name, tmp_path):
    instrument = load_instrument(name)
    assert not [p for p in check_instrument(instrument) if p.severity is Severity.ERROR]
    run("codebook", name, "-o", tmp_path / "codebook.html")
    assert instrument.title in unescape((tmp_path / "codebook.html").read_text(encoding="utf-8"))
    run("simulate", name, "-n", PEOPLE, "--waves", "one,two", "-o", tmp_path / "data")
    exports = [f"{wave}={tmp_path / 'data' / f'{wave}.csv'}" for wave in ("one", "two")]
    scored = run("score", *exports, "-i", name, "--format", "csv").splitlines()
    header = scored[0].split(",")
    assert len(scored) - 1 >= PEOPLE
    assert {scale.id for scale in instrument.scored_scales()} <= set(header)
    assert {score.id for score in instrument.scores} <= set(header)
    report = tmp_path / "report.html"
    run("report", *exports, "-i", name, "-o", report)
    html = unescape(report.read_text(encoding="utf-8"))
    assert all(scale.title in html for scale in instrument.scored_scales() if scale.report)
