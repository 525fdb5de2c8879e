"""Pairs of records that the evaluator joins or keeps apart."""

from __future__ import annotations

from pathlib import Path

from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.lines import read_lines, reason_of, without_reason
from mtle_survey.errors import MtleError, problem
from mtle_survey.linking.decided import DecidedPair

COLUMNS = ("wave_a", "id_a", "wave_b", "id_b", "decision", "reason", "initials")
SAME = {"force": True, "forbid": False}


def pair_decision(pair: DecidedPair) -> Decision:
    """The ledger's entry of a decided pair; identifiers stay in the file of pairs."""
    return Decision(
        what="pair joined by hand" if pair.same else "pair kept apart by hand",
        where=f"{' and '.join(pair.waves)}, {Path(pair.file).name} row {pair.row}",
        count=1,
        reason=pair.reason,
        outside="pairs decided by hand",
    )


def read_pairs(path: Path) -> tuple[DecidedPair, ...]:
    """Read a file of decided pairs; ``decision`` is force or forbid.

    Raises
    ------
    MtleError
        The file cannot be used, or a line lacks its decision or reason.
    """
    lines = read_lines(path, COLUMNS)
    problems = without_reason(path, lines)
    problems += [
        problem(
            "T105",
            file=str(path),
            row=line.row,
            column="decision",
            found=f"“{line.get('decision')}”; force or forbid",
        )
        for line in lines
        if line.get("decision").casefold() not in SAME
    ]
    if problems:
        raise MtleError(problems)
    return tuple(
        DecidedPair(
            waves=(line.get("wave_a"), line.get("wave_b")),
            ids=(line.get("id_a"), line.get("id_b")),
            same=SAME[line.get("decision").casefold()],
            file=str(path),
            row=line.row,
            reason=reason_of(line),
        )
        for line in lines
    )
