"""Who arranges the vocabularies of a community, which ones, and how much they hold."""

from community.groups.models import Group
from community.groups.rules import can_coordinate
from community.groups.viewer import Viewer

NAMES = ("purposes", "roles", "partner-kinds", "themes", "stages", "sectors")
LABEL_LENGTH, KEY_LENGTH = 80, 40
TERMS = 200


def can_arrange(viewer: Viewer, community: Group) -> bool:
    """Say whether the viewer arranges the vocabularies of a community."""
    return community.is_community and can_coordinate(viewer, community.scope)


def is_vocabulary(name: str) -> bool:
    """Say whether there is a vocabulary of this name."""
    return name in NAMES
