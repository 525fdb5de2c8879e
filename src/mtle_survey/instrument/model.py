"""The instrument definition as checked, immutable objects."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mtle_survey.errors import Problem

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reason(StrEnum):
    """Why an answer is missing."""

    NOT_SHOWN = "not_shown"
    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"
    DONT_KNOW = "dont_know"
    OTHER = "other"
    INVALID = "invalid"


class Nonresponse(_Part):
    """An answer option that gives a reason instead of a value."""

    label: Text
    reason: Reason


class ResponseFormat(_Part):
    """The options of a rated item: declared codes and their labels.

    Attributes
    ----------
    codes : tuple of float
        The declared range; reversal and range checks use this, never the data.
    labels : tuple of str
        One per code; an empty string where only some points are labelled.
    nonresponse : mapping of code text to Nonresponse
        Reasons for a missing value, never numbers.
    aliases : mapping of str to float
        Other wordings of an option that exports may hold, and the code each stands for.
    stem : str or None
        Words above the items that use it, such as a time frame.
    """

    codes: tuple[float, ...]
    labels: tuple[str, ...]
    stem: str | None = None
    nonresponse: Mapping[str, Nonresponse] = {}
    aliases: Mapping[str, float] = {}

    @property
    def low(self) -> float:
        """The smallest declared code."""
        return min(self.codes)

    @property
    def high(self) -> float:
        """The largest declared code."""
        return max(self.codes)

    @property
    def step(self) -> float:
        """The distance between neighbouring codes (the mean one, if they differ)."""
        return (self.high - self.low) / (len(self.codes) - 1)


class NumberRange(_Part):
    """The inclusive limits of a number item."""

    low: float | None = None
    high: float | None = None


class Item(_Part):
    """One question.

    ``id`` of a rated aspect is ``<item>__<aspect>``; ``base`` then names the declared item. ``stem`` is what
    stands above it: its own words, or those of its response format.
    """

    id: Identifier
    text: Text
    stem: str | None = None
    type: Literal["single", "multiple", "number", "text", "rank"] = "single"
    format: Identifier | None = None
    aspects: tuple[Identifier, ...] = ()
    options: tuple[str, ...] = ()
    range: NumberRange | None = None
    source: str | None = None
    about: Identifier | None = None
    columns: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    correct: tuple[str, ...] = ()
    base: Identifier | None = None
    aspect: Identifier | None = None

    @property
    def rated(self) -> bool:
        """Whether the item is answered on a response format and can be scored."""
        return self.type == "single" and self.format is not None


class ScoringRule(_Part):
    """How a scale's items become a score.

    ``min_answered`` is a count (a whole number) or a share (written with a point: 1.0 is all of them);
    None means the default rule.
    """

    method: Literal["mean", "sum", "pomp"] = "mean"
    min_answered: int | float | None = None


class Scale(_Part):
    """A set of items that makes a score."""

    id: Identifier
    title: Text
    items: tuple[Identifier, ...] = ()
    parts: tuple[Identifier, ...] = ()
    reverse_keyed: tuple[Identifier, ...] = ()
    kind: Literal["outcome", "condition", "background"] = "outcome"
    direction: Literal["higher", "lower"] = "higher"
    score: ScoringRule = ScoringRule()
    meaningful_step: float | None = None
    report: bool = True
    about: Identifier | None = None
    description: str | None = None


class ScoreRule(_Part):
    """A score beyond means, computed by a rule of the program."""

    id: Identifier
    rule: Identifier
    title: str | None = None
    inputs: Mapping[str, Any] = {}
    params: Mapping[str, Any] = {}


class FieldDefinition(_Part):
    """A column that is not scored: identifier, group, cluster, dose, date.

    ``at_most`` names another number field that this one can never exceed.
    """

    id: Identifier
    title: Text
    text: str | None = None
    role: (
        Literal["respondent", "unit", "informant", "cluster", "group", "dose", "date", "session", "consent"]
        | None
    ) = None
    type: Literal["single", "multiple", "number", "text", "date"] = "text"
    codes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    range: NumberRange | None = None
    columns: tuple[str, ...] = ()
    at_most: Identifier | None = None
    personal: bool = False


class Form(_Part):
    """Which items a questionnaire carries."""

    id: Identifier
    title: str | None = None
    instruction: str | None = None
    items: tuple[Identifier, ...]
    occasion: Identifier | None = None
    format: Literal["adjacent", "separate"] | None = None
    columns: Mapping[str, tuple[str, ...]] = {}


class Residual(_Part):
    """A pair of items whose residuals may correlate."""

    items: tuple[Identifier, Identifier]


class Structure(_Part):
    """The declared factor structure."""

    factors: Mapping[str, tuple[Identifier, ...]]
    second_order: Mapping[str, tuple[str, ...]] = {}
    bifactor: bool = False
    residuals: tuple[Residual, ...] = ()


class Instrument(_Part):
    """A questionnaire as data.

    Attributes
    ----------
    id, version, title, language : str
    items : tuple of Item
        In administered order; an item rated in several aspects stands once per aspect.
    scales : tuple of Scale
    fields : tuple of FieldDefinition
    forms : tuple of Form
    sha256 : str
        Hash of the definition file's bytes.
    source : str
        The file, as a person would name it.
    lines : mapping of str to int
        Line in the file of every key and named part, such as ``items.idn_q1``.
    problems : tuple of Problem
        Warnings and notes met while loading.
    """

    id: Identifier
    version: Text
    title: Text
    language: Text = "en"
    notice: str | None = None
    citation: str | None = None
    instruction: str | None = None
    review: Mapping[str, Any] | None = None
    response_formats: Mapping[str, ResponseFormat]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...] = ()
    scores: tuple[ScoreRule, ...] = ()
    fields: tuple[FieldDefinition, ...] = ()
    forms: tuple[Form, ...] = ()
    structure: Structure | None = None
    sha256: str = ""
    source: str = ""
    lines: Mapping[str, int] = Field(default={}, repr=False)
    problems: tuple[Problem, ...] = Field(default=(), repr=False)

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def scale(self) -> Mapping[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def form(self) -> Mapping[str, Form]:
        """Forms by id."""
        return {form.id: form for form in self.forms}

    @cached_property
    def field(self) -> Mapping[str, FieldDefinition]:
        """Fields by id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def rated_items(self) -> tuple[str, ...]:
        """Ids of the items that can be scored, in administered order."""
        return tuple(item.id for item in self.items if item.rated)

    def format_of(self, item_id: str) -> ResponseFormat:
        """The response format of a rated item; ``KeyError`` if it has none."""
        name = self.item[item_id].format
        if name is None:
            raise KeyError(item_id)
        return self.response_formats[name]

    def scale_items(self, scale_id: str) -> tuple[str, ...]:
        """All items that a scale scores: its own, or those of its parts, in order."""
        scale = self.scale[scale_id]
        if not scale.parts:
            return scale.items
        return tuple(item for part in scale.parts for item in self.scale_items(part))

    def reverse_keyed(self, scale_id: str) -> frozenset[str]:
        """The items of a scale that are keyed against it, those of its parts included."""
        scale = self.scale[scale_id]
        own = frozenset(scale.reverse_keyed)
        return own.union(*(self.reverse_keyed(part) for part in scale.parts))

    def scored_scales(self) -> tuple[Scale, ...]:
        """Scales with at least one item, in declared order."""
        return tuple(scale for scale in self.scales if self.scale_items(scale.id))

    def field_with_role(self, role: str) -> FieldDefinition | None:
        """The first field that has a role, or None."""
        return next((field for field in self.fields if field.role == role), None)
