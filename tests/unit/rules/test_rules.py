"""Rules beyond means, on the cases that the sources describe."""

import numpy as np
import pytest

from mtle_survey.rules.role_class import role_class
from mtle_survey.rules.stage_attained import stage_attained

YES, NO = "Yes", "No"


@pytest.mark.parametrize(
    ("who", "math", "full", "title", "released", "leads", "role"),
    [
        ("grade 4 teacher who leads workshops", YES, YES, NO, NO, YES, "CBMTL"),
        ("grades 7-8 mathematics teacher who leads", YES, YES, NO, NO, YES, "CBMTL"),
        ("special education teacher of mathematics, full-time", YES, YES, NO, NO, YES, "CBMTL"),
        ("the same, not full-time", YES, NO, NO, NO, YES, "REVIEW"),
        ("department chair without released time", YES, YES, YES, NO, YES, "CBMTL"),
        ("chair with released time", YES, YES, YES, YES, YES, "REVIEW"),
        ("interventionist with a title", YES, NO, YES, YES, YES, "FORMAL"),
        ("instructional coach", NO, NO, YES, YES, YES, "FORMAL"),
        ("grade 7 science teacher who leads", NO, YES, NO, NO, YES, "REVIEW"),
        ("classroom teacher who does not lead", YES, YES, NO, NO, NO, "TEACHER"),
        ("one question left blank", YES, YES, None, NO, YES, "REVIEW"),
        ("nothing answered", None, None, None, None, None, None),
    ],
)
def test_role_class(who, math, full, title, released, leads, role):
    names = ("teaches_math", "full_time", "title", "released", "leads")
    inputs = {
        n: np.array([v], dtype=object)
        for n, v in zip(names, (math, full, title, released, leads), strict=True)
    }
    result = role_class(inputs, {}, 1)
    assert result[""][0] == role, who
    if role is not None:
        assert result["formal_title"][0] == int(role == "CBMTL" and title == YES)


def test_stage_is_the_highest_with_all_lower_ones_and_violators_are_shown():
    inputs = {
        "self": np.array([2.0, 3.0, 3.5, 4.0, 2.0, None], dtype=object),
        "others": np.array([1.0, 2.0, 3.0, 3.0, 3.2, 3.0], dtype=object),
        "extended": np.array([1.0, 1.0, 2.0, 3.0, 1.0, 3.0], dtype=object),
    }
    result = stage_attained(inputs, {"threshold": 3}, 6)
    assert list(result[""]) == [0, 1, 2, 3, 0, None]
    assert list(result["order_violation"]) == [0, 0, 0, 0, 1, None]
