"""A small study with open comments, written to a folder as its evaluator would have it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import put_study

STUDY = """
title: Comments (synthetic)
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
respondent: teacher
comments:
  questions: [{id: said, column: Q9, text: What helped you?}]
  sheet: comments.csv
options: {bootstrap: 100}
"""
HEADER = ("teacher", "site", "role", "Your name", "a1", "a2", "a3", "a4", "b1", "b2", "Q9")
LAST_NAMES = ("Abara", "Bexley", "Cisneros", "Dunmore", "Eastlake", "Fennick", "Gallo", "Huxtable")


def export(said: Sequence[str], site: Sequence[str] | None = None, role: Sequence[str] | None = None) -> str:
    """One record for each comment, an empty text for none; names are unlike, as in a real export."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for i, text in enumerate(said):
        level = 1 + (i * 7 + 3) % 4
        name = f"Zora{chr(97 + i // 8)} {LAST_NAMES[i % 8]}{chr(97 + i // 8)}"
        answers = (level, min(5, level + i % 2), 6 - level, level, level, min(5, level + 1))
        where = site[i] if site else str(1 + i % 2)
        writer.writerow((f"t{i:03d}", where, role[i] if role else "teacher", name, *answers, text))
    return out.getvalue()


def put(
    folder: Path, said: Sequence[str], study: str = STUDY, *, instrument: str = "", **columns: Sequence[str]
) -> Path:
    """The study file, its instrument and its export; returns the path of the study file."""
    path = put_study(folder, study, pre=export(said, **columns))
    if instrument:
        (folder / "demo.yaml").write_text(instrument, encoding="utf-8")
    return path


def run(*arguments: object, code: int = 0) -> str:
    """What a command says."""
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result.output


def lines(sheet: Path) -> list[dict[str, str]]:
    """The review sheet as a spreadsheet program shows it."""
    return list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))


def rewrite(sheet: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Save the sheet as a spreadsheet program would."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    sheet.write_text(out.getvalue(), encoding="utf-8")


def decide(study: Path, verdict: str = "yes", **cells: str) -> Path:
    """Write the sheet and approve every comment in it; returns the sheet."""
    run("comments", study)
    sheet = study.with_name("comments.csv")
    rewrite(sheet, [{**row, "approved": verdict, **cells} for row in lines(sheet)])
    return sheet
