"""The look of a Qualtrics CSV export: three header rows, metadata, CRLF."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.records import ColumnKind, RecordKind, SimulatedColumn, SimulatedWave
from mtle_survey.simulate.render import column_texts
from mtle_survey.simulate.streams import stream
from mtle_survey.simulate.variants import typographic

HEADER_ROWS = 3
LINE_END = "\r\n"

_STEM = "For each statement, please choose one answer."
_STEM_LOOKING_BACK = "Looking back, please choose one answer for each statement."
_TIME_ZONE = "America/New_York"
_ALPHABET = np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
_STATUS_CODES = {"IP Address": "0", "Survey Preview": "1"}
_METADATA = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)


def rows(instrument: Instrument, wave: SimulatedWave, seed: int, *, labels: bool) -> list[list[str]]:
    """Every record of the export, the three header rows first.

    Addresses are of the block 192.0.2.0/24, which is reserved for documentation; names, e-mail addresses
    and places stay blank.
    """
    identifiers = _import_ids(instrument, wave)
    wordings = [_wording(instrument, wave, column) for column in wave.columns]
    columns = [column_texts(instrument, wave, column, labels=labels) for column in wave.columns]
    header = [[name, text, _import_json(identifier)] for name, text, identifier in _METADATA]
    header += [
        [column.header, wording, _import_json(identifier)]
        for column, wording, identifier in zip(wave.columns, wordings, identifiers, strict=True)
    ]
    metadata = _metadata(instrument, wave, seed, labels=labels)
    records = [[*about, *(cells[record] for cells in columns)] for record, about in enumerate(metadata)]
    return [list(row) for row in zip(*header, strict=True)] + records


def _wording(instrument: Instrument, wave: SimulatedWave, column: SimulatedColumn) -> str:
    if column.kind is ColumnKind.FIELD:
        field = instrument.field[column.target]
        text = field.text or field.title
    else:
        text = instrument.item[column.target].text
        if column.kind is ColumnKind.RATED:
            text = f"{_STEM if column.occasion == wave.wave else _STEM_LOOKING_BACK} - {text}"
    return typographic(text) if wave.typographic_wording else text


def _import_ids(instrument: Instrument, wave: SimulatedWave) -> list[str]:
    """Neighbouring items of one format are rows of one matrix question: QID7_1, QID7_2 …"""
    identifiers: list[str] = []
    question, row, matrix = 0, 0, None
    for column in wave.columns:
        key = None
        if column.kind is ColumnKind.RATED:
            key = (column.occasion, instrument.item[column.target].format)
        question, row = (question, row + 1) if key is not None and key == matrix else (question + 1, 1)
        matrix = key
        suffix = f"_{row}" if key is not None else "_TEXT" if _is_text(instrument, column) else ""
        identifiers.append(f"QID{question}{suffix}")
    return identifiers


def _is_text(instrument: Instrument, column: SimulatedColumn) -> bool:
    if column.kind is ColumnKind.FIELD:
        return not instrument.field[column.target].codes
    return instrument.item[column.target].type in ("text", "number")


def _import_json(identifier: str) -> str:
    zone = {"timeZone": _TIME_ZONE} if identifier.endswith("Date") else {}
    return json.dumps({"ImportId": identifier, **zone}, separators=(",", ":"))


def _metadata(instrument: Instrument, wave: SimulatedWave, seed: int, *, labels: bool) -> list[list[str]]:
    rng = stream(seed, "metadata", wave.wave)
    hosts = rng.integers(1, 255, len(wave))
    response_ids = rng.choice(_ALPHABET, (len(wave), 15))
    flag: Callable[[bool], str] = (lambda yes: str(yes)) if labels else (lambda yes: str(int(yes)))
    records = []
    for record, kind in enumerate(wave.kinds):
        if kind is RecordKind.BLANK:
            records.append([""] * len(_METADATA))
            continue
        preview = kind is RecordKind.PREVIEW
        status = "Survey Preview" if preview else "IP Address"
        progress = int(wave.progress[record])
        start = wave.started[record]
        end = start + dt.timedelta(seconds=int(wave.seconds[record]) * progress // 100)
        recorded = end + (dt.timedelta(seconds=1) if progress == 100 else dt.timedelta(days=7))
        records.append(
            [
                f"{start}",
                f"{end}",
                status if labels else _STATUS_CODES[status],
                "" if preview else f"192.0.2.{hosts[record]}",
                str(progress),
                str((end - start).seconds),
                flag(progress == 100),
                f"{recorded}",
                f"R_{''.join(response_ids[record])}",
                "",
                "",
                "",
                "",
                "",
                "",
                "preview" if preview else "anonymous",
                instrument.language.upper(),
            ]
        )
    return records
