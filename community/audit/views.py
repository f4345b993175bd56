"""The audit log: of the installation for administrators, of a community for its coordinators."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask_login import login_required

from community.accounts.session import current_viewer
from community.audit import queries
from community.audit.sentences import FAMILIES, sentence
from community.groups.queries.audited import id_of_handle, names_for, open_groups
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.lines import storable
from community.paging import read_key, write_key

blueprint = Blueprint("audit", __name__)


@blueprint.get("/administration/audit")
@login_required
def whole_log():
    viewer = current_viewer()
    page, older = queries.whole_log(_wanted(viewer), open_groups=open_groups(), viewer=viewer)
    return render_template("audit/whole_log.html", **_shown(page, older, viewer))


@blueprint.get("/c/<community>/audit")
@login_required
def community_log(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    page, older = queries.community_log(found.id, _wanted(viewer), open_groups=open_groups(), viewer=viewer)
    return render_template("audit/community_log.html", community=found, section="desk", **_shown(page, older, viewer))


def _wanted(viewer):
    handle = storable(request.args.get("person", "")).strip().removeprefix("@").casefold()
    return queries.Wanted(
        family=request.args.get("kind"),
        person_id=id_of_handle(handle) if handle else None,
        since=_day(request.args.get("from"), viewer),
        until=_day(request.args.get("to"), viewer, after=timedelta(days=1)),
        before=read_key(request.args.get("before")),
    )


def _day(typed, viewer, *, after=timedelta(0)):
    """Return when a day begins for the viewer; None where none was typed that there is."""
    try:
        day = date.fromisoformat(typed or "") + after
        return datetime.combine(day, time(), ZoneInfo(viewer.time_zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _shown(page, older, viewer):
    people = {person for entry in page for person in (entry.by_id, entry.person_id) if person}
    groups = {group for entry in page for group in (entry.group_id, entry.community_id) if group}
    names = names_for(people, groups, viewer_id=viewer.person_id)
    kept = {name: value for name in ("kind", "person", "from", "to") if (value := request.args.get(name))}
    return {
        "lines": [_line(entry, names) for entry in page],
        "families": FAMILIES,
        "chosen": kept,
        "older": older and {**kept, "before": write_key(*older)},
    }


def _line(entry, names):
    said = sentence(
        entry.what,
        entry.detail,
        by=_name(names.people, entry.by_id, gettext("somebody who is gone"))
        if entry.by_id
        else gettext("nobody signed in"),
        person=_name(names.people, entry.person_id, gettext("somebody who is gone")) or gettext("somebody"),
        group=_name(names.groups, entry.group_id, gettext("a subgroup")) or gettext("the site"),
    )
    return entry, said, names.groups.get(entry.community_id or 0)


def _name(names, number, otherwise):
    return names.get(number, otherwise) if number else ""
