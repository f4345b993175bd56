"""The coordinator's desk: who is silent, what is unanswered, what is missing."""

from flask import render_template

from community.accounts.session import current_viewer
from community.discussions.queries.lists import unanswered_questions
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.queries.members import count_members, not_introduced
from community.groups.rules import can_coordinate
from community.home.views import blueprint
from community.lessons.queries.lessons import single_source_lessons
from community.lessons.queries.passages import passages_in


@blueprint.get("/c/<community>/desk")
def desk(community):
    viewer = current_viewer()
    found = find_community(community, viewer=viewer)
    if not can_coordinate(viewer, found.scope):
        raise Absent
    return render_template(
        "home/desk.html",
        community=found,
        section="desk",
        questions=unanswered_questions([found.id], viewer=viewer),
        newcomers=not_introduced(found),
        member_count=count_members(found),
        passages=passages_in(found, viewer=viewer, unused=True, limit=12),
        lessons=single_source_lessons(found, viewer=viewer),
    )
