"""Rows of a public edition: a number that would give a few people away becomes a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.glossary import display
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.table import Row, Table

WHOLE_STUDY = frozenset(
    {"invited", "consented", "answered", "ambiguous", "unlinked", "attrition", "attrition_overall"}
    | {"linked_exact", "linked_fuzzy", "linked_by_hand"}
    | {"attrition_differential", "attrition_limit", "attrition_low"}
)
_FAMILY = {
    **dict.fromkeys(("improved", "same", "declined"), "direction"),
    **dict.fromkeys(("reliable_improved", "reliable_same", "reliable_declined"), "reliable"),
    **dict.fromkeys(("answered_higher", "answered_alike", "answered_lower"), "answered"),
    "change_share": "size",
}
_COUNTED = frozenset({"missing", "not_applicable", "became_applicable", "ceased_to_apply"})
_CROSSED = frozenset({"transition_share", "category_share", "stayed", "moved_up", "moved_down"})
_ONE_PERSON = frozenset({"min", "max"})
_WITHOUT_UNIT = (
    "alpha",
    "omega",
    "lambda2",
    "spearman_brown",
    "kappa",
    "icc",
    "krippendorff",
    "difference_score_reliability",
    "item_rest_correlation",
    "inter_item_correlation",
    "percent_agreement",
    "within_one",
    "wave_correlation",
    "cluster_icc",
    "design_effect",
    "site_mean_reliability",
)
_MODELS = ("efa", "cfa", "items", "invariance")
BESIDE_ANOTHER = "withheld: with another result it would tell of a few people"
ONE_PERSON = "one person's score"
OF_A_FEW = "to protect those who are in it"

Family = tuple[str | None, ...]


class Protection:
    """What one public edition does to every table before anything of it is shown.

    Statistics without a unit of the score, such as a reliability coefficient, need as many people as the
    smallest group. Everything else is shown where ``Guard`` publishes the sums behind it, and is about
    exactly those people, or differs from them by no fewer than the smallest group. A kind of result that is
    not known here is not shown.

    Parameters
    ----------
    disclosure : Disclosure
    guard : Guard
    """

    def __init__(self, disclosure: Disclosure, guard: Guard) -> None:
        self._rule = disclosure
        self._guard = guard

    def table(self, table: Table) -> Table:
        """The table as it may be shown."""
        families = self._families(table)
        return Table(tuple(self._row(row, families) for row in table))

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

    def _row(self, row: Row, families: Mapping[Family, bool]) -> Row:
        if row.statistic in WHOLE_STUDY and row.group is None:
            return row
        if not row.available:  # the reason, too, may count people
            return (
                row
                if self._rule.shows(row.n) or not row.n
                else self._rule.without_number(row, self._rule.hidden)
            )
        reason = self._reason(row, families)
        return self._rule.without_number(row, reason) if reason else row

    def _reason(self, row: Row, families: Mapping[Family, bool]) -> str:
        """Why a number is not shown; empty where it is."""
        if row.statistic in _ONE_PERSON:
            return ONE_PERSON
        if not self._rule.shows(row.n):
            return self._rule.hidden
        if _without_unit(row):
            return ""
        if row.statistic in _CROSSED:
            return "" if families[_family(row)] else OF_A_FEW
        if row.statistic in _COUNTED:
            return self._share(row)
        if not self._published(row):
            return BESIDE_ANOTHER if row.group is None else self._rule.hidden
        if row.statistic in _FAMILY:
            return "" if families[_family(row)] else OF_A_FEW
        return self._share(row) if display(row.statistic).kind == "share" else ""

    def _share(self, row: Row) -> str:
        """In place of a share of few, or of nearly all: in which band it lies."""
        n, smallest = row.n or 0, self._rule.smallest
        count = round((row.estimate or 0.0) * n)
        few, many = count <= smallest, count >= n - smallest
        if not few and not many:
            return ""
        if few and many:
            return OF_A_FEW
        limit = round(100 * (smallest if few else n - smallest) / n)
        return f"at most {limit}%" if few else f"at least {limit}%"

    def _published(self, row: Row) -> bool:
        """Whether the sums behind a row are published, and about the same people as the row."""
        keys = self._keys(row)
        if not keys or not all(self._guard.shows(*key) for key in keys):
            return False
        people = sum(self._guard.n(*key) or 0 for key in keys)
        apart = abs((row.n or 0) - people)
        return apart == 0 or apart >= self._rule.smallest

    def _keys(self, row: Row) -> list[tuple[str, ...]]:
        """The sums behind a row; none where they are not known."""
        scale, contrast = row.scale or "", row.contrast or ""
        if row.model == "retrospective":
            return [("looking back", scale)]
        if "program - comparison" in contrast:
            return [k for k in self._guard.arms if k[1] == scale] if scale else []
        if row.group == "linked=yes":
            return [("wave", scale, row.wave or "")]
        if row.group is not None:
            return [("group", scale, contrast, row.group)]
        if row.item is not None:
            return [("item change", row.item, contrast) if contrast else ("item", row.item, row.wave or "")]
        return [("contrast", scale, contrast) if contrast else ("wave", scale, row.wave or "")]

    def _families(self, table: Iterable[Row]) -> dict[Family, bool]:
        """Of shares that add up to all: whether each of them may be shown."""
        counts: dict[Family, list[int]] = {}
        for row in table:
            if (
                (row.statistic in _FAMILY or row.statistic in _CROSSED)
                and row.estimate is not None
                and row.n is not None
            ):
                counts.setdefault(_family(row), []).append(round(row.estimate * row.n))
        return {family: None not in self._rule.counts(found) for family, found in counts.items()}


def _family(row: Row) -> Family:
    kind = _FAMILY.get(row.statistic, row.statistic)
    if row.statistic in ("stayed", "moved_up", "moved_down"):
        kind = "moves"
    return (kind, row.model, row.scale, row.item, row.wave, row.contrast, row.group, row.method)


def _without_unit(row: Row) -> bool:
    if row.model is not None and row.model.startswith(_MODELS):
        return True
    return any(name in row.statistic for name in _WITHOUT_UNIT)
