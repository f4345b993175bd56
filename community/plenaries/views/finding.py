"""What every page of a plenary begins with."""

from community.accounts.session import current_viewer
from community.groups.queries.groups import find_community
from community.plenaries.queries.plenaries import find_plenary


def found(community, slug):
    """Return who asks, the community and the plenary that they may see."""
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    return viewer, community, find_plenary(community, slug, viewer=viewer)
