"""Write simulated files and their truth."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from mtle_survey.errors import UsageError
from mtle_survey.simulate import plain, qualtrics
from mtle_survey.simulate.records import SimulatedWave, Simulation
from mtle_survey.whole_files import write_together

STYLES = {"qualtrics": qualtrics, "plain": plain}


def write_simulation(
    simulation: Simulation, folder: str | Path, *, style: str = "qualtrics", labels: bool = True
) -> tuple[Path, ...]:
    """Write one CSV per wave (``pre.csv`` …) and ``truth.json`` into a folder.

    Parameters
    ----------
    simulation : Simulation
    folder : str or Path
        Made if it does not exist; files of the same names are replaced.
    style : {"qualtrics", "plain"}
        ``qualtrics``: three header rows and metadata. ``plain``: one header row.
    labels : bool
        Whether answers are written as choice text or as codes.

    Returns
    -------
    tuple of Path
        What was written, the truth last.
    """
    if style not in STYLES:
        raise UsageError(f"unknown style {style!r}; there are {', '.join(STYLES)}")
    folder = Path(folder)
    files = {
        folder / f"{wave.wave}.csv": file_bytes(simulation, wave, style=style, labels=labels)
        for wave in simulation.waves
    }
    files[folder / "truth.json"] = truth_bytes(simulation, style=style, labels=labels)
    write_together(files)
    return tuple(files)


def file_bytes(simulation: Simulation, wave: SimulatedWave, *, style: str, labels: bool) -> bytes:
    """One wave's CSV, UTF-8 without a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=STYLES[style].LINE_END)
    writer.writerows(STYLES[style].rows(simulation.instrument, wave, simulation.recipe.seed, labels=labels))
    return out.getvalue().encode("utf-8")


def truth_bytes(simulation: Simulation, *, style: str, labels: bool) -> bytes:
    """The truth as JSON, with rows as a spreadsheet shows the files of that style."""
    document = simulation.truth.document(header_rows=STYLES[style].HEADER_ROWS, labels=labels)
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
