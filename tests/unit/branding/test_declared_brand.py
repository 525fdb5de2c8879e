from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from mtle_survey.branding.declared import declared_brand
from mtle_survey.branding.picture import picture
from mtle_survey.errors import MtleError
from mtle_survey.study_file import load_study
from mtle_survey.study_plan import plan_study
from tests.support import put_study
from tests.unit.branding.pictures import png

STUDY = """
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
"""
ANSWERS = "teacher,a1,a2,a3,a4,b1,b2\n" + "\n".join(f"t{n},{n % 5 + 1},2,3,4,5,1" for n in range(9))


def problems(folder: Path, brand: str) -> list[tuple[str, str, str]]:
    """Code, place and remedy of what is wrong with a brand."""
    file = put_study(folder, STUDY + brand, pre=ANSWERS)
    with pytest.raises(MtleError) as caught:
        plan_study(file)
    return [(p.code, f"{p.row}", p.fix) for p in caught.value.problems if p.severity == "error"]


def test_a_whole_brand_reaches_the_study(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    docx.Document().save(str(tmp_path / "ours.docx"))
    brand = (
        "brand:\n  organisation: Ours\n  logo: logo.png\n  colour: '#00558c'\n"
        "  palette: {low: b35806, high: 00558c}\n"
        "  title_page: {prepared_for: A fund}\n  template: ours.docx\n"
    )
    found = load_study(put_study(tmp_path, STUDY + brand, pre=ANSWERS)).brand
    assert found.organisation == "Ours" and found.colour == "#00558c"
    assert found.logo is not None and found.logo.alt == "Ours"
    assert (found.logo.width, found.logo.height) == (30, 10)
    assert found.palette is not None and found.palette.low == "#b35806"
    assert found.title_page is not None and found.title_page.prepared_for == "A fund"
    assert found.template is not None


def test_paper_is_a4_or_letter(tmp_path: Path) -> None:
    assert declared_brand({"paper": "letter"}, tmp_path)[0].paper == "letter"
    assert declared_brand({}, tmp_path)[0].paper == "a4"
    ((code, row, fix),) = problems(tmp_path, "brand:\n  paper: foolscap\n")
    assert (code, row, fix) == ("I016", "6", "Write one of the choices.")


def test_without_a_brand_the_report_has_the_standard_colours(tmp_path: Path) -> None:
    brand, misfits = declared_brand({}, tmp_path)
    assert brand.colour == "#542788" and brand.logo is None and misfits == ()


def test_a_colour_that_cannot_be_read_names_its_line_and_the_nearest_that_can(tmp_path: Path) -> None:
    ((code, row, fix),) = problems(tmp_path, "brand:\n  colour: 'ffcc00'\n")
    assert (code, row) == ("T030", "6")
    assert "#" in fix and "4.5" in fix


@pytest.mark.parametrize(
    ("brand", "code"),
    [
        ("brand: {colour: blue}", "T003"),
        ("brand: {palette: {low: red, high: 00558c}}", "T003"),
        ("brand: {palette: {low: c05020, high: 607020}}", "T031"),
        ("brand: {organisation: Ours, logo: nowhere.png}", "T032"),
        ("brand: {organisation: Ours, logo: demo.yaml}", "T032"),
        ("brand: {logo: logo.png}", "T032"),
        ("brand: {template: demo.yaml}", "T032"),
        ("brand: {template: nowhere.docx}", "T032"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, brand: str, code: str) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    assert [found for found, _, _ in problems(tmp_path, brand + "\n")] == [code]


def test_a_colour_lost_to_a_number_sign_is_not_taken_for_the_default(tmp_path: Path) -> None:
    assert problems(tmp_path, "brand:\n  colour: #00558c\n")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_size_of_a_picture_is_that_which_another_library_reads(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (123, 45), "red").save(out, kind)
    found = picture(out.getvalue())
    assert found is not None
    assert (found.kind, found.width, found.height) == (kind.lower(), 123, 45)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"<svg/>"])
def test_what_is_no_picture_is_not_taken_for_one(content: bytes) -> None:
    assert picture(content) is None
