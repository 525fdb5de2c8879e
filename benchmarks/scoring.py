"""Scores with reversed items and a rule for answers left out, beside pandas and psych."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, python_peer, r_peer
from benchmarks.survey import ITEMS, SCALES, large_instrument, large_waves
from mtle_survey.scores import score

IN_R = f"""
keys <- lapply(split(colnames(x), rep(1:{SCALES}, each = {ITEMS})), function(items) {{
  c(items[-length(items)], paste0("-", items[length(items)])) }})
names(keys) <- paste0("s", seq_along(keys))
answered <- sapply(split(colnames(x), rep(1:{SCALES}, each = {ITEMS})), function(items) {{
  rowSums(!is.na(x[, items])) }})
"""


def run() -> list[Measurement]:
    import pandas as pd

    instrument = large_instrument()
    responses = large_waves(instrument)["w0"]
    frame = pd.DataFrame(responses.values, columns=list(responses.items))

    def ours() -> np.ndarray:
        return score(responses).values

    def by_pandas() -> np.ndarray:
        scored = {}
        for scale in instrument.scales:
            own = frame[list(scale.items)].copy()
            own[list(scale.reverse_keyed)] = 6 - own[list(scale.reverse_keyed)]
            enough = own.notna().sum(axis=1) >= ITEMS / 2
            scored[scale.id] = own.mean(axis=1).where(enough)
        return pd.DataFrame(scored).to_numpy()

    enough = np.nan_to_num(ours(), nan=0.0)
    found = {"scores": enough}
    return [
        Measurement(
            task=f"scores of {SCALES} scales of {ITEMS} items, one reversed, gaps, n = {len(responses):,}",
            seconds=best_of(5, ours),
            memory=peak_memory(ours),
            others=(
                python_peer("pandas", by_pandas, found, {"scores": np.nan_to_num(by_pandas(), nan=0.0)}),
                *r_peer(
                    "psych::scoreItems, without imputation (too few answers left out afterwards)",
                    responses.values,
                    'scoreItems(keys, x, min = 1, max = 5, impute = "none", missing = TRUE)$scores',
                    found,
                    {"scores": "ifelse(answered >= 2 & !is.na(found), found, 0)"},
                    libraries=("psych",),
                    setup=IN_R,
                ),
            ),
        )
    ]
