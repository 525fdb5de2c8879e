"""The grammar of a study file, key by key."""

from __future__ import annotations

from mtle_survey.branding.declared import BRAND
from mtle_survey.comments.declared import COMMENTS
from mtle_survey.evidence.declared import AUDIENCES, DESIGN, EXTRA, ORDER, PER_SCALE, TARGET
from mtle_survey.instrument.file_grammar import ID, IDS, PROSE, TEXT_OR_TEXTS, TEXTS
from mtle_survey.instrument.grammar import Either, Flag, Key, ListOf, MapOf, Number, Record, Text
from mtle_survey.screening.declared import CARELESS
from mtle_survey.segments.declared import SEGMENTS

OWN_SECTIONS = ("background", "conclusions", "recommendations")  # that hold nothing but prose
NARRATED = (
    *OWN_SECTIONS,
    *("summary", "questions", "next", "flow", "lost", "sample", "change", "sensitivity", "individuals"),
    *("delivery", "dosage", "roles", "remembered", "retrospective", "comparison", "groups", "comments"),
    *("limitations", "structure", "reliability", "quality", "methods"),
)

WHERE = Record(
    "where",
    {
        "column": Key(PROSE, "The header that says which wave a record belongs to.", required=True),
        "value": Key(PROSE, "What it holds for this wave.", required=True),
    },
)

FILE = Record(
    "file of a wave",
    {
        "file": Key(PROSE, "The export, relative to the study file; or CONNECTION#TABLE.", required=True),
        "platform": Key(PROSE, "The survey platform, where its recognition is to be overridden."),
        "form": Key(ID, "The form that this file answers."),
        "forms": Key(ListOf(entry=ID, alone=True), "Several forms that this file answers."),
        "informant": Key(PROSE, "Who answered, where several kinds of people answer about one unit."),
        "encoding": Key(PROSE, "The character encoding, where its recognition is to be overridden."),
        "sheet": Key(PROSE, "The sheet of a workbook."),
        "values": Key(Text(choices=("labels", "codes")), "Whether cells hold option labels or codes."),
        "preview": Key(Text(choices=("keep", "exclude")), "What to do with preview and test records."),
        "unfinished": Key(
            Text(choices=("blank", "not_shown")),
            "What blanks after the last answer of an unfinished response are; default blank. Only where "
            "everybody was asked in the order of the columns can they be not_shown.",
        ),
        "columns": Key(MapOf(entry=TEXT_OR_TEXTS), "Item or field id: its header in this file."),
        "definition": Key(PROSE, "The platform's own definition of the questionnaire: QSF, dictionary, LSS."),
        "only": Key(MapOf(entry=PROSE), "Header: the value of the records that count, such as one event."),
        "where": Key(WHERE, "Which records of the file belong to this wave."),
        "suffix": Key(PROSE, "What the headers of this wave end in, where waves stand side by side."),
    },
)

FILES = Either(text=PROSE, listed=ListOf(entry=Either(text=PROSE, mapped=FILE)), mapped=FILE)

WAVE = Record(
    "wave",
    {
        "files": Key(FILES, "One path, or a list of files.", required=True),
        "date": Key(PROSE, "When the wave was answered."),
        "instrument": Key(PROSE, "The version it was asked with, where that is not the study's: a path."),
        "form": Key(ID, "The form that every file of the wave answers."),
        "forms": Key(
            ListOf(entry=ID, alone=True), "Several forms; a retrospective one answers for wave retro."
        ),
        "platform": Key(PROSE, "As in a file."),
        "encoding": Key(PROSE, "As in a file."),
        "values": Key(Text(choices=("labels", "codes")), "As in a file."),
        "unfinished": Key(Text(choices=("blank", "not_shown")), "As in a file."),
        "columns": Key(MapOf(entry=TEXT_OR_TEXTS), "As in a file."),
        "where": Key(WHERE, "As in a file."),
        "suffix": Key(PROSE, "As in a file."),
    },
)

QUESTION = Record(
    "question",
    {
        "ask": Key(PROSE, "What the evaluation asks, in words.", required=True),
        "measures": Key(IDS, "The scales that answer it."),
        "target": Key(TARGET, "The declared target, such as {change: 0.3}."),
        "order": Key(ORDER, "That one score rises before another, over three waves."),
    },
)

HASH_IDS = Either(
    text=PROSE,
    mapped=Record(
        "secret",
        {
            "file": Key(PROSE, "The file that holds the secret, relative to the study file."),
            "variable": Key(PROSE, "The variable of the environment that holds the secret."),
        },
    ),
)

OPTIONS = Record(
    "options",
    {
        "confidence": Key(Number(above=0, maximum=0.9999), "Level of every interval; default 0.95."),
        "seed": Key(Number(minimum=0), "Seed of everything that draws random numbers; default 1."),
        "bootstrap": Key(Number(minimum=100), "Draws of every bootstrap."),
        "small_cell": Key(Number(minimum=1), "Smallest group shown in a public edition; default 10."),
        "audience": Key(Text(choices=AUDIENCES), "Who will read the report; default internal."),
        "extras": Key(EXTRA, "Analyses that are made on request alone."),
        "case_profiles": Key(
            Flag(), "Whether an internal report holds a profile of every person; default no."
        ),
    },
)

