"""Segments from REFI-QDA projects (.qdpx), which NVivo, ATLAS.ti, MAXQDA, Dedoose and others write."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from mtle_survey.archives import UNREADABLE
from mtle_survey.segments.model import Segment

PROJECT = "project.qde"
LARGEST = 200_000_000  # bytes of XML once unpacked; texts and recordings are other files of the archive
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class NotAProjectError(ValueError):
    """What is wrong with the archive, in words for the user."""


def is_project(data: bytes) -> bool:
    """Whether bytes are an archive with a project in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _project_name(archive) is not None
    except UNREADABLE:
        return False


def refi_qda(data: bytes, coder: str) -> tuple[Segment, ...]:
    """Read the codings of all sources.

    A passage is its range in its source: positions of text, lines, times or corners, as the standard has
    them. A source that is coded as a whole is one passage.

    Raises
    ------
    NotAProjectError
        The archive holds no readable project, one too large, or one that declares entities; these have no
        place in the standard and can make a small file grow without bound.

    References
    ----------
    REFI-QDA Standard 1.5 (2019). https://www.qdasoftware.org
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = _project_name(archive)
            if name is None:
                raise NotAProjectError("it holds no project.qde")
            if archive.getinfo(name).file_size > LARGEST:
                raise NotAProjectError(f"its project.qde is larger than {LARGEST // 1_000_000} MB")
            xml = archive.read(name)
        if DOCTYPE.search(xml):
            raise NotAProjectError("its project.qde declares entities, which the standard does not know")
        root = ElementTree.fromstring(xml)
    except NotAProjectError:
        raise
    except UNREADABLE as failure:
        raise NotAProjectError(f"it cannot be read ({failure})") from None
    users = {user.get("guid", ""): user.get("name") or user.get("id") or "" for user in _all(root, "User")}
    return tuple(_segments(root, _code_paths(root), users, coder))


def _project_name(archive: zipfile.ZipFile) -> str | None:
    return next((name for name in archive.namelist() if name.casefold() == PROJECT), None)


def _segments(root: Element, paths: dict[str, str], users: dict[str, str], coder: str) -> Iterator[Segment]:
    """One segment per passage and coder: one coder's codes of a passage belong together."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for source in (s for group in _all(root, "Sources") for s in group):
        document = source.get("name") or source.get("guid") or ""
        for place in (source, *(e for e in source.iter() if _local(e).endswith("Selection"))):
            for coding in (child for child in place if _local(child) == "Coding"):
                guid = coding.get("creatingUser") or place.get("creatingUser") or ""
                who = coder or users.get(guid, guid)
                codes = found.setdefault((document, _range(place, source), who), set())
                codes.update(
                    paths[ref.get("targetGUID", "")]
                    for ref in coding
                    if _local(ref) == "CodeRef" and ref.get("targetGUID") in paths
                )
    for (document, passage, who), codes in found.items():
        yield Segment(document=document, passage=passage, coder=who, codes=frozenset(codes))


def _range(place: Element, source: Element) -> str:
    if place is source:
        return "whole source"
    kept = [
        f"{name}={value}"
        for name, value in sorted(place.attrib.items())
        if name
        not in ("guid", "name", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime")
    ]
    return " ".join((_local(place), *kept))


def _code_paths(root: Element) -> dict[str, str]:
    """Code by its identifier, as its path of names."""
    paths: dict[str, str] = {}

    def walk(parent: Element, above: tuple[str, ...]) -> None:
        for child in parent:
            if _local(child) == "Code":
                path = (*above, child.get("name", "").strip())
                paths[child.get("guid", "")] = "\\".join(path)
                walk(child, path)

    for codes in _all(root, "Codes"):
        walk(codes, ())
    return paths


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element) == name)


def _local(element: Element) -> str:
    """The element's name without its namespace, which differs between versions of the standard."""
    return element.tag.rsplit("}", 1)[-1]
