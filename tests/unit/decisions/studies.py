"""A small study with decisions of its evaluator, for the tests beside."""

from __future__ import annotations

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.study_file import open_study
from mtle_survey.study_plan import plan_study
from tests.support import put_study

CORRECTIONS = "file,record,column,from,to,reason,initials\n"
HEADER = "teacher,site,agree,a1,a2,a3,a4,b1,b2\n"
STUDY = """
title: Trial
instrument: demo.yaml
waves:
  pre: {files: pre.csv, date: 2025-09-01}
  post: {files: post.csv, date: 2026-05-18}
respondent: teacher
"""


def people(n, shift=0, start=0, agree="Yes", but=None):
    """``agree`` is what everyone answers, ``but`` the answers of single people by their number."""
    rows = []
    for i in range(start, start + n):
        level = 1 + (i * 7 + 3) % 4
        a, b = min(5, level + shift), min(5, max(1, level + (i % 3) - 1 + shift))
        rows.append(f"t{i:02d},{1 + i % 2},{(but or {}).get(i, agree)},{a},{b},{6 - a},{a},{b},{a}")
    return HEADER + "\n".join(rows)


def study_of(folder, extra="", files=None, pre=None, post=None, **options):
    for name, text in (files or {}).items():
        (folder / name).write_text(text.strip() + "\n", encoding="utf-8")
    path = put_study(folder, STUDY + extra, pre=pre or people(14), post=post or people(14, shift=1))
    return open_study(plan_study(path), **options)


def refused(folder, extra="", files=None, **exports):
    with pytest.raises(MtleError) as caught:
        study_of(folder, extra, files, **exports)
    return caught.value.problems


def found(problems, code):
    return [p for p in problems if p.code == code]
