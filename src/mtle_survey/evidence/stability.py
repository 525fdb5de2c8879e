"""Test-retest: how well scores repeat between two waves in which nothing was meant to change them."""

from __future__ import annotations

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from mtle_survey.stats.agreement.icc_c1 import icc_c1
from mtle_survey.stats.agreement.sdc import sdc
from mtle_survey.stats.agreement.sem_agreement import sem_agreement
from mtle_survey.table import About, Row, Table, row


def stability(panel: Panel, first: str, second: str) -> Table:
    """Intraclass correlations, standard error of measurement and smallest detectable change, per scale.

    Only for two waves that the study declares to have nothing between them: the correlation across a
    program is no test-retest reliability, since people are meant to change at their own pace there.
    """
    contrast = Contrast(second, first)
    rows: list[Row] = []
    for pairs in panel.pairs(contrast):
        x = np.column_stack([pairs.pre, pairs.post])
        about: About = {"scale": pairs.scale, "contrast": contrast.name}
        error = sem_agreement(x, panel.level)
        rows += [
            row("icc_a1", icc_a1(x, panel.level), **about),
            row("icc_c1", icc_c1(x, panel.level), **about),
            row("sem_agreement", error, **about),
            row("sdc_agreement", sdc(error, panel.level), **about),
        ]
    return Table.of(rows)
