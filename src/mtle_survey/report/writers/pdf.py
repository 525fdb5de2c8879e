"""The report as tagged pages that need neither a network nor fonts of their reader."""

from __future__ import annotations

import json
import tempfile
from importlib.resources import files
from pathlib import Path

from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.document import Document
from mtle_survey.report.pictures import font_folders
from mtle_survey.report.plain_data import document_data
from mtle_survey.report.writer import Writer


def write(document: Document) -> bytes:
    """A tagged PDF file; the same document gives the same bytes.

    It is declared as PDF/UA-1 unless no font has some letter of the questionnaire, which that standard
    forbids.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = files("mtle_survey.report").joinpath("templates/report.typ").read_bytes()
        (folder / "report.typ").write_bytes(template)
        data = json.dumps(document_data(document), ensure_ascii=False)
        (folder / "document.json").write_text(data, encoding="utf-8")
        if logo := document.brand.logo:
            (folder / f"logo.{logo.kind}").write_bytes(logo.content)
        for block in document.blocks():
            if isinstance(block, FigureBlock) and block.id in document.on_paper:
                (folder / f"{block.id}.svg").write_text(document.pictures[block.id], encoding="utf-8")
        return _compiled(folder)


def _compiled(folder: Path) -> bytes:
    import typst

    source, fonts = folder / "report.typ", font_folders()
    try:
        made = typst.compile(source, root=folder, format="pdf", font_paths=fonts, pdf_standards=["ua-1"])
        return bytes(made)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return bytes(typst.compile(source, root=folder, format="pdf", font_paths=fonts))


WRITER = Writer(suffix="pdf", write=write, typesets=True)
