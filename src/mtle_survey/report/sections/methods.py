"""How every number was made, in prose that can go into a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.report.between_groups import comparison_arms, program_arm
from mtle_survey.report.blocks import Block, Heading, Paragraph
from mtle_survey.report.categories import categories
from mtle_survey.report.format import plain_number
from mtle_survey.report.inline import Code, Inline, Italic, Reference, Subscript, Text, Wording, listing, text
from mtle_survey.report.reliability_summary import any_coefficient
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View
from mtle_survey.stats.gates import CLUSTER_DF_WARNED_BELOW

_OPEN_COMMENTS = (
    "Names, places, addresses, telephone numbers, dates and codes were taken out of comments by program: by "
    "their form, and by the names, schools and identifiers in the exports. Habits of writing were evened "
    "out. A person then read each comment and approved it, edited it or did not approve it; what was edited "
    "was redacted again. Approved comments of people who could be known by them are withheld."
)


def blocks(view: View) -> tuple[Block, ...]:
    """One paragraph per step."""
    parts: list[Block] = []
    for title, content in _paragraphs(view):
        parts += [Heading(text=text(title)), Paragraph(text=content)]
    return tuple(parts)


def _paragraphs(view: View) -> Iterator[tuple[str, Text]]:
    yield "Design", _design(view)
    yield "Scores", _scores(view)
    if view.study.links is not None:
        yield "Finding people again", _linking(view)
    yield "Reliability", _reliability(view)
    if view.main_contrast is not None:
        yield "Change", _change(view)
    if view.compares_groups:
        yield "Comparing the groups", _compared(view)
    if view.study.retrospective:
        yield "Looking back", _looking_back(view)
    classes = tuple(categories(view))
    if classes:
        yield "Roles, stages and other classes", _classes(view, [c.id for c in classes])
    if any(heard.approved for heard in view.study.voices):
        yield "Open comments", text(_OPEN_COMMENTS)
    if view.disclosure.public:
        yield (
            "Protecting small groups",
            text(
                f"Results from fewer than {view.disclosure.smallest} people are not shown, nor are results "
                "that differ from another shown one by so few people that these could be worked out from "
                "any sum or difference of what is shown. Small groups are put together. "
                + _few_left_out(view)
            ),
        )
    yield (
        "Rounding",
        text("Everything is computed at full precision and rounded once, for print, half away from zero."),
    )


def _design(view: View) -> Text:
    waves = [f"{w} ({view.study.dates[w]})" if w in view.study.dates else w for w in view.waves if w]
    named = text(f"{len(waves)} waves: ", listing(waves), ". ") if len(waves) > 1 else "one wave. "
    return text(
        "The survey had ",
        named,
        *_groups(view),
        "The instrument is ",
        Wording(view.instrument.title),
        f", version {view.instrument.version}.",
    )


def _groups(view: View) -> tuple[Inline | Text, ...]:
    """Who was surveyed, and how people came into the groups of a comparison."""
    if view.study.design.get("type") != "comparison":
        return ("One group of people was surveyed; there is no comparison group. ",)
    names = [Wording(arm.name) for arm in comparison_arms(view)]
    lot = view.study.design.get("assignment") == "random"
    return (
        "A program group (",
        Wording(program_arm(view).name),
        ") is compared with people who were not in the program (",
        listing(names),
        "). ",
        "People were assigned to the groups by lot. " if lot else "The groups were not formed by lot. ",
    )


def _compared(view: View) -> Text:
    """How the groups are compared, and how sites enter."""
    methods = {row.method for row in view.study.comparison.where(statistic="ancova_effect") if row.available}
    return text(
        "The adjusted difference is the coefficient of the program group in a linear model of the last score "
        "on the first score and the group (analysis of covariance). The difference of changes is the "
        "coefficient of the program group in a model of the change alone. ",
        "Their intervals respect the sites: cluster-robust standard errors (CR2) with degrees of freedom "
        "after Bell and McCaffrey. "
        if "CR2" in methods
        else "",
        Italic("g"),
        " is a difference divided by the pooled standard deviation of the two groups at that time, with the "
        "What Works Clearinghouse's correction for small samples. Baseline differences are those of the "
        "people whose answers are compared, not of everyone who answered at the start. Where the intervals "
        "of the two models lie differently beside zero, the conclusion is left open.",
    )


def _scores(view: View) -> Text:
    own_rule = [Wording(s.title) for s in view.scales if s.score.min_answered is not None]
    return text(
        "Items worded the other way round were reversed over the declared answers: lowest plus highest code "
        "minus the answer. Scale scores are means of the answered items unless the scale's section says "
        "otherwise. A score was given when at least half of a scale's items were answered, rounded up, and "
        "2 when it has 2 or 3",
        text("; ", listing(own_rule), " follow the rule of the instrument file") if own_rule else "",
        ". “Does not apply” reduces the number of items that must be answered, never below 2, and is never "
        "counted as a value. No answer was imputed. Where waves asked different items, only those asked in "
        "every wave are scored.",
    )


def _classes(view: View, shown: Sequence[str]) -> Text:
    """By which rule of the instrument each class is given."""
    rules = [
        text(
            Wording(declared.title or declared.id),
            " by ",
            Code(declared.rule),
            f" ({', '.join(f'{k} {v}' for k, v in declared.params.items())})" if declared.params else "",
        )
        for declared in view.instrument.scores
        if declared.id in shown
    ]
    return text("Classes follow from the answers by rules of the instrument: ", listing(rules), ".")


def _linking(view: View) -> Text:
    links = view.study.links
    if links is None:
        return ()
    folded = int(links.by_fold.sum())
    by_hand = any(pair.by_hand for pair in links.between.values())
    told = not folded or view.disclosure.shows(folded)
    people = f"{folded} {'person' if folded == 1 else 'people'}" if told else "a few people"
    return text(
        "People were found again by exact comparison of their IDs, as text, after trimming and Unicode "
        "normalization (NFKC). A second pass ignored capital letters and the spellings of a code",
        f", and joined {people}" if view.flow_told else "",
        ". An ID that stands for different answers within one wave was set aside; identical second copies "
        "were dropped. ",
        "Of the codes left over, those one slip apart were joined when each was the other's only neighbour. "
        if links.fuzzy
        else "No approximate matching was used. ",
        "Some pairs were decided by hand, by the evaluator. " if by_hand else "",
        *(("The counts are in ", Reference("table-flow"), ".") if view.flow_told else ()),
    )


def _reliability(view: View) -> Text:
    percent = plain_number(round(100 * view.study.confidence, 6))
    if not any_coefficient(view):
        return text(
            "Item–rest correlations leave the item itself out. Coefficients from fewer than 10 complete "
            "respondents are not given."
        )
    return text(
        "Coefficient alpha and omega were computed for each scale and wave from respondents who answered "
        f"every item of the scale. The {percent}% interval of alpha is Feldt's below 50 respondents and that "
        "of a bias-corrected and accelerated bootstrap from 50 on. Omega is that of a one-factor "
        "model fitted by maximum likelihood, with the variance that the model implies in the denominator. "
        "Item–rest correlations leave the item itself out. Coefficients from fewer than 10 complete "
        "respondents are not given.",
    )


def _change(view: View) -> Text:
    percent = plain_number(round(100 * view.study.confidence, 6))
    return text(
        "Change is the later score minus the earlier one, among people with both scores, with Student's "
        f"{percent}% interval for paired scores. The standardized change ",
        Italic("d"),
        Subscript("av"),
        " divides it by the root mean square of the two standard deviations; it is not corrected for small "
        "samples and its interval is Bonett's. A person counts as having risen or fallen when the own score "
        "moved by more than the declared meaningful step, or, where none is declared, by more than a "
        "quarter of an answer step. ",
        _tests(view),
        " Changes were not computed from fewer than 5 people.",
    )


def _tests(view: View) -> Text:
    """Of which changes tests are reported."""
    if view.compares_groups:
        return text("What concerns everyone together is not tested.", *_tests_between(view))
    if not view.study.primary:
        return text("No primary scale had been declared, so no test is reported.")
    named = [view.instrument.scale[s] for s in view.study.primary if s in view.instrument.scale]
    return text(
        "Paired ",
        Italic("t"),
        " tests were made for the primary scales only (",
        listing([Wording(scale.title) for scale in named]),
        "), with Holm's adjustment over them within each pair of waves.",
    )


def _tests_between(view: View) -> Text:
    """Which differences between the groups are tested."""
    named = [view.instrument.scale[s] for s in view.study.primary if s in view.instrument.scale]
    if not named:
        return text(" No primary scale had been declared, so no difference is tested either.")
    return text(
        " The adjusted difference is tested for the primary scales only (",
        listing([Wording(scale.title) for scale in named]),
        "), with Holm's adjustment over them within one wave and comparison group. Where the sites leave "
        f"fewer than {CLUSTER_DF_WARNED_BELOW} degrees of freedom no ",
        Italic("p"),
        " is given.",
    )


def _looking_back(view: View) -> Text:
    if view.remembered is None:
        return text(
            "The wave in which people looked back is compared with the first and with the last wave in its "
            "own table and is never pooled with either."
        )
    percent = plain_number(round(100 * view.study.confidence, 6))
    return text(
        "Nobody was asked at the start. People rated themselves as they are now and as they remember "
        "themselves then (a retrospective pretest, or then-test). The change told is the score now minus "
        "the score looking back, among people with both, with Student's "
        f"{percent}% interval for paired scores. A person counts as rating now higher or lower when the two "
        "differ by more than the declared meaningful step, or, where none is declared, by more than a "
        "quarter of an answer step. No test is made, and no reliable change of single people is given, "
        "because the remembered score is not a measurement made at the start."
    )


def _few_left_out(view: View) -> str:
    """Who is in the flow but, being few, not in the results of a wave."""
    if not view.left_out:
        return ""
    if not view.flow_told:
        return "The waves are described by the people whose answers are compared."
    return (
        "The waves are described by the people whose answers are compared; of those who answered, "
        f"{' and '.join(f'{n} in {w}' for w, n in view.left_out.items())} are left out of the results "
        "because the few of them could be worked out."
    )


SECTION = ReportSection(name="methods", title="Methods", order=90, applies=always, blocks=blocks)
