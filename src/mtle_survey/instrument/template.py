"""The beginning of a new instrument file."""

from __future__ import annotations

import re

from mtle_survey.errors import UsageError
from mtle_survey.instrument.grammar import IDENTIFIER
from mtle_survey.instrument.parts.ids import MAX_LENGTH

_TEMPLATE = """\
# An instrument: what is asked, how it is answered, and how answers become scores.
# Replace the examples with your own. Check as you go:  mtle instruments check @ID@
id: @ID@                          # small letters, digits and underscores; it never changes
version: 0.1.0                    # raise it whenever wording, codes or keys change
title: @TITLE@
language: en
notice: Draft. Not reviewed, no evidence of validity yet.    # stands in every codebook and report
# citation: Author (year). Title.
# instruction: What people read before the first question.

response_formats:                 # the sets of answer options, each named once
  agree5:
    codes: [1, 2, 3, 4, 5]        # the numbers that an export holds; reversal uses this range, never the data
    labels: [Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]
    nonresponse:                  # options that say why there is no answer; they are never counted as numbers
      8: Does not apply to my role
      9: Prefer not to answer
  often4:
    stem: Think of this past month.   # stands above its items, on every platform and on paper
    codes: [1, 2, 3, 4]
    labels: ['Never', About monthly, About weekly, Daily]    # quotation marks never harm

items:                            # in the order in which they are asked
  lead_1:
    text: I help colleagues plan mathematics lessons.        # one idea, at most 20 words
    format: agree5
    # source: Where the item comes from.
    # columns: [Q4_1]             # headers in exports; the id itself always matches
  lead_2:
    text: Colleagues ask me for advice on mathematics teaching.
    format: agree5
  lead_3:
    text: I keep my ideas about mathematics teaching to myself.
    format: agree5
  talk_1:
    text: My students explain their reasoning to each other.
    format: often4
  talk_2:
    text: My students compare different ways to solve a problem.
    format: often4
  talk_3:
    text: My students ask each other questions about mathematics.
    format: often4
  comment:
    text: What has changed in your work this year?
    type: text

scales:                           # items that make a score
  leading:
    title: Leading colleagues
    description: High scores mean that the teacher shares and is asked for mathematical ideas.
    items: [lead_1, lead_2, lead_3]
    reverse_keyed: [lead_3]       # agreeing with these lowers the score
    kind: outcome                 # outcome, condition or background; only outcomes are read as change
  math_talk:
    title: Mathematical talk
    description: High scores mean frequent talk among students about mathematics.
    items: [talk_1, talk_2, talk_3]
    # score: {method: mean, min_answered: 2}
  # everything: {title: Leading and talk, parts: [leading, math_talk]}

fields:                           # what is not scored
  teacher: {title: Self-made code, role: respondent, personal: true}
  site: {title: School, role: cluster}
  hours: {title: Program hours, role: dose, type: number, range: [0, 500]}

forms:                            # which items a questionnaire carries
  full:
    items: [lead_1, lead_2, lead_3, talk_1, talk_2, talk_3, comment]
  # retro:                        # looking back, asked together with the last questionnaire
  #   {items: [lead_1], occasion: retro, format: separate, columns: {lead_1: R_lead_1}}

structure:                        # the factors that are expected; by default one per scale
  factors:
    leading: [lead_1, lead_2, lead_3]
    math_talk: [talk_1, talk_2, talk_3]

# review:                         # once done, record it here; until then reports say “not reviewed”
#   content_validity: {raters: 6, date: 2026-05, ratings: {lead_1: 1.0, lead_2: 0.83}}
#   cognitive_interviews: {participants: 5, date: 2026-06, summary: What was found and changed.}
"""


def new_instrument(instrument_id: str) -> str:
    """A commented definition to start from: it loads without a problem.

    Raises
    ------
    UsageError
        If the id could not be used as a name.
    """
    if not re.fullmatch(IDENTIFIER, instrument_id) or len(instrument_id) > MAX_LENGTH:
        raise UsageError(
            f"“{instrument_id}” cannot be an instrument's id: begin with a letter, use letters, digits and "
            f"underscores, at most {MAX_LENGTH} characters."
        )
    title = instrument_id.replace("_", " ").capitalize()
    return _TEMPLATE.replace("@ID@", instrument_id).replace("@TITLE@", f'"{title}"')
