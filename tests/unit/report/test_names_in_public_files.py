"""No file of a public report names a person, a folder, or a group that is too small to be shown."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import run

import numpy as np
import pytest

from mtle_survey.report.build import report_of, write_reports
from mtle_survey.report.document import texts_of
from mtle_survey.report.files_told import files_told
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.outside import needs_pdftotext, text_of_pdf
from tests.unit.report.studies import instrument, responses

SMALL, ALSO_SMALL, LARGE = "Quillfeather Elementary", "Zephyrhollow School", "Northfield High"
SITES = [LARGE] * 30 + ["Southgate Middle"] * 24 + [SMALL] * 4 + [ALSO_SMALL] * 7
PDF = pytest.param("evaluation.pdf", marks=needs_pdftotext)
FILES = ("evaluation.html", "evaluation.docx", "evaluation.pdf", "evaluation.xlsx", "report.json")


def region(audience: str = "public", *, by_file: bool = False) -> Study:
    """Sites by name, two of them small; with ``by_file`` each sends a file of its own."""
    base = instrument()
    fields = tuple(
        {**f.model_dump(), "codes": (), "labels": (), "type": "text"} if f.id == "site" else f.model_dump()
        for f in base.fields
    )
    model = instrument(fields=fields)
    waves = {}
    for wave, rise, seed in (("pre", 0.0, 1), ("post", 0.4, 2)):
        found = responses(model, wave, range(len(SITES)), rise=rise, seed=seed)
        found.fields["site"][:] = SITES
        (source,) = found.sources
        source = replace(source, file=f"/home/evaluator/Secretfolder/{wave}.csv")
        if not by_file:
            waves[wave] = replace(found, sources=(source,))
            continue
        names = list(dict.fromkeys(SITES))
        waves[wave] = replace(
            found,
            sources=tuple(
                replace(
                    source,
                    file=f"/home/evaluator/{name.split()[0]}.csv",
                    sha256=f"{k}{wave[1]}" * 32,
                    records=SITES.count(name) + 1,
                )
                for k, name in enumerate(names)
            ),
            source_index=np.array([names.index(site) for site in SITES]),
        )
    return Study(
        model,
        waves,
        respondent="teacher",
        title="A region",
        cluster="site",
        audience=audience,
        study_file="/home/evaluator/Secretfolder/study.yaml",
    )


def contents(path: Path) -> Iterator[str]:
    """Everything that a file holds: its parts, its compressed streams, the text that a reader sees."""
    content = path.read_bytes()
    yield content.decode("latin-1")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                yield part.filename
                yield archive.read(part).decode("utf-8", "replace")
                yield part.comment.decode("utf-8", "replace") + archive.comment.decode("utf-8", "replace")
    if path.suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
            try:
                yield zlib.decompress(stream).decode("utf-16-be", "replace")
                yield zlib.decompress(stream).decode("latin-1")
            except zlib.error:
                continue
        yield text_of_pdf(path)
        yield run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode("utf-8")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    write_reports(region(), [folder / name for name in FILES])
    return folder


@pytest.mark.parametrize("name", [PDF, *(name for name in FILES if not name.endswith(".pdf"))])
def test_a_small_group_a_person_and_a_folder_are_named_nowhere(public: Path, name: str) -> None:
    found = "\n".join(contents(public / name))
    assert "Northfield" in found, "what is large enough is named"
    assert "Others together" in found or name == "report.json"
    for secret in ("Quillfeather", "Zephyrhollow", "t000", "t064", "Secretfolder", "/home/"):
        assert secret not in found, secret


@pytest.mark.parametrize("name", [PDF, "evaluation.docx"])
def test_properties_say_what_the_report_is_and_nothing_of_who_made_it(public: Path, name: str) -> None:
    if name.endswith(".docx"):
        with zipfile.ZipFile(public / name) as archive:
            told = archive.read("docProps/core.xml").decode("utf-8")
            assert not {"docProps/custom.xml", "word/comments.xml", "word/people.xml"} & {*archive.namelist()}
        values = set(re.findall(r">([^<>]+)</", told))
    else:
        told = run(["pdfinfo", str(public / name)], capture_output=True, check=True).stdout.decode("utf-8")
        values = set(re.findall(r"^(?:Title|Author|Subject|Keywords|Creator|Producer): +(.*)$", told, re.M))
    assert any("A region" in value for value in values)
    assert not any(re.search(r"root|evaluator|/", v) for v in values if "Typst" not in v), values


@needs_pdftotext
def test_where_sites_send_a_file_each_no_file_counts_or_names_a_small_site(tmp_path: Path) -> None:
    write_reports(region(by_file=True), [tmp_path / name for name in FILES])
    for name in FILES:
        found = "\n".join(contents(tmp_path / name))
        assert "Quillfeather" not in found and "Zephyrhollow" not in found, name
    inputs = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["manifest"]["inputs"]
    assert len(inputs) == 8 and {i["responses"] for i in inputs} == {None} == {i["records"] for i in inputs}
    assert all(i["sha256"].startswith(i["file"]) for i in inputs), "whoever has the file knows it by its hash"
    inside = files_told(region("internal", by_file=True))
    assert [f.responses for f in inside if f.wave == "pre"] == [30, 24, 4, 7]
    assert {f.name for f in inside} >= {"Quillfeather.csv"}


@pytest.mark.parametrize(("audience", "named"), [("public", False), ("internal", True)])
def test_a_problem_with_the_name_of_a_small_site_names_it_inside_alone(audience: str, named: bool) -> None:
    study = region(audience)
    study.waves["pre"].fields["site"][55] = SMALL.upper()
    document = report_of(View(study))
    told = " ".join(document.words(c) for block in document.blocks() for c in texts_of(block))
    assert "differ in capital letters" in told
    assert (SMALL.upper() in told) == named


def test_a_single_file_is_named_and_counted() -> None:
    assert [(f.name, f.responses) for f in files_told(View(region()).study)] == [
        ("pre.csv", 65),
        ("post.csv", 65),
    ]
