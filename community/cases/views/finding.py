"""Finding the case that an address names; the address of a former title leads on to the present one."""

from flask import abort, redirect, request, url_for

from community.accounts.session import current_viewer
from community.cases.queries import find_case, find_former
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.web import SAFE_METHODS


def found(community_slug, slug):
    """Return who asks, the community and the case; what is sent to a former address is taken as well."""
    viewer = current_viewer()
    community = find_community(community_slug, viewer=viewer)
    try:
        return viewer, community, find_case(community, slug, viewer=viewer)
    except Absent:
        case = find_former(community, slug, viewer=viewer)
    if request.method in SAFE_METHODS:
        abort(redirect(_present_address(case), 301))
    return viewer, community, case


def _present_address(case):
    asked = {name: value for name, value in request.args.items() if not name.startswith("_")}  # those are url_for's own
    return url_for(request.endpoint or "", **{**asked, **(request.view_args or {}), "slug": case.slug})
