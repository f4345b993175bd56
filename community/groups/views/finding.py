"""Finding the subgroup that an address names; the address of a former name leads on to the present one."""

from flask import abort, redirect, request, url_for

from community.accounts.session import current_viewer
from community.errors import Absent
from community.groups import rules
from community.groups.queries.groups import find_community, find_subgroup
from community.groups.words import not_allowed
from community.languages import gettext
from community.web import SAFE_METHODS


def found(community_slug, slug):
    """Return who asks, the community and the subgroup that they may know of."""
    viewer = current_viewer()
    community = find_community(community_slug, viewer=viewer)
    group = find_subgroup(community, slug, viewer=viewer)
    if group.slug != slug and request.method in SAFE_METHODS:
        values = {**(request.view_args or {}), "slug": group.slug}
        abort(redirect(url_for(request.endpoint or "", **values), 301))
    return viewer, community, group


def found_at_work(community_slug, slug):
    """Return the same, where who asks may see what the subgroup works with; to others there is no such page."""
    viewer, community, group = found(community_slug, slug)
    if not rules.can_see_workspace(viewer, group):
        raise Absent
    return viewer, community, group


def found_to_work(community_slug, slug):
    """Return the same, to who may set meetings, give tasks and write the report."""
    viewer, community, group = found_at_work(community_slug, slug)
    if not rules.can_work(viewer, group):
        raise not_allowed(group.scope, gettext("Only members of the subgroup who write change this."))
    return viewer, community, group


def found_to_set_up(community_slug, slug):
    """Return the same, to who runs the subgroup."""
    viewer, community, group = found(community_slug, slug)
    if not rules.can_set_up(viewer, group):
        raise not_allowed(group.scope, gettext("Only those who run the subgroup change it."))
    return viewer, community, group


def page_of(community, group):
    """Return the address of a subgroup's page."""
    return url_for("groups.subgroup", community=community.slug, slug=group.slug)
