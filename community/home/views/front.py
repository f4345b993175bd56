"""The start of the site: the public front page for a visitor, the desk for a member; and help."""

from flask import render_template

from community import clock
from community.accounts.session import current_viewer
from community.cases.queries import public_cases
from community.errors import Absent
from community.groups.queries.groups import public_communities
from community.home.help import help_pages
from community.home.queries.member_desk import desk_of
from community.home.views import blueprint
from community.lessons.queries.citations import evidence_counts
from community.lessons.queries.lessons import public_lessons

CASES_SHOWN = 6
LESSONS_SHOWN = 4


@blueprint.get("/")
def front():
    viewer = current_viewer()
    if viewer.is_authenticated:
        return render_template("home/my_desk.html", desk=desk_of(viewer), now=clock.now())
    cases = public_cases(limit=CASES_SHOWN)
    return render_template(
        "home/front.html",
        communities=public_communities(),
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
        lessons=public_lessons(limit=LESSONS_SHOWN),
    )


@blueprint.get("/help")
def help_list():
    return render_template("home/help_list.html", pages=help_pages())


@blueprint.get("/help/<slug>")
def help_page(slug):
    pages = help_pages()
    if slug not in pages:
        raise Absent
    return render_template("home/help_page.html", pages=pages, page=pages[slug])
