"""What an imported question is in an instrument: a rated item, another item, or a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.losses import some
from mtle_survey.exchange.model import Definition, Option, Question
from mtle_survey.exchange.names import distinct, identifier
from mtle_survey.instrument.model import Reason
from mtle_survey.instrument.parts.formats import number_of
from mtle_survey.instrument.parts.ids import MAX_LENGTH
from mtle_survey.instrument.reasons import reason_of
from mtle_survey.normalise import normalise_label

FEWEST_CODES = 2
FAR_CODES = (7, 8, 9, 77, 88, 98, 99, 998, 999)
FAR_AWAY = 2  # a gap of this many codes sets an option apart from the scale


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFormat:
    """A response format in the making.

    Attributes
    ----------
    codes : tuple of str
        Ascending.
    labels : tuple of str
        One per code; empty where the option shows its code alone.
    nonresponse : tuple of Option
    aliases : tuple of (str, str)
        Exported codes that are no numbers, and the number each stands for.
    name : str
        What the instrument called it, where an annotation says so.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    nonresponse: tuple[Option, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuestion:
    """A question with its place in an instrument file.

    Attributes
    ----------
    id : str
    header : str
        What an export calls it, where that is not the id; empty otherwise, or if it is not known.
    question : Question
    stem : str
    is_field : bool
    format : DraftFormat or None
    """

    id: str
    header: str
    question: Question
    stem: str
    is_field: bool
    format: DraftFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that is known of an imported instrument.

    Attributes
    ----------
    questions : tuple of DraftQuestion
    problems : tuple of Problem
        What was left out, and what has to be decided.
    """

    questions: tuple[DraftQuestion, ...]
    problems: tuple[Problem, ...]


def draft_of(definition: Definition) -> Draft:
    """Decide what every question is, and note what a person has to decide."""
    pairs = [
        (question, block.stem)
        for page in definition.questionnaire.pages
        for block in page.blocks
        for question in block.questions
    ]
    problems: list[Problem] = list(definition.problems)
    pairs = _with_options(_once(pairs, problems), problems)
    counted = _counted([question for question, _ in pairs])
    shared = Counter(_key(question.options) for question, _ in pairs if question.kind == "single")
    renamed = {p.item for p in problems if p.code == "X022"}
    ids = _ids([question for question, _ in pairs])
    formats: dict[tuple[str, tuple[Option, ...]], DraftFormat | None] = {}
    drafts = []
    for question, stem in pairs:
        question = replace(question, options=counted.get(_key(question.options), question.options))
        question = replace(question, options=_told_apart(question, problems))
        made = None
        if question.kind == "single" and not _is_declared_other(question):
            key = (question.note.format if question.note is not None else "", question.options)
            if key not in formats:
                formats[key] = _format(question, shared[_key(question.options)] > 1, problems)
            made = formats[key]
        is_field = _is_field(question, made)
        if is_field and question.note is None and question.kind == "single":
            problems.append(problem("X020", item=question.name, found=question.name))
        own = ids[question.name]
        header = question.name if question.name != own and question.name not in renamed else ""
        drafts.append(
            DraftQuestion(id=own, header=header, question=question, stem=stem, is_field=is_field, format=made)
        )
    changed = [f"{one.header} is {one.id}" for one in drafts if one.question.note is None and one.header]
    if changed:
        problems.append(problem("X016", found=some(changed), count=len(changed)))
    return Draft(questions=tuple(drafts), problems=tuple(problems))


def _once(pairs: Iterable[tuple[Question, str]], problems: list[Problem]) -> list[tuple[Question, str]]:
    """Every name once: later questions of the same name get a number, and no header can be theirs."""
    seen: set[str] = set()
    kept = []
    for question, stem in pairs:
        name, number = question.name, 2
        while name in seen:
            name, number = f"{question.name}_{number}", number + 1
        seen.add(name)
        if name != question.name:
            problems.append(problem("X022", item=name, found=f"{question.name}, kept as {name}"))
        kept.append((replace(question, name=name), stem))
    return kept


def _with_options(pairs: list[tuple[Question, str]], problems: list[Problem]) -> list[tuple[Question, str]]:
    """Without the questions that somebody began and gave no options."""
    kept = []
    for question, stem in pairs:
        if question.kind in ("single", "multiple", "rank") and not question.options:
            problems.append(problem("X011", found=question.name, reason="It has no options to choose from"))
        else:
            kept.append((question, stem))
    return kept


def _counted(questions: Iterable[Question]) -> dict[tuple[tuple[str, str], ...], tuple[Option, ...]]:
    """For each list of options the one whose options the platform counts as different numbers."""
    found: dict[tuple[tuple[str, str], ...], tuple[Option, ...]] = {}
    for question in questions:
        values = {option.value for option in question.options}
        if len(values) == len(question.options) and "" not in values:
            found.setdefault(_key(question.options), question.options)
    return found


def _ids(questions: Sequence[Question]) -> dict[str, str]:
    """Ids by name: those that annotations know, and for the others the name in the spelling of ids."""
    known = {q.name: q.note.id or q.name for q in questions if q.note is not None}
    taken = list(known.values())
    others = [q.name for q in questions if q.note is None]
    spelled = distinct(
        [*taken, *others], lambda name: name if name in taken else identifier(name), MAX_LENGTH
    )
    return {**known, **{name: spelled[name] for name in others}}


def _key(options: Sequence[Option]) -> tuple[tuple[str, str], ...]:
    return tuple((option.code, option.label) for option in options)


def _is_declared_other(question: Question) -> bool:
    """Whether an annotation says that a single choice is no rated item."""
    note = question.note
    return note is not None and (note.kind == "field" or not note.format)


def _is_field(question: Question, made: DraftFormat | None) -> bool:
    if question.note is not None:
        return question.note.kind == "field"
    if question.kind == "single":
        return made is None
    return question.kind == "date" or question.personal


def _told_apart(question: Question, problems: list[Problem]) -> tuple[Option, ...]:
    """Options whose words differ; the code is added to a label that another option bears too."""
    seen: set[str] = set()
    kept = []
    for option in question.options:
        if normalise_label(option.label) in seen:
            problems.append(problem("X018", item=question.name, found=f"{question.name}: “{option.label}”"))
            option = replace(option, label=f"{option.label} ({option.code})")
        seen.add(normalise_label(option.label))
        kept.append(option)
    return tuple(kept)


def _format(question: Question, is_shared: bool, problems: list[Problem]) -> DraftFormat | None:
    """The response format that the options make; None where they are no scale."""
    known = question.note is not None
    numbers = [number_of(option.code) for option in question.options]
    if known:
        ways_out = tuple(option for option in question.options if option.reason)
        made = _ordered(tuple(o for o in question.options if not o.reason), ways_out)
        return replace(made, name=question.note.format if question.note is not None else "")
    if any(number is None for number in numbers) or len(set(numbers)) < len(numbers):
        return _numbered(question, problems) if is_shared else None
    answers, ways_out = _ways_out(question, problems)
    if len(answers) < FEWEST_CODES:
        return None
    if not _is_run([float(option.code) for option in answers]):
        shown = ", ".join(f"{option.code} {option.label}" for option in answers)
        problems.append(problem("X013", item=question.name, found=question.name, order=shown))
    return _ordered(answers, ways_out)


def _ordered(answers: Sequence[Option], ways_out: tuple[Option, ...]) -> DraftFormat:
    answers = sorted(answers, key=lambda option: float(option.code))
    return DraftFormat(
        codes=tuple(option.code for option in answers),
        labels=tuple("" if option.label == option.code else option.label for option in answers),
        nonresponse=ways_out,
    )


def _numbered(question: Question, problems: list[Problem]) -> DraftFormat | None:
    """Options with codes that are no numbers, numbered in the order on screen."""
    ends = {0, len(question.options) - 1}
    answers = [
        option
        for place, option in enumerate(question.options)
        if place not in ends or reason_of(option.label) is Reason.OTHER
    ]
    out = [option for option in question.options if option not in answers]
    if len(answers) < FEWEST_CODES:
        return None
    found = f"{question.name}: {', '.join(option.code for option in answers)}"
    problems.append(problem("X015", item=question.name, found=found))
    _report_ways_out(question, out, problems, "Its words give a reason for not answering.")
    labels = {normalise_label(option.label) for option in question.options}
    numbered = list(enumerate(answers, 1))
    values = [number_of(option.value) for option in answers]
    if None not in values and len(set(values)) == len(values):
        numbered = sorted(((int(float(one.value)), one) for one in answers), key=lambda entry: entry[0])
    return DraftFormat(
        codes=tuple(str(number) for number, _ in numbered),
        labels=tuple(option.label for _, option in numbered),
        nonresponse=tuple(replace(one, reason=reason_of(one.label).value) for one in out),
        aliases=tuple(
            (option.code, str(number))
            for number, option in numbered
            if normalise_label(option.code) not in labels
        ),
    )


def _ways_out(question: Question, problems: list[Problem]) -> tuple[list[Option], tuple[Option, ...]]:
    """Answers, and options that look like a way out: negative, far from the others, or worded so.

    Negative codes are answers where they continue the scale: -2 to 2 in the order on screen.
    """
    numbers = [float(option.code) for option in question.options]
    positive = [number for number in numbers if number >= 0]
    broken = not _is_run(numbers) and _is_run(positive) and len(positive) >= FEWEST_CODES
    ends = (min(numbers), max(numbers))
    out = []
    for option, number in zip(question.options, numbers, strict=True):
        others = [one for one in numbers if one != number]
        worded = reason_of(option.label) is not Reason.OTHER and (number in ends or number < 0)
        negative = number < 0 and (broken or -number not in numbers)
        far = bool(others) and number in FAR_CODES and number > max(others) + FAR_AWAY
        if worded or negative or far:
            out.append(option)
    answers = [option for option in question.options if option not in out]
    why = "Its code is negative or far from the others, or its words give a reason for not answering."
    if len(answers) >= FEWEST_CODES:
        _report_ways_out(question, out, problems, why)
    return answers, tuple(replace(option, reason=reason_of(option.label).value) for option in out)


def _is_run(numbers: Sequence[float]) -> bool:
    """Whether numbers only rise or only fall."""
    return list(numbers) in (sorted(numbers), sorted(numbers, reverse=True))


def _report_ways_out(question: Question, out: Sequence[Option], problems: list[Problem], why: str) -> None:
    for option in out:
        found = f"{question.name}: {option.code} “{option.label}”"
        problems.append(problem("X012", item=question.name, found=found, reason=why))
