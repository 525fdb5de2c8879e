"""Words that are part of names and usual words as well, so that redaction has to tell them apart."""

from __future__ import annotations

_GENERIC = """
    school schools elementary middle high junior senior primary secondary preparatory academy charter public
    unified district county city region regional office service center centre college university institute
    campus site team group cohort grade grades department program network the and for del los las san santa
    escuela primaria secundaria colegio instituto distrito preparatoria others together
"""
_ALSO_WORDS = """
    will may mark hope grace art bill rose joy faith summer april june august grant case chance dean drew
    frank gene guy jack lane long young short best good king page price rich rob sue wade bell brown green
    white black gray stone wood woods hill field fields rivers park parks banks church day walker cook
    baker mason miller hunter gardener bishop north south east west central lake valley river creek mountain
    forest spring springs small little moody noble sharp strong swift wise love ray dawn ivy holly lily angel
    sol luz paz cruz flores
"""
_AFTER_TITLES = """
    i the and or of for is was are were at in on to a an my our support meeting meetings leadership academy
    institute teachers teaching team
"""
_CAPITALISED = """
    i english spanish math mathematics monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december mr mrs ms zoom google
"""

GENERIC = frozenset(_GENERIC.split())
"""Parts of the names of places that name none by themselves."""
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
"""Names that are usual words in small letters."""
AFTER_TITLES = frozenset(_AFTER_TITLES.split())
"""What may follow a title such as Principal without being a name."""
CAPITALISED = frozenset(_CAPITALISED.split())
"""What begins with a capital inside a sentence without naming a person."""
