"""What the vocabularies are called."""

from community.languages import lazy_gettext

_NAMES = {
    "purposes": lazy_gettext("Purposes of cooperation"),
    "roles": lazy_gettext("Roles in a cooperation"),
    "partner-kinds": lazy_gettext("Kinds of partner"),
    "themes": lazy_gettext("Themes"),
    "stages": lazy_gettext("Stages of a dialogue"),
    "sectors": lazy_gettext("Sectors"),
}


def vocabulary_name(vocabulary: str) -> str:
    """Return what a vocabulary is called."""
    return str(_NAMES[vocabulary])
