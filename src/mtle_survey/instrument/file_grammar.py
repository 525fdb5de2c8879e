"""The grammar of an instrument file, key by key."""

from __future__ import annotations

from mtle_survey.instrument.grammar import (
    Anything,
    Either,
    Flag,
    Key,
    ListOf,
    MapOf,
    Number,
    Record,
    Text,
)

ID = Text(identifier=True)
PROSE = Text()
IDS = ListOf(entry=ID)
TEXTS = ListOf(entry=PROSE)
TEXT_OR_TEXTS = ListOf(entry=PROSE, alone=True)

NONRESPONSE_REASONS = ("not_applicable", "refused", "dont_know", "not_shown", "blank", "other")

_NONRESPONSE = Record(
    "nonresponse option",
    {
        "label": Key(PROSE, "What the option says.", required=True),
        "reason": Key(Text(choices=NONRESPONSE_REASONS), "Why the answer is missing.", required=True),
    },
)

RESPONSE_FORMAT = Record(
    "response format",
    {
        "codes": Key(
            ListOf(entry=Number()),
            "The declared codes, ascending; reversal and range checks use these, never the data.",
            required=True,
        ),
        "labels": Key(
            Either(listed=TEXTS, mapped=MapOf(entry=PROSE, key=Number())),
            "One label per code, or code: label where only some points are labelled.",
            required=True,
        ),
        "stem": Key(PROSE, "Words above the items, such as a time frame; an item may have its own."),
        "nonresponse": Key(
            MapOf(entry=Either(text=PROSE, mapped=_NONRESPONSE)),
            "code: label of options that are reasons for a missing value, never numbers.",
        ),
        "aliases": Key(
            MapOf(entry=Number()), "Other wordings that exports may hold, and the code each stands for."
        ),
    },
)

_RANGE = Either(
    listed=ListOf(entry=Number(), length=2),
    mapped=Record(
        "range",
        {"low": Key(Number(), "The smallest answer."), "high": Key(Number(), "The largest answer.")},
    ),
)

ITEM = Record(
    "item",
    {
        "text": Key(PROSE, "The wording that respondents read.", required=True),
        "stem": Key(PROSE, "Words above a rated item, such as a time frame; else those of its format."),
        "type": Key(
            Text(choices=("single", "multiple", "number", "text", "rank")),
            "How it is answered; single is the default.",
        ),
        "format": Key(ID, "The response format of a rated item."),
        "aspects": Key(
            Either(listed=IDS, mapped=MapOf(entry=ID, key=ID)),
            "Aspects it is rated in, or aspect: format; each becomes an item of its own, item__aspect.",
        ),
        "options": Key(TEXTS, "The options of a multiple-choice or ranking item."),
        "range": Key(_RANGE, "The inclusive limits of a number."),
        "source": Key(PROSE, "Where the item comes from: the sentence of evidence."),
        "about": Key(ID, "Whom the answers would expose: self, principal, district, partner …"),
        "columns": Key(
            Either(text=PROSE, listed=TEXTS, mapped=MapOf(entry=TEXT_OR_TEXTS, key=ID)),
            "Headers that it bears in exports; aspect: header for an item with aspects.",
        ),
        "anchors": Key(TEXTS, "Observable examples for the codebook."),
        "correct": Key(TEXT_OR_TEXTS, "The right answer of an attention or knowledge item: code or option."),
    },
)

SCORING_RULE = Record(
    "scoring rule",
    {
        "method": Key(Text(choices=("mean", "sum", "pomp")), "mean (default), sum or percent of maximum."),
        "min_answered": Key(
            Number(above=0), "The least that must be answered: a count (2) or a share (0.67, 1.0 for all)."
        ),
    },
)

SCALE = Record(
    "scale",
    {
        "title": Key(PROSE, "Its name for people.", required=True),
        "items": Key(IDS, "Its items; items or parts, not both."),
        "parts": Key(IDS, "The scales that make it up; it scores all their items."),
        "reverse_keyed": Key(IDS, "Items keyed against it."),
        "kind": Key(Text(choices=("outcome", "condition", "background")), "outcome is the default."),
        "direction": Key(Text(choices=("higher", "lower")), "Which end is wanted; higher is the default."),
        "score": Key(SCORING_RULE, "How items become a score."),
        "meaningful_step": Key(Number(above=0), "The least change that counts as rose or fell."),
        "report": Key(Flag(), "Whether the report shows it; true is the default."),
        "about": Key(ID, "Whom its scores would expose."),
        "description": Key(PROSE, "What a high score means."),
    },
)

