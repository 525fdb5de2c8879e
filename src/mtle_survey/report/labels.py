"""The few words that writers add themselves, by language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What stands around the content: kinds of captions, headings of navigation, hints.

    Attributes
    ----------
    table, figure, note, contents : str
    skip : str
        The link past the navigation.
    numbers_behind : str
        With ``{figure}``, the figure's number.
    in_parts : str
        With ``{count}``, the number of parts of a section.
    prepared_for, prepared_by : str
    rows, every_row : str
        What the sheet of all statistics is called, and what it holds.
    lower, upper : str
        The ends of an interval, in headers of the workbook.
    columns, column, meaning : str
        What the sheet about its columns is called, and its own two columns.
    sort, descending, ascending, as_given : str
        What sorting a table does and says.
    """

    table: str
    figure: str
    note: str
    contents: str
    skip: str
    numbers_behind: str
    in_parts: str
    prepared_for: str
    prepared_by: str
    rows: str
    every_row: str
    lower: str
    upper: str
    columns: str
    column: str
    meaning: str
    sort: str
    descending: str
    ascending: str
    as_given: str


ENGLISH = Labels(
    table="Table",
    figure="Figure",
    note="Note.",
    contents="Contents",
    skip="Skip to the report",
    numbers_behind="The numbers behind {figure}",
    in_parts="Parts ({count})",
    prepared_for="Prepared for",
    prepared_by="Prepared by",
    rows="Rows",
    every_row="Every statistic at full precision, one per row",
    lower="lower",
    upper="upper",
    columns="Columns",
    column="column",
    meaning="meaning",
    sort="Sort by this column",
    descending="sorted, highest or last letter first",
    ascending="sorted, lowest or first letter first",
    as_given="in the report’s own order",
)

SPANISH = Labels(
    table="Tabla",
    figure="Figura",
    note="Nota.",
    contents="Contenido",
    skip="Ir al informe",
    numbers_behind="Los números de la {figure}",
    in_parts="Partes ({count})",
    prepared_for="Preparado para",
    prepared_by="Preparado por",
    rows="Filas",
    every_row="Cada estadístico con toda su precisión, uno por fila",
    lower="inferior",
    upper="superior",
    columns="Columnas",
    column="columna",
    meaning="significado",
    sort="Ordenar por esta columna",
    descending="en orden, primero lo más alto o la última letra",
    ascending="en orden, primero lo más bajo o la primera letra",
    as_given="en el orden del informe",
)

LABELS = {"en": ENGLISH, "es": SPANISH}
