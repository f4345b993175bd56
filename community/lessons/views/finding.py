"""What every page of one lesson begins with: who asks, in which community, about which lesson."""

from flask import url_for

from community.accounts.session import current_viewer
from community.errors import Invalid
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.lessons.queries.lessons import find_lesson


def found(slug_of_community, slug):
    """Return the viewer, the community and the lesson."""
    viewer = current_viewer()
    community = find_community(slug_of_community, viewer=viewer)
    return viewer, community, find_lesson(community, slug, viewer=viewer)


def address(community, lesson, anchor=None):
    """Return where a lesson is read."""
    return url_for("lessons.lesson", community=community.slug, slug=lesson.slug, _anchor=anchor)


def the_one(field, meant, *, of=()):
    """Return the one thing that was meant, of several that it may be; raise Invalid where that is not sure."""
    if len(meant) == 1:
        return meant[0]
    if meant or of:
        raise Invalid(field, gettext("Say which one you mean: choose it, or write the address of its page."))
    raise Invalid(field, gettext("Nothing that you may read here is called like that."))
