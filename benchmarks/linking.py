"""People of two waves matched by what they wrote as their code, beside pandas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, python_peer
from benchmarks.survey import large_instrument, large_waves
from mtle_survey.linking.link import link


def run() -> list[Measurement]:
    import pandas as pd

    both = {wave: found for wave, found in large_waves(large_instrument()).items() if wave in ("w0", "w1")}
    generator = np.random.default_rng(1)
    late = both["w1"]
    typed = [
        f" {i} " if generator.random() < 0.05 else i.upper() if generator.random() < 0.1 else i
        for i in late.ids
    ]
    waves = {"w0": both["w0"], "w1": replace(late, ids=np.array(typed, dtype=object))}

    def ours() -> int:
        links = link(waves)
        if links is None:
            raise ValueError("nobody has a code")
        return len(links.pairs("w0", "w1")[0])

    def by_pandas() -> int:
        keys = [pd.Series(r.ids).str.strip().str.casefold().to_frame("id") for r in waves.values()]
        return len(keys[0].merge(keys[1], on="id", validate="one_to_one"))

    return [
        Measurement(
            task=f"linking two waves of {len(both['w0']):,} and {len(late):,} people, codes untidy",
            seconds=best_of(3, ours),
            memory=peak_memory(ours),
            others=(
                python_peer(
                    "pandas: strip, casefold, merge (tells no duplicate, near or ambiguous match)",
                    by_pandas,
                    {"people linked": ours()},
                    {"people linked": by_pandas()},
                ),
            ),
        )
    ]
