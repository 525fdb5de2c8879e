"""What a reader is given, and what it must offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mtle_survey.errors import Problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.decode import Decoding
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.tokenise import RawTokeniser


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file's content, opened as far as is possible without knowing its platform.

    Attributes
    ----------
    file : str
        The path as the user gave it.
    sha256 : str
        Hash of the bytes.
    kind : str
        ``delimited``, ``workbook``, ``json``, ``xml``, ``spss``, ``spss_portable``,
        ``stata`` or ``parquet``.
    data : bytes
    decoding : Decoding or None
        For text files.
    delimiter : str
        For delimited text; empty otherwise.
    grid : Grid or None
        Records of delimited text and workbooks.
    document : object
        The parsed JSON or the XML root element.
    notes : tuple of Problem
        What was met on the way here.
    encoding : str or None
        As the caller stated it.
    """

    file: str
    sha256: str
    kind: str
    data: bytes
    decoding: Decoding | None = None
    delimiter: str = ""
    grid: Grid | None = None
    document: Any = None
    notes: tuple[Problem, ...] = ()
    encoding: str | None = None

    @cached_property
    def text(self) -> str:
        """The whole decoded text; empty where the file is not text."""
        return "" if self.decoding is None else self.data.decode(self.decoding.codec)

    def raw_tokeniser(self) -> RawTokeniser:
        """A tokeniser that tells an unquoted empty cell from ``""``."""
        return RawTokeniser(text=self.text, delimiter=self.delimiter, file=self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """That a source is of a reader's platform: how sure (0 to 1), which dialect, and why."""

    confidence: float
    dialect: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the caller asks of a reader.

    Attributes
    ----------
    keep_preview : bool
        Keep responses that the platform marks as preview, test or spam.
    definition : Source or None
        The platform's definition of the questionnaire.
    only : mapping of header to value
        Which rows will be chosen afterwards, so that a reader need not warn about the others.
    """

    keep_preview: bool = False
    definition: Source | None = None
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One platform.

    Attributes
    ----------
    name : str
        As given to ``platform``.
    label : str
        As people write it.
    sniff : callable
        From a source to a verdict, or None if it is not of this platform.
    read : callable
        From a source, the verdict and the options to a raw table. Must also cope with a source that
        its ``sniff`` does not recognise, since the user may name the platform.
    aliases : tuple of str
        Further names.
    takes_definition : bool
        Whether the platform's own definition of the questionnaire can be read beside the export.
    """

    name: str
    label: str
    sniff: Callable[[Source], Verdict | None]
    read: Callable[[Source, Verdict, Options], RawTable]
    aliases: tuple[str, ...] = field(default=())
    takes_definition: bool = False
