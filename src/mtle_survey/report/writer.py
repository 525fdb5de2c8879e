"""What a writer file exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mtle_survey.report.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """An output format.

    Attributes
    ----------
    suffix : str
        Of its files, without the dot; also its name on the command line.
    write : callable
        Document to bytes; the same document gives the same bytes.
    draws : bool
        Whether it shows the document's figures.
    typesets : bool
        Whether it uses the typesetting library, whose threads do not survive in a forked process.
    """

    suffix: str
    write: Callable[[Document], bytes]
    draws: bool = True
    typesets: bool = False
