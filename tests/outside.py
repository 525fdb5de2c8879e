"""What tests need from outside of the repository: programs, and real exports. Without it they are skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import REAL_EXPORTS


def _program(name: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} ({package}) is not installed")


needs_pdftotext = _program("pdftotext", "poppler")
needs_pdfinfo = _program("pdfinfo", "poppler")
needs_soffice = _program("soffice", "LibreOffice")
needs_tidy = _program("tidy", "HTML Tidy")
needs_r = _program("Rscript", "R")
needs_real_exports = pytest.mark.skipif(
    not REAL_EXPORTS.is_dir(), reason=f"no real exports at {REAL_EXPORTS}"
)


def text_of_pdf(file: Path, *options: str) -> str:
    """The words of a PDF, its pages divided by form feeds."""
    command = ["pdftotext", *options, str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")
