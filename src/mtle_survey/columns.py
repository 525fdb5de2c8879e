"""The glossary of the one tidy table: every column, its meaning and its label."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the tidy table.

    Attributes
    ----------
    name : str
        Stable; scripts rely on it.
    kind : str
        ``text``, ``number``, ``count`` or ``flag``.
    label : str
        What people read.
    meaning : str
        One sentence for the reference page.
    """

    name: str
    kind: str
    label: str
    meaning: str


COLUMNS: tuple[Column, ...] = (
    Column("model", "text", "Model", "The fitted model or family of analyses a row belongs to."),
    Column("scale", "text", "Scale", "Scale id of the instrument."),
    Column(
        "item",
        "text",
        "Item",
        "Item id of the instrument; about moves and doses also the id of a field or of a rule's score.",
    ),
    Column(
        "factor",
        "text",
        "Factor",
        "Factor of a solution, position of an eigenvalue, part of a total, answer that a share is of, "
        "score at which an error is given, category moved from, bin of changes, or order of gains.",
    ),
    Column("with", "text", "With", "The other member of a pair, or the category that people moved to."),
    Column("wave", "text", "Wave", "The wave; null for one bare file or for several waves together."),
    Column("group", "text", "Group", "Group as column=value; null for everyone."),
    Column("contrast", "text", "Contrast", "What is compared, as later - earlier."),
    Column("statistic", "text", "Statistic", "Id of the statistic."),
    Column("estimate", "number", "Estimate", "The number; null exactly when unavailable says why."),
    Column("std_error", "number", "SE", "Standard error of the estimate."),
    Column("conf_low", "number", "Lower", "Lower bound of the interval."),
    Column("conf_high", "number", "Upper", "Upper bound of the interval."),
    Column("conf_level", "number", "Level", "Confidence level of the interval, 0 to 1."),
    Column("test_statistic", "number", "Test", "Test statistic."),
    Column("df", "number", "df", "Degrees of freedom."),
    Column("p_value", "number", "p", "P value, two-sided unless the method says otherwise."),
    Column("n", "count", "n", "The count behind that estimate."),
    Column("method", "text", "Method", "How it was computed, where several ways exist."),
    Column("headline", "flag", "Headline", "Whether this is the row to quote among several methods."),
    Column("unavailable", "text", "Not available", "Why there is no estimate."),
)

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