SCORE_RULE = Record(
    "score",
    {
        "rule": Key(ID, "The rule's name; its code lives in the program.", required=True),
        "title": Key(PROSE, "Its name for people."),
        "inputs": Key(
            MapOf(entry=Either(text=ID, listed=IDS), key=ID),
            "What the rule reads: ids of items, fields or scales.",
        ),
        "params": Key(MapOf(entry=Anything(), key=ID), "The rule's settings."),
    },
)

FIELD = Record(
    "field",
    {
        "title": Key(PROSE, "Its name for people.", required=True),
        "text": Key(PROSE, "The question as asked."),
        "role": Key(
            Text(
                choices=(
                    "respondent",
                    "unit",
                    "informant",
                    "cluster",
                    "group",
                    "dose",
                    "date",
                    "session",
                    "consent",
                )
            ),
            "What it does in an evaluation.",
        ),
        "type": Key(Text(choices=("single", "multiple", "number", "text", "date")), "text is the default."),
        "codes": Key(TEXTS, "Its codes, as text."),
        "labels": Key(Either(listed=TEXTS, mapped=MapOf(entry=PROSE)), "One label per code, or code: label."),
        "range": Key(_RANGE, "The inclusive limits of a number."),
        "columns": Key(TEXT_OR_TEXTS, "Headers that it bears in exports."),
        "at_most": Key(ID, "Another number that this one can never exceed, such as years of teaching."),
        "personal": Key(Flag(), "Whether it identifies a person; false is the default."),
    },
)

FORM = Record(
    "form",
    {
        "title": Key(PROSE, "Its name for people."),
        "items": Key(IDS, "The items it carries; an item with aspects brings all of them.", required=True),
        "instruction": Key(PROSE, "What people read first; else the instrument's."),
        "occasion": Key(ID, "The wave that it answers for, when not the one it is asked in (retro)."),
        "format": Key(
            Text(choices=("adjacent", "separate")),
            "Whether retrospective answers stand beside the present ones or on a page of their own.",
        ),
        "columns": Key(
            MapOf(entry=TEXT_OR_TEXTS, key=ID), "item: header, where this form's export names them otherwise."
        ),
    },
)

STRUCTURE = Record(
    "structure",
    {
        "factors": Key(MapOf(entry=IDS, key=ID), "factor: its items.", required=True),
        "second_order": Key(MapOf(entry=IDS, key=ID), "second-order factor: its first-order factors."),
        "bifactor": Key(Flag(), "Whether a general factor joins them; false is the default."),
        "residuals": Key(
            ListOf(entry=ListOf(entry=ID, length=2)), "Pairs of items whose residuals may correlate."
        ),
    },
)

REVIEW = Record(
    "review",
    {
        "content_validity": Key(
            Record(
                "content-validity review",
                {
                    "raters": Key(Number(minimum=1), "How many experts rated relevance.", required=True),
                    "date": Key(PROSE, "When."),
                    "ratings": Key(
                        MapOf(entry=Number(minimum=0, maximum=1), key=ID),
                        "item: share of raters who found it relevant (I-CVI).",
                    ),
                    "summary": Key(PROSE, "What was found and changed."),
                },
            ),
            "Ratings of relevance by experts.",
        ),
        "cognitive_interviews": Key(
            Record(
                "cognitive interviews",
                {
                    "participants": Key(
                        Number(minimum=1), "How many people were interviewed.", required=True
                    ),
                    "date": Key(PROSE, "When."),
                    "summary": Key(PROSE, "What was found and changed."),
                },
            ),
            "Interviews on how people understood the items.",
        ),
    },
)

INSTRUMENT = Record(
    "instrument",
    {
        "id": Key(ID, "The instrument's id.", required=True),
        "version": Key(PROSE, "Its version; raise it whenever wording, codes or keys change.", required=True),
        "title": Key(PROSE, "Its name for people.", required=True),
        "language": Key(PROSE, "The language of its wording, as a code such as en or pt-BR."),
        "notice": Key(PROSE, "What every codebook and report must say about it."),
        "citation": Key(PROSE, "How to cite it."),
        "instruction": Key(PROSE, "What people read before the first question."),
        "review": Key(REVIEW, "What is known about the quality of its wording."),
        "response_formats": Key(MapOf(entry=RESPONSE_FORMAT, key=ID), "Named sets of answer options."),
        "items": Key(MapOf(entry=ITEM, key=ID), "The questions, in administered order.", required=True),
        "scales": Key(MapOf(entry=SCALE, key=ID), "Sets of items that make a score."),
        "scores": Key(MapOf(entry=SCORE_RULE, key=ID), "Scores beyond means, by named rules."),
        "fields": Key(MapOf(entry=FIELD, key=ID), "What is not scored: identifiers, groups, dosage, dates."),
        "forms": Key(MapOf(entry=FORM, key=ID), "Which items a questionnaire carries."),
        "structure": Key(STRUCTURE, "The declared factors; by default one per scale with items, correlated."),
    },
)
