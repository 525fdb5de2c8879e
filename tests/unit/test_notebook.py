"""What a notebook shows of a table and of a study."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from mtle_survey import figures
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.study import Study
from mtle_survey.table import ROWS_IN_A_NOTEBOOK, Table, row
from tests.support import make_instrument, read
from tests.unit.report.studies import two_waves


def test_a_table_shows_its_rows_without_empty_columns_and_escaped():
    table = Table.of(
        [
            row("alpha", Estimate(value=0.81234567, n=24), scale="voice"),
            row("omega_total", not_available("needs <b>more</b> people", n=2), scale="voice"),
        ]
    )
    shown = table._repr_html_()
    assert "<th>Scale</th>" in shown and "<th>Wave</th>" not in shown
    assert "<td>0.8123</td>" in shown and "<td>24</td>" in shown
    assert "needs &lt;b&gt;more&lt;/b&gt; people" in shown


def test_a_long_table_says_how_many_rows_it_leaves_out():
    rows = [row("mean", Estimate(value=1.0, n=1), item=f"q{i}") for i in range(ROWS_IN_A_NOTEBOOK + 5)]
    shown = Table.of(rows)._repr_html_()
    assert "and 5 more rows" in shown
    assert f">q{ROWS_IN_A_NOTEBOOK}<" not in shown


def test_a_study_shows_its_waves_and_computes_nothing(tmp_path):
    instrument = make_instrument(tmp_path)
    wave = read(tmp_path, instrument, "teacher,a1,a2\nx,1,2\ny,2,3", wave="pre")
    study = Study(instrument, waves={"pre": wave}, title="Ours & <others>", seed=1)
    shown = study._repr_html_()
    assert "Ours &amp; &lt;others&gt; (demo 1.0.0)" in shown
    assert "<td>pre</td><td>2</td>" in shown
    assert "scores" not in vars(study)


def test_the_figures_of_a_report_are_listed_and_show_themselves():
    drawn = figures(two_waves())
    assert len(drawn) >= 3
    listed = drawn._repr_html_()
    for name, figure in drawn.items():
        assert name in listed
        picture = ET.fromstring(figure._repr_svg_())
        assert picture.tag.endswith("svg")
        assert figure.title in figure._repr_html_() or "&amp;" in figure._repr_html_()
        assert "<script" not in figure._repr_html_()
