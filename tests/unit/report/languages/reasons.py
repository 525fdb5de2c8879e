"""Every reason that the statistics give for a number that they do not, read off the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from tests.support import REPOSITORY

SOURCE = REPOSITORY / "src" / "mtle_survey"
GIVEN_BY = ("stats", "evidence", "screening")
# What only commands print: planning, item response models, simulated cut-offs of fit, other packages,
# judges' ratings of wordings, settings of a study, why a rule was chosen.
NOT_IN_A_REPORT = (
    "stats/structure/irt/",
    "stats/structure/cfa/tailored.py",
    "stats/reliability/conventions/",
    "stats/content_validity/",
    "stats/comparison/cox_index.py",
    "evidence/content_validity.py",
    "evidence/cut_offs.py",
    "evidence/declared.py",
    "evidence/planning.py",
    "evidence/reliability_plan.py",
    "screening/rule.py",
)
# What gaps hold that words fill: by file, the expression and its words.
_NUMBER_OF = {"people": ("1 complete respondent", "7 complete respondents"), "items": ("1 item", "7 items")}
_NO_SOLUTION = ("the search for the estimates did not converge",)
_LEVELS = ("configural", "thresholds", "metric", "scalar", "strict")
GAPS: dict[str, dict[str, tuple[str, ...]]] = {
    "stats/structure/gates.py": {**_NUMBER_OF, "kind": ("ordinal", "continuous")},
    "stats/structure/retention/parallel_analysis.py": _NUMBER_OF,
    "stats/reliability/incomplete.py": {"people": ("1 respondent", "7 respondents")},
    "stats/reliability/bootstrap.py": {"what": ("respondents", "clusters")},
    "stats/reliability/multilevel_reliability.py": {"flat or 'all'": ("7", "all")},
    "stats/careless/alike_pairs.py": {
        "found": ("1 pair of items correlates", "7 pairs of items correlate"),
        "kind": ("above .60", "below -.60"),
    },
    "stats/careless/even_odd.py": {"scales_found": ("1 scale", "7 scales")},
    "stats/change/bca_change.py": {"unit": ("respondents", "clusters")},
    "stats/comparison/arms.py": {"noun": ("respondent", "cluster"), "name": ("program", "comparison")},
    "stats/reliability/conditions.py": {
        "what": (
            *("alpha", "omega", "ordinal alpha", "standardized alpha", "lambda 2"),
            *("a correlation of two items", "the mean inter-item correlation"),
            "the standard error of measurement",
        )
    },
    "stats/description/columns.py": {"what": ("a standard deviation", "kurtosis", "skewness")},
    "stats/description/shares.py": {
        "what": (
            *("a share near the floor", "a share near the ceiling", "a share of right answers"),
            *("a share of missing answers", "a share of answers that do not apply"),
        )
    },
    "evidence/confirmatory_rows.py": {"found.unavailable": _NO_SOLUTION},
    "evidence/invariance_gate.py": {"step.level": _LEVELS, "step.unavailable": _NO_SOLUTION},
    "evidence/invariance_rows.py": {"decisive": _LEVELS, "step.unavailable": _NO_SOLUTION},
}
_SAYS_WHY = re.compile(r"_?(refus|too_few|why|unusable|short)")
_NAMED = re.compile(r"reason|refusal|unavailable|short")
_LEAST_WORDS = 3
_IRREGULAR = {"person": "people"}


def reasons() -> dict[str, str]:
    """Each reason with numbers in its gaps, and where it is written."""
    found: dict[str, str] = {}
    for folder in GIVEN_BY:
        for path in sorted((SOURCE / folder).rglob("*.py")):
            where = path.relative_to(SOURCE).as_posix()
            if not where.startswith(NOT_IN_A_REPORT):
                for node in _reason_nodes(ast.parse(path.read_text(encoding="utf-8"))):
                    for words in _texts(node, GAPS.get(where, {})):
                        if len(words.split()) >= _LEAST_WORDS:
                            found.setdefault(words, f"{where}:{node.lineno}")
    return found


def _reason_nodes(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call():
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if "not_available" in name:
                    yield from node.args[:1]
                yield from (k.value for k in node.keywords if k.arg and _NAMED.search(k.arg))
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _NAMED.search(name):
                yield value
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value) if name.isupper():
                yield value
            case ast.FunctionDef(name=name, returns=ast.Name(id="str")) if _SAYS_WHY.match(name):
                yield from (n.value for n in ast.walk(node) if isinstance(n, ast.Return) and n.value)


def _texts(node: ast.expr, gaps: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What an expression can say, with 7 for every number; nothing where it passes on another's words."""
    match node:
        case ast.Constant(value=str() as words):
            return [words]
        case ast.JoinedStr(values=values):
            parts = [_texts(v, gaps) if isinstance(v, ast.Constant) else _gap(v, gaps) for v in values]
            return ["".join(chosen) for chosen in product(*parts)]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_texts(body, gaps), *_texts(orelse, gaps)]
        case ast.BoolOp(values=values):
            return [words for value in values for words in _texts(value, gaps)]
    return []


def _gap(value: ast.expr, gaps: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
    inner = value.value if isinstance(value, ast.FormattedValue) else value
    match inner:
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant(value=noun), *plural]):
            many = ast.literal_eval(plural[0]) if plural else _IRREGULAR.get(str(noun), f"{noun}s")
            return [f"1 {noun}", f"7 {many}"]
        case ast.Call(func=ast.Name(id="there_are")):
            return ["there is 1", "there are 7"]
        case ast.IfExp():
            return _texts(inner, gaps)
    return gaps.get(ast.unparse(inner), ("7",))
