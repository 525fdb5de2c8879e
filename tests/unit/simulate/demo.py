"""A small instrument with everything that a simulation has to cope with."""

from mtle_survey.instrument.model import (
    FieldDefinition,
    Form,
    Instrument,
    Item,
    Nonresponse,
    Reason,
    ResponseFormat,
    Scale,
    ScoringRule,
)


def demo_instrument() -> Instrument:
    """Two four-item scales and their total, a two-code scale, three forms, fields, open questions."""
    formats = {
        "agree5": ResponseFormat(
            codes=(1, 2, 3, 4, 5),
            labels=("Strongly disagree", "Disagree", "Don't know yet", "Agree", "Strongly agree"),
            nonresponse={
                "8": Nonresponse(label="Does not apply to my role", reason=Reason.NOT_APPLICABLE),
                "9": Nonresponse(label="Prefer not to answer", reason=Reason.REFUSED),
            },
        ),
        "yes": ResponseFormat(codes=(0, 1), labels=("No", "Yes")),
    }
    items = [
        Item(id=f"{s}{k}", text=f"Statement {s} {k}.", format="agree5") for s in "ab" for k in range(1, 5)
    ]
    items[0] = items[0].model_copy(update={"columns": ("Q1_1",)})
    items += [Item(id=f"c{k}", text=f"Statement c {k}.", format="yes") for k in range(1, 4)]
    items += [
        Item(id="comment", text="What else?", type="text"),
        Item(id="tools", text="Which tools?", type="multiple", options=("Tiles", "Maps, charts", "None")),
    ]
    scales = (
        Scale(id="a", title="A", items=("a1", "a2", "a3", "a4"), reverse_keyed=("a4",)),
        Scale(id="b", title="B", items=("b1", "b2", "b3", "b4"), kind="condition"),
        Scale(id="c", title="C", items=("c1", "c2", "c3"), score=ScoringRule(method="sum")),
        Scale(id="total", title="Total", parts=("a", "b"), score=ScoringRule(method="pomp")),
    )
    fields = (
        FieldDefinition(id="teacher", title="Code", role="respondent", personal=True),
        FieldDefinition(id="siblings", title="Siblings"),
        FieldDefinition(id="site", title="Site", role="cluster"),
        FieldDefinition(
            id="band",
            title="Band",
            role="group",
            type="single",
            codes=("p", "s"),
            labels=("Primary", "Secondary"),
        ),
        FieldDefinition(id="hours", title="Hours", role="dose", type="number"),
        FieldDefinition(id="email", title="E-mail", personal=True),
        FieldDefinition(id="day", title="Day", role="date", type="date"),
    )
    forms = (
        Form(id="short", items=("a1", "a2", "a3", "a4", "comment")),
        Form(id="then", items=("a1", "a2"), occasion="then", columns={"a1": ("R_a1",), "a2": ("R_a2",)}),
        Form(id="clash", items=("a1",), occasion="then"),
    )
    return Instrument(
        id="demo",
        version="1.0.0",
        title="Demo",
        response_formats=formats,
        items=tuple(items),
        scales=scales,
        fields=fields,
        forms=forms,
    )