CONSENT = Record(
    "consent",
    {
        "column": Key(PROSE, "The field or header that asks for consent.", required=True),
        "value": Key(TEXT_OR_TEXTS, "The answers that give it.", required=True),
    },
)

SESSIONS = Record(
    "sessions",
    {
        "file": Key(PROSE, "Attendance: columns code, date, activity, hours.", required=True),
        "planned": Key(MapOf(entry=Number(minimum=0)), "Activity: the hours that were planned."),
    },
)

COHORTS = Record(
    "cohorts",
    {
        "column": Key(PROSE, "The field or header that holds the cohort.", required=True),
        "waves": Key(
            MapOf(entry=MapOf(entry=ID)),
            "Cohort: its own waves and which wave of the study each is, such as {A: {pre: fall24}}.",
            required=True,
        ),
    },
)

STUDY_FILE = Record(
    "study",
    {
        "title": Key(PROSE, "Title of the report."),
        "instrument": Key(PROSE, "Instrument id, or a path to an instrument file.", required=True),
        "waves": Key(MapOf(entry=WAVE), "The waves in time order; the first is the baseline.", required=True),
        "respondent": Key(
            Either(text=PROSE, mapped=Record("code", {"code": Key(TEXTS, "Elements of a self-made code.")})),
            "The column that identifies people.",
        ),
        "hash_ids": Key(
            HASH_IDS,
            "Show people under names made from their identifiers with a secret: the file that holds it.",
        ),
        "linking": Key(
            Text(choices=("exact", "fuzzy")),
            "Whether IDs one slip apart are joined; by default self-made codes are, other IDs are not.",
        ),
        "consent": Key(CONSENT, "Whose answers may be used."),
        "withdrawn": Key(PROSE, "CSV of people who took back their participation: column id."),
        "corrections": Key(
            PROSE, "CSV of corrected cells: file, record, column, from, to, reason, initials."
        ),
        "spellings": Key(
            MapOf(entry=MapOf(entry=TEXT_OR_TEXTS)),
            "Field: the name to use, and other spellings of it, such as {site: {North High: [north high]}}.",
        ),
        "links": Key(
            PROSE, "CSV of pairs: wave_a, id_a, wave_b, id_b, decision (force or forbid), reason, initials."
        ),
        "roster": Key(
            PROSE, "CSV of who was invited: id or invited, and site, wave, cohort where they apply."
        ),
        "sessions": Key(Either(text=PROSE, mapped=SESSIONS), "Attendance, which sums to the dose."),
        "cohorts": Key(
            Either(text=PROSE, mapped=COHORTS), "The column of the cohort, with the waves of each."
        ),
        "unit": Key(ID, "The field of what several informants answer about, such as the school."),
        "design": Key(DESIGN, "One group, or a comparison."),
        "cluster": Key(ID, "The field that holds the site."),
        "groups": Key(ListOf(entry=ID, alone=True), "Fields by which results are broken down."),
        "dose": Key(ID, "The field that holds the hours taken part in."),
        "meaningful_step": Key(PER_SCALE, "Scale: the least change that counts as rose or fell."),
        "retest": Key(
            ListOf(entry=PROSE, length=2),
            "Two waves between which nothing was done to change anybody: the earlier and the later one.",
        ),
        "smallest_effect": Key(PER_SCALE, "Scale: the smallest change that would matter, in score units."),
        "primary": Key(ListOf(entry=ID, alone=True), "Scales declared as confirmatory."),
        "questions": Key(ListOf(entry=QUESTION), "What the evaluation asks, in order."),
        "options": Key(OPTIONS, "Settings."),
        "accept": Key(MapOf(entry=PROSE), "Problem code: the reason why the evaluator accepts it."),
        "plan": Key(PROSE, "The file that mtle plan --lock wrote before results were seen."),
        "narrative": Key(
            MapOf(entry=PROSE, key=Text(choices=NARRATED)),
            "Section of the report: the Markdown file with the evaluator's prose for it.",
        ),
        "brand": Key(BRAND, "Whose report it is: organisation, logo, colours, title page, Word template."),
        "segments": Key(SEGMENTS, "Coded interviews, to be set beside the change in the survey."),
        "comments": Key(
            COMMENTS, "Open comments to be quoted once a person has approved them; without it none is shown."
        ),
        "careless": Key(CARELESS, "Careless responding: what counts, and whether it is left out."),
        "language": Key(
            Text(choices=("en", "es", "es-US", "es-MX")),
            "Language of the report's own words; es writes decimal commas, es-US and es-MX decimal points.",
        ),
    },
)
