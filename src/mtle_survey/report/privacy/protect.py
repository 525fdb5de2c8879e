"""Rows of a public edition: a number that would give a few people away becomes a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from mtle_survey.evidence import informants, opportunities
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.disclosure import OF_THE_WHOLE, SMALL_STUDY, Disclosure
from mtle_survey.report.glossary import display
from mtle_survey.report.privacy.answers_told import AnswersTold
from mtle_survey.report.privacy.bands import OF_A_FEW, ONLY_WITH_LITTLE_ROOM, RoomTold, banded
from mtle_survey.report.privacy.ends import ENDS, Ends
from mtle_survey.report.privacy.facts import UNITS, Facts
from mtle_survey.report.privacy.families import (
    CROSSED,
    MEMBERS,
    SIZES,
    Families,
    of_a_scale,
    tells_moves,
)
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.report.privacy.levels import Level
from mtle_survey.report.privacy.moves_told import leaves_room
from mtle_survey.report.privacy.unanswered import Reasons
from mtle_survey.table import Row, Table

# Who was lost from each group of a comparison is not among them: it would tell of few, and of those analysed
# it would be false, since the few who are in one wave only are left out of them.
WHOLE_STUDY = frozenset(
    {"invited", "consented", "answered", "ambiguous", "unlinked", "attrition"}
    | {"linked_exact", "linked_fuzzy", "linked_by_hand"}
)
_COUNTED = frozenset({"missing", "not_applicable", "became_applicable", "ceased_to_apply"})
_ONE_PERSON = frozenset({"min", "max"})
_SHAPE = frozenset({"skewness", "kurtosis"})
_OF_ANSWERS = _SHAPE | {"mean", "sd", "median", "near_floor", "near_ceiling"}
_OF_EVERYONE = frozenset({"lmm_change", "lmm_p_holm", "lmm_any_change", "overlapping_change"})
_OF_SITES = frozenset({"sites_rose", "sites_fell"})  # their n counts sites
_WITHOUT_UNIT = (
    "alpha",
    "omega",
    "lambda2",
    "spearman_brown",
    "kappa",
    "icc",
    "krippendorff",
    "difference_score_reliability",
    "reliability_used",
    "item_rest_correlation",
    "inter_item_correlation",
    "percent_agreement",
    "within_one",
    "wave_correlation",
    "cluster_icc",
    "design_effect",
    "site_mean_reliability",
)
_OF_UNITS = frozenset({informants.MODEL, opportunities.MODEL})
_AGREED = frozenset({"percent_agreement", "within_one"})
FOUND_AGAIN = "linked=yes"  # no group of people, but those who are in both waves
PERFECT = 0.995  # what is read as 1.00
_MODELS = ("efa", "cfa", "items", "invariance")
READ_DECIMALS = 2
BESIDE_ANOTHER = "withheld: with another result it would tell of a few people"
NEAR_AN_END = "withheld: so near an end of the scale that it would tell how people answered"
ONE_PERSON = "one person's score"


class Protection:
    """What one public edition does to every table before anything of it is shown.

    Statistics without a unit of the score, such as a reliability coefficient, need as many people as the
    smallest group. Everything else is shown where ``Guard`` publishes the sums behind it, and is about
    exactly those people. A kind of result that is not known here is not shown.

    Parameters
    ----------
    disclosure : Disclosure
    guard : Guard
    counted : Facts
    answers : AnswersTold
    moves : iterable of Row
        All rows about who rose and fell on scales, before anything is hidden.
    ends : Ends
        What may be told of the ends of scales.
    reasons : Reasons
        Of which questions it is told why they were left out.
    flow_told : bool
        Whether counts of who answered and who was found again are exempt, as those of a whole study are.
    """

    def __init__(
        self,
        disclosure: Disclosure,
        guard: Guard,
        counted: Facts,
        answers: AnswersTold,
        moves: Iterable[Row],
        ends: Ends,
        reasons: Reasons,
        *,
        flow_told: bool = True,
    ) -> None:
        self._rule = disclosure
        self._flow_told = flow_told
        self._guard = guard
        self._counted = counted
        self._answers = answers
        self._moves = moves
        self._ends = ends
        self._reasons = reasons

    @cached_property
    def _of_scales(self) -> Families:
        """Who rose and fell on scales, in all tables together."""
        told = (row for row in self._moves if of_a_scale(row) and self._published(row))
        return Families(
            self._rule, [row for row in told if self._tells_moves(row) and not self._few_others(row)]
        )

    def _few_others(self, row: Row) -> bool:
        """Whether a few people are in a change and in none of the groups of which it is told."""
        if row.group is None:
            return False
        about, column = (row.scale or "", row.contrast or ""), row.group.partition("=")[0]
        told = [key for key in self._guard.shown if key[:3] == ("group", *about)]
        in_groups = self._guard.people_in([key for key in told if key[3].partition("=")[0] == column])
        everybody = self._guard.n("contrast", *about) or 0
        return 0 < everybody - in_groups < self._rule.smallest

    def table(self, table: Table) -> Table:
        """The table as it may be shown."""
        families, room = Families(self._rule, table), self._room(table)
        rows: dict[tuple[object, ...], Row] = {}
        for row in table:
            if row.statistic == ONLY_WITH_LITTLE_ROOM and not room.shows(row):
                continue
            told = self._row(row, families, room)
            rows.setdefault(told.identity(), told)
        return Table(tuple(rows.values()))

    def _room(self, table: Iterable[Row]) -> RoomTold:
        return RoomTold(table, lambda row: self._published(row) and not self._band(row))

    def direction_alone(self, row: Row) -> Row:
        """Which side of zero the interval of a change lies on, and nothing else."""
        if not row.available:
            return row
        if not self._rule.shows(row.n):
            return self._rule.without_number(row, self._rule.hidden)
        low = float(row.conf_low is not None and row.conf_low > 0) * 2 - 1
        high = 1 - float(row.conf_high is not None and row.conf_high < 0) * 2
        bare = self._rule.without_number(row, "")
        return replace(
            bare, estimate=(low + high) / 2, conf_low=low, conf_high=high, n=None, unavailable=None
        )

    def _row(self, row: Row, families: Families, room: RoomTold) -> Row:
        if row.statistic in WHOLE_STUDY and row.group is None:
            told = self._flow_told or not row.available
            return row if told else replace(self._rule.without_number(row, OF_THE_WHOLE), n=None)
        if not room.shows(row):
            hidden = self._rule.without_number(row, OF_A_FEW)
            return replace(hidden, n=None) if room.counts_some(row) else hidden
        return _without_end(self._without_size(self._shown(row, families)))

    def _shown(self, row: Row, families: Families) -> Row:
        if not row.available:  # the reason, too, may count people
            return (
                row
                if self._rule.shows(row.n) or not row.n
                else self._rule.without_number(row, self._rule.hidden)
            )
        reason = self._reason(row, families)
        return self._rule.without_number(row, reason) if reason else _rounded(self._without_spread(row))

    def _without_size(self, row: Row) -> Row:
        """A row about a group of which nothing is told, without the size of that group."""
        if row.available or row.group is None:
            return row
        told = row.group == FOUND_AGAIN or row.group in self._guard.sizes()
        return (
            row if told and all(self._guard.shows(*key) for key in self._keys(row)) else replace(row, n=None)
        )

    def _reason(self, row: Row, families: Families) -> str:
        """Why a number is not shown; empty where it is."""
        if row.statistic in _ONE_PERSON:
            return ONE_PERSON
        if not self._rule.shows(row.n):
            return self._rule.hidden
        if row.model in _OF_UNITS and not self._of_units(row):
            return BESIDE_ANOTHER if row.group is None else self._rule.hidden
        if _without_unit(row):
            named = row.group is None or row.group in self._guard.groups
            of_change = row.group is not None and row.contrast is not None
            return "" if named and (not of_change or self._published(row)) else self._rule.hidden
        if of_a_scale(row):
            families = self._of_scales
        if not families.shows(row) or self._tells_answers(row) or not self._tells_moves(row):
            return OF_A_FEW
        if row.statistic in CROSSED:
            return "" if self._may_be_counted(row) else BESIDE_ANOTHER
        if row.statistic in _COUNTED:
            return banded(row, self._rule.smallest) if self._reasons.shows(row) else OF_A_FEW
        if not self._published(row):
            if any(key in self._guard.near_an_end for key in self._keys(row)):
                return NEAR_AN_END
            return BESIDE_ANOTHER if row.group is None else self._rule.hidden
        if row.statistic in MEMBERS:
            return ""
        return self._band(row) if display(row.statistic).kind == "share" else ""

    def _band(self, row: Row) -> str:
        """Why a share of published people is not told as it is, or its band; empty where it is."""
        if row.statistic in ENDS and row.item is None and row.group is None:
            return self._ends.reason(row, self._keys(row)[0])
        return banded(row, self._rule.smallest)

    def _of_units(self, row: Row) -> bool:
        """Whether something about how informants answered together may be shown.

        Never of one unit, whose informants know what they answered themselves; nor where all or nearly all
        gave the same answer.
        """
        if row.group is not None or not self._counted.shows(UNITS, row.wave):
            return False
        if row.statistic in _AGREED:
            return not banded(row, self._rule.smallest)
        return not _without_unit(row) or (row.estimate or 0.0) < PERFECT

    def _tells_answers(self, row: Row) -> bool:
        """Whether a number, beside others, lets hidden answers of a small group be worked out one by one.

        Answers are whole numbers, so that n, the mean and the SD of a question leave few ways to answer it,
        and often only one. Of a question whose answers are put together nothing else is told, and where they
        are not shown at most the mean. Skewness and kurtosis do the same for the scores of a scale.
        """
        if row.statistic not in _OF_ANSWERS:
            return False
        if row.item is None:
            return row.statistic in _SHAPE and (row.n or 0) < SMALL_STUDY
        level = self._answers.level(row.item, row.wave)
        return level is not Level.EACH and (level is not Level.MEAN or row.statistic != "mean")

    def _tells_moves(self, row: Row) -> bool:
        """Whether a row may be told as far as it tells who rose and fell, or answered higher and lower."""
        if not tells_moves(row):
            return True
        name, contrast = row.item or row.scale or "", row.contrast or ""
        if row.item is not None and row.item in self._guard.items:
            shown, key = self._answers.shows_item_moves(name, contrast), ("item change", name, contrast)
        elif row.item is None and row.scale is not None:
            shown, key = self._answers.shows_scale_moves(name, contrast), ("contrast", name, contrast)
        else:
            return True
        return shown and leaves_room(self._guard.known, self._guard.bundles[key])

    def _may_be_counted(self, row: Row) -> bool:
        """Whether a share of those with some value may be shown beside other tables of the same."""
        name = row.item or ""
        if name in self._guard.items:
            waves = (row.contrast or "").split(" - ") if row.contrast else [row.wave]
            each = all(self._answers.level(name, wave) is Level.EACH for wave in waves)
            return each and all(self._guard.shows(*key) for key in self._keys(row))
        return self._counted.shows_moves(name, row.contrast or "")

    def _without_spread(self, row: Row) -> Row:
        """The mean of hidden answers without its interval, from which the SD could be worked out."""
        bare = row.statistic == "mean" and row.item is not None
        if not bare or self._answers.level(row.item or "", row.wave) is Level.EACH:
            return row
        return replace(row, std_error=None, conf_low=None, conf_high=None)

    def _published(self, row: Row) -> bool:
        """Whether the sums behind a row are published, and about the same people as the row."""
        keys = self._keys(row)
        if not keys or not all(self._guard.shows(*key) for key in keys):
            return False
        return row.statistic in _OF_SITES or self._guard.people_in(keys) == row.n

    def _keys(self, row: Row) -> list[tuple[str, ...]]:
        """The sums behind a row; none where they are not known."""
        scale, contrast = row.scale or "", row.contrast or ""
        if row.model == "retrospective":
            return [("looking back", scale)]
        between = contrast.rpartition(" x ")[2].removeprefix("(").removesuffix(")")
        if between in self._guard.comparisons:
            return self._guard.arms(scale, self._change_compared(row), between) if scale else []
        if row.group == FOUND_AGAIN:
            return [("wave", scale, row.wave or ""), ("stayed", scale, contrast)]
        if row.statistic in _OF_EVERYONE or (row.method or "").startswith("everyone"):
            return self._guard.everyone(scale)
        if row.group is not None:
            return [("group", scale, contrast, row.group)]
        if row.item is not None:
            return [("item change", row.item, contrast) if contrast else ("item", row.item, row.wave or "")]
        if contrast:
            return [("contrast", scale, contrast)]
        wave = ("wave", scale, row.wave or "")
        return [wave if self._guard.n(*wave) == row.n else ("complete", scale, row.wave or "")]

    def _change_compared(self, row: Row) -> str:
        """Over which change a row compares groups: it names it, or the wave at the end of it."""
        changes = (row.contrast or "").rpartition(" x ")[0]
        main = self._guard.main
        if changes or main is None:
            return changes.removeprefix("(").removesuffix(")")
        return main.name if row.wave == main.earlier else Contrast(row.wave or "", main.earlier).name


def _without_end(row: Row) -> Row:
    """A hidden share of changes without their size, the largest of which would be one person's change."""
    return replace(row, factor=None) if row.statistic == SIZES and not row.available else row


def _rounded(row: Row) -> Row:
    """A coefficient about a small group as people read it.

    To the last digit, several of them would be equations for the SD of every question.
    """
    if not _without_unit(row) or (row.n or 0) >= SMALL_STUDY:
        return row
    return replace(
        row,
        estimate=_as_read(row.estimate),
        std_error=_as_read(row.std_error),
        conf_low=_as_read(row.conf_low),
        conf_high=_as_read(row.conf_high),
    )


def _as_read(value: float | None) -> float | None:
    return None if value is None else round(value, READ_DECIMALS)


def _without_unit(row: Row) -> bool:
    if row.model is not None and row.model.startswith(_MODELS):
        return True
    return any(name in row.statistic for name in _WITHOUT_UNIT)
