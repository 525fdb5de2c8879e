"""Small exports of qualitative software, in the shapes that the software writes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Coded = tuple[str, str, str, Sequence[str], str]  # document, range, text, codes, coder


def csv_of(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def taguette(coded: Iterable[Coded]) -> str:
    """A row for each tag of a highlight, and one with an empty tag where there is none."""
    rows = [
        (i, document, tag, text)
        for i, (document, _, text, codes, _) in enumerate(coded, start=1)
        for tag in (codes or [""])
    ]
    return csv_of(("id", "document", "tag", "content"), rows)


def dedoose(coded: Iterable[Coded]) -> str:
    coded = list(coded)
    codes = sorted({code for row in coded for code in row[3]})
    header = ["Media Title", "Excerpt Range", "Excerpt Creator", "Excerpt Date", "Excerpt Copy"]
    header += ["Resource Creator", "Resource Date", "Codes Applied Combined"]
    for code in codes:
        header += [f"Code: {code} Applied", f"Code: {code} Range", f"Code: {code} Weight"]
    rows = []
    for document, place, text, applied, coder in coded:
        row: list[object] = [document, place, coder, "6/1/2026", text, coder, "6/1/2026"]
        row.append(", ".join(code.rsplit("\\", 1)[-1] for code in applied))
        for code in codes:
            row += ["True" if code in applied else "False", "", ""]
        rows.append(row)
    return csv_of(header, rows)


def qdpx(path: Path, coded: Iterable[Coded], *, prolog: str = "", name: str = "project.qde") -> Path:
    """A REFI-QDA project: users, nested codes, and text sources with selections."""
    coded = list(coded)
    users = sorted({row[4] for row in coded})
    tree: dict[str, dict] = {}
    for row in coded:
        for code in row[3]:
            here = tree
            for level in code.split("\\"):
                here = here.setdefault(level, {})
    xml = [
        f'<?xml version="1.0" encoding="utf-8"?>{prolog}<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
    ]
    xml.append("<Users>" + "".join(f'<User guid="u-{u}" name="{u}"/>' for u in users) + "</Users>")
    xml.append("<CodeBook><Codes>" + _codes(tree, "") + "</Codes></CodeBook><Sources>")
    for document in dict.fromkeys(row[0] for row in coded):
        xml.append(f'<TextSource guid="s-{document}" name="{document}" plainTextPath="internal://x.txt">')
        for n, (_, place, _, codes, coder) in enumerate(r for r in coded if r[0] == document):
            start, end = place.split("-")
            xml.append(
                f'<PlainTextSelection guid="p-{document}-{n}" name="…" startPosition="{start}" '
                f'endPosition="{end}" creatingUser="u-{coder}">'
            )
            xml += [
                f'<Coding guid="c-{document}-{n}-{k}" creatingUser="u-{coder}">'
                f'<CodeRef targetGUID="k-{code}"/></Coding>'
                for k, code in enumerate(codes)
            ]
            xml.append("</PlainTextSelection>")
        xml.append("</TextSource>")
    xml.append("</Sources></Project>")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "".join(xml))
        archive.writestr("sources/x.txt", "text")
    return path


def _codes(tree: Mapping[str, Mapping], above: str) -> str:
    return "".join(
        f'<Code guid="k-{above}{name}" name="{name}">' + _codes(below, f"{above}{name}\\") + "</Code>"
        for name, below in tree.items()
    )
