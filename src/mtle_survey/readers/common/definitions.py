"""Files that describe a questionnaire and hold nobody's answers."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mtle_survey.errors import MtleError, problem
from mtle_survey.readers.common.source import Source

XLSFORM_COLUMNS = frozenset({"type", "name"})
LIMESURVEY_COLUMNS = frozenset({"class", "type/scale", "name"})


def refuse_definitions(source: Source) -> None:
    """Stop at a definition with R006, naming what it is."""
    found = definition_kind(source)
    if found:
        raise MtleError([problem("R006", file=source.file, found=found)])


def definition_kind(source: Source) -> str:
    """What kind of definition a source is; empty if it is none."""
    if isinstance(source.document, dict):
        return _json_kind(source.document)
    if isinstance(source.document, Element):
        return _xml_kind(source.document)
    if source.grid is not None:
        return _table_kind(source.grid.record(0))
    return ""


def _json_kind(document: dict[str, object]) -> str:
    if "SurveyEntry" in document and "SurveyElements" in document:
        return "a Qualtrics survey definition (QSF)"
    if isinstance(document.get("items"), list):
        return "a formr item table"
    return ""


def _xml_kind(root: Element) -> str:
    if root.find("LimeSurveyDocType") is not None:
        return "a LimeSurvey survey structure (LSS)"
    if root.tag.rpartition("}")[2] == "ODM":
        return "a REDCap project (ODM)"
    return ""


def _table_kind(header: tuple[str, ...]) -> str:
    names = [name.strip().casefold() for name in header]
    if names[:1] == ["variable / field name"] or names[:2] == ["field_name", "form_name"]:
        return "a REDCap data dictionary"
    if set(names) >= XLSFORM_COLUMNS and any(name.split(":")[0] in ("label", "caption") for name in names):
        return "an XLSForm"
    if names[:2] == ["list_name", "name"] or names[:2] == ["list name", "name"]:
        return "the choices of an XLSForm"
    if set(names) >= LIMESURVEY_COLUMNS:
        return "a LimeSurvey survey structure (tab-separated)"
    return ""
