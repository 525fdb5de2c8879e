"""Bytes to begin with: the sample, the shipped instruments, small tables of every platform, real exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.targets import BOOK, CELLS, HEADERS, SHEET, STUDY, TEXTS
from tests.support import DEMO, REPOSITORY

LARGEST = 6_000
PLATFORMS = (
    'ResponseId,Status,Q1_1\nResponse ID,Response Type,"Voice - x"\n"{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""status""}","{""ImportId"":""QID1_1""}"\nR_1,IP Address,Agree\nR_2,Survey Preview,\n',
    "V1,V2,V3,Q1\nResponseID,ResponseSet,Name,How?\nR_1,Default,Anonymous,3\n",
    "Respondent ID,Collector ID,Start Date,End Date,How?,,\n,,,,A,B,Other (please specify)\n1,2,,,x,y,\n",
    "Timestamp,Code,I speak up [Here]\n2025/06/25 4:53:36 PM UTC+3,T1,Agree\n13/04/2026 23:12:23,T2,\n",
    "ID;Start time;Completion time;Email;Name;Grades\n1;2025-01-01;2025-01-01;anonymous;;a\n",
    "record_id,redcap_event_name,a1,chk___1,chk____99,demo_complete\n1,pre_arm_1,2,0,0,2\n1,post_arm_1,,0,0,0\n",
    'id;submitdate;lastpage;startlanguage;Q[SQ001]\n"1";"2025-01-01";"3";"en";"A1"\n"2";;"";"en";\n\n',
    '"start";"end";"group/a1";"s";"s/x";"_id";"_uuid";"_submission_time";"_index"\n"";"";"1";"x";"1";"1";"u";"";"1"\n',
    "#,<strong>How?</strong>,Start Date (UTC),Submit Date (UTC),Network ID\nab,1,2022-01-01,2022-01-01,n\n",
    "Response ID,Time Started,Date Submitted,Status,Row:Question\n1,,,Complete,Agree\n2,,,Partial,\n",
    'Submission Date,How?\n"Jul 19, 2022","a\nb"\n',
    '[{"session":"s","created":"2020-01-01","modified":"","ended":null,"expired":null,"a1":"3","a2R":2}]',
    "<Responses><Response><_recordId>R_1</_recordId><QID4_5>2</QID4_5></Response></Responses>",
    "",
    "sep=;\na1;a2\n1;2\n",
)
DEFINITIONS = (
    'Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",'
    'Identifier?\na1,demo,radio,How?,"1, Never | 2, So, so",\nchk,demo,checkbox,Which?,"1, A | -99, B",y\n',
    "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><questions><rows><row><qid>1</qid><title>Q</title>"
    "<type>F</type><question>How?</question></row></rows></questions><answers><rows><row><qid>1</qid>"
    "<code>A1</code><answer> Never</answer><sortorder>1</sortorder></row></rows></answers></document>",
    '{"items":[{"name":"a1","type":"mc","label":"How?","choices":{"1":"Never","2":"Often"}}]}',
    '{"SurveyEntry":{"SurveyName":"x"},"SurveyElements":[{"Element":"SQ","PrimaryAttribute":"QID1","Payload":'
    '{"QuestionID":"QID1","DataExportTag":"Q1","QuestionType":"Matrix","Selector":"Likert","QuestionText":"How?",'
    '"Choices":{"1":{"Display":"x"}},"Answers":{"1":{"Display":"Agree"}},"ChoiceOrder":["1"],"AnswerOrder":[1]}}]}',
)
"""In the order of the platforms in ``targets.DEFINED``."""
DEFINITION_MARKS = ("dictionary", ".lss", "_items.json", ".qsf")


def seeds(target: str, exports: Path | None = None) -> Iterator[bytes]:
    """Bytes that say something to the target; real exports only where their folder is given."""
    if target == "instrument_file":
        yield DEMO.encode()
        yield from (p.read_bytes()[:LARGEST] for p in sorted((REPOSITORY / "instruments").glob("*.yaml")))
    elif target == "study_file":
        yield STUDY.encode()
        for path in sorted(REPOSITORY.glob("d*/**/study*.yaml")):
            yield path.read_bytes()
    elif target == "decision_files":
        for place, text in enumerate(
            (
                "file,record,column,from,to,reason,initials\npre.csv,2,a1,1,2,typo,AB\n",
                "wave,id,other_wave,other_id,decision,reason,initials\npre,T01,post,T02,link,same,AB\n",
                "teacher,date\nT01,2025-01-01\n",
                "teacher,site\nT01,North\nT02,South\nT03,South\n",
                "teacher,date,activity,hours\nT01,2025-01-01,workshop,3.5\n",
            )
        ):
            yield bytes([place]) + text.encode()
    elif target == "workbook":
        for place, part in enumerate((SHEET, TEXTS, "xl/workbook.xml")):
            yield bytes([place]) + BOOK[part].encode()
    elif target == "definition":
        for place, text in enumerate(DEFINITIONS):
            yield bytes([place]) + text.encode()
        for path in sorted(exports.rglob("*.*")) if exports else ():
            place = next((i for i, mark in enumerate(DEFINITION_MARKS) if mark in path.name), None)
            if place is not None:
                yield bytes([place]) + path.read_bytes()[: 5 * LARGEST]
    elif target == "matched":
        for start in range(0, len(CELLS), 5):
            yield bytes([7, 5, *range(len(HEADERS) % 7, 8), *range(start, start + 60), 0, 0, 0])
    elif target == "statistics_file":
        for path in sorted(exports.rglob("*.*av")) + sorted(exports.rglob("*.dta")) if exports else ():
            content = path.read_bytes()
            yield b"\3" + content if len(content) < LARGEST else b""
    else:
        yield from (text.encode() for text in PLATFORMS)
        yield PLATFORMS[0].encode("utf-16")
        yield (REPOSITORY / "data" / "sample" / "pre.csv").read_bytes()[:LARGEST]
        for path in sorted(exports.rglob("*.*")) if exports else ():
            content = path.read_bytes()
            yield content if len(content) < 20_000 else content[:LARGEST]
