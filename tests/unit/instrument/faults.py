"""One faulty definition for every problem that loading can find."""

from __future__ import annotations

from tests.unit.instrument.definitions import SOUND, definition

_FORMAT = """\
response_formats:
  agree5: {{codes: {codes}, labels: {labels}{more}}}
"""


def _agree(codes: str = "[1, 2, 3]", labels: str = "[Low, Mid, High]", more: str = "") -> str:
    return definition(response_formats=_FORMAT.format(codes=codes, labels=labels, more=more))


def _items(more: str) -> str:
    return definition(items=SOUND["items"] + more)


def _scales(*more: str) -> str:
    return definition(scales=SOUND["scales"] + "".join(f"  {line}\n" for line in more))


def _added(section: str, *lines: str) -> str:
    return definition(**{section: f"{section}:\n" + "".join(f"  {line}\n" for line in lines)})


FAULTS: dict[str, str | bytes] = {
    "I001": b"id: demo\ntitle: caf\xe9\n",
    "I002": "id: demo\ntitle: a: b\n",
    "I003": "# nothing yet\n",
    "I004": "- id: demo\n",
    "I005": definition(head="id: demo\nversion: !custom 1.0.0\ntitle: Demo\n"),
    "I006": "title: Ours\ninstrument: mtle\nwaves:\n  pre: {files: pre.csv}\n",
    "I010": definition(head=SOUND["head"] + "langauge: en\n"),
    "I011": definition(head=SOUND["head"] + "title: Other\n"),
    "I012": definition(items=SOUND["items"] + "  q4: {format: agree5}\n"),
    "I013": _scales("two: {title: Two, items: q1}"),
    "I014": definition(head=SOUND["head"] + "notice:\n"),
    "I015": _scales("two: {title: Two, items: [q1, q2], meaningful_step: 0}"),
    "I016": _scales("two: {title: Two, items: [q1, q2], kind: outcom}"),
    "I017": _agree(codes="[0, 1]", labels="[No, Yes]"),
    "I018": definition(head="id: demo\nversion: 1.10\ntitle: Demo\n"),
    "I019": _added("structure", "factors: {lead: [q1, q2, q3]}", "residuals: [[q1, q2, q3]]"),
    "I020": _items("  4q: {text: I speak., format: agree5}\n"),
    "I021": _items("  lead: {text: Why?, type: text}\n"),
    "I022": _items("  a_name_that_goes_on_and_on_: {text: I speak., type: text}\n"),
    "I023": _items("  Q4: {text: I speak., type: text}\n"),
    "I024": _added("fields", "wave: {title: Wave}"),
    "I030": _agree(labels="[Low, High]"),
    "I031": _agree(labels='[Low, "lo\\u200bw", "LOW\\u00a0"]'),
    "I032": _agree(codes="[1, 2, 2]"),
    "I033": _agree(codes="[1, 3, 2]"),
    "I034": _agree(more=", nonresponse: {3.0: Not applicable}"),
    "I035": _agree(labels="{1: Low, 4: High}"),
    "I036": _agree(codes="[1]", labels="[Low]"),
    "I037": _agree(more=", nonresponse: {9: Elsewhere}"),
    "I038": _agree(more=", aliases: {lowest: 0}"),
    "I039": definition(
        response_formats=SOUND["response_formats"] + "  spare: {codes: [1, 2], labels: [Low, High]}\n"
    ),
    "I040": _items("  q4: {text: I speak., format: agree4}\n"),
    "I041": _items("  q4: {text: I speak., format: agree5}\n"),
    "I042": _items("  q4: {text: I speak., type: multiple}\n"),
    "I043": _items("  q4: {text: I speak., type: text, format: agree5}\n"),
    "I044": _items("  q4: {text: How many years?, type: number}\n"),
    "I045": _items("  q4: {text: How many years?, type: number, range: [50, 0]}\n"),
    "I046": definition(
        items=SOUND["items"]
        + "  q4: {text: Time, format: agree5, aspects: [now, then], columns: {noww: Q4}}\n",
    ),
    "I047": _items("  q4: {text: Choose Agree., format: agree5, correct: '6'}\n"),
    "I048": _items("  q4: {text: Which?, type: multiple, options: [Coach, Chair, coach]}\n"),
    "I050": _scales("two: {title: Two, items: [q1, q2, q33]}"),
    "I051": definition(
        items=SOUND["items"] + "  q4: {text: Time, format: agree5, aspects: [now, then]}\n",
        scales=SOUND["scales"] + "  two: {title: Two, items: [q4, q4__now, q4__then]}\n",
    ),
    "I052": _scales("two: {title: Two, parts: [leed]}"),
    "I053": _scales("two: {title: Two, items: [q1, q2, q1]}"),
    "I054": definition(
        items=SOUND["items"] + "  q4: {text: Why?, type: text}\n",
        scales=SOUND["scales"] + "  two: {title: Two, items: [q1, q2, q4]}\n",
    ),
    "I055": _added("scores", "role: {rule: role_class, inputs: {full_time: bg_full}}"),
    "I060": _scales("two: {title: Two, items: [q1, q2], parts: [lead]}"),
    "I061": _scales("two: {title: Two}"),
    "I062": _scales("two: {title: Two, parts: [three]}", "three: {title: Three, parts: [two]}"),
    "I063": _scales("two: {title: Two, items: [q1, q2], reverse_keyed: [q3]}"),
    "I064": _scales("two: {title: Two, items: [q1, q2, q3]}"),
    "I065": _scales("two: {title: Two, items: [q1]}"),
    "I066": _scales("two: {title: Two, items: [q1, q2], score: {min_answered: 3}}"),
    "I067": definition(
        response_formats=SOUND["response_formats"] + "  yn: {codes: [0, 1], labels: ['No', 'Yes']}\n",
        items=SOUND["items"] + "  q4: {text: I speak., format: yn}\n",
        scales=SOUND["scales"] + "  two: {title: Two, items: [q1, q4]}\n",
    ),
    "I070": _added("forms", "short: {items: [q1, q2], columns: {q3: Q_3}}"),
    "I071": _added("forms", "retro: {items: [q1, q2], occasion: retro, format: separate, columns: {q1: R1}}"),
    "I072": _added("forms", "retro: {items: [q1], occasion: retro, columns: {q1: R1}}"),
    "I073": _items("  q4: {text: Why?, type: text, columns: [' Q1 ']}\n"),
    "I080": _added("structure", "factors: {lead: [q1, q2, q3]}", "second_order: {all: [leed]}"),
    "I081": _added("structure", "factors: {lead: [q1, q2]}"),
    "I082": _added(
        "structure", "factors: {lead: [q1, q2, q3]}", "second_order: {all: [lead]}", "bifactor: true"
    ),
    "I083": _added("structure", "factors: {lead: [q1, q2, q3]}", "residuals: [[q1, q1]]"),
    "I090": _added(
        "fields", "teacher: {title: Code, role: respondent}", "name: {title: Name, role: respondent}"
    ),
    "I092": _added(
        "fields",
        "leading: {title: Years leading, type: number, at_most: school}",
        "school: {title: School}",
    ),
    "I091": _added("fields", "hours: {title: Hours, role: dose, type: text}"),
}
