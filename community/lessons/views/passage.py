"""A passage: its words, its place as it was, how it stands today, and what rests on it; and letting it out."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.difference import compare_texts
from community.discussions.queries.posts import POSTS_A_PAGE
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.groups.rules import can_see
from community.languages import gettext
from community.lessons import rules
from community.lessons.actions.passages import release as release_passage
from community.lessons.anchoring import Standing, flat
from community.lessons.anchors import bounds_in
from community.lessons.forms import ReleaseForm
from community.lessons.highlighting import highlighted, read_html
from community.lessons.queries import passages as queries
from community.lessons.queries.citations import ways_back
from community.lessons.queries.lessons import groups_to_write_in
from community.lessons.views import blueprint
from community.lessons.views.reading import section_names
from community.links.queries.meaning import links_in


@blueprint.get("/passages/<int:passage_id>")
def passage(community, passage_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    return _page(community, queries.find_passage(community, passage_id, viewer=viewer), viewer, None)


@blueprint.get("/passages/<int:passage_id>/post")
def marked_post(community, passage_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = queries.find_passage(community, passage_id, viewer=viewer)
    if found.post_revision is None or not can_see(viewer, found.scope):
        raise Absent
    revision, post = found.post_revision, found.post_revision.post
    if post.taken_back_at is not None:  # its words are for nobody any more, but those that were cited
        return redirect(_address_of_post(community, post))
    return render_template(
        "lessons/marked_post.html",
        community=community,
        section="discussions",
        passage=found,
        post=post,
        revision=revision,
        html=in_place(found, revision.html, without_quotes=True),
        links=links_in(revision.html, viewer=viewer),
        thread_address=_address_of_post(community, post),
        ways=ways_from(found, viewer),
    )


@blueprint.post("/passages/<int:passage_id>/release")
@login_required
def release(community, passage_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = queries.find_passage(community, passage_id, viewer=viewer)
    form = ReleaseForm()
    masked = form.masked.data if form.masked.name in request.form else None  # the other button sends none
    if form.carries_out(lambda: release_passage(found, masked=masked, by=viewer)):
        if found.masked is None:
            flash(
                gettext(
                    "Your words may be cited outside the subgroup now, with your name. Where they stand stays hidden."
                )
            )
        else:
            flash(gettext("Your wording may be cited outside the subgroup now. What you wrote inside stays inside."))
        return redirect(url_for("lessons.passage", community=community.slug, passage_id=found.id))
    return _page(community, found, viewer, form)


def ways_from(passage, viewer):
    """Return where the page of a passage in its place leads back to."""
    return ways_back(passage.id, came_from=request.args.get("lesson", ""), viewer=viewer)


def in_place(passage, html, *, without_quotes=False):
    """Return the text that a passage was marked in with its place in it marked."""
    reading = read_html(html, without_quotes=without_quotes)
    place = bounds_in(reading, passage.exact, passage.anchor, passage.before, passage.after)
    return highlighted(html, reading, *place) if place else html


def _page(community, found, viewer, form):
    line = queries.line_of(found, viewer=viewer)
    may_release = rules.can_release(viewer, found) and found.released_at is None
    today = line.today
    return render_template(
        "lessons/passage.html",
        community=community,
        section="lessons",
        passage=line,
        before=found.before if line.source and not rules.is_taken_back(found) else "",
        after=found.after if line.source and not rules.is_taken_back(found) else "",
        differences=compare_texts(flat(found.exact), today.words)
        if today and today.standing == Standing.CHANGED and today.words
        else (),
        section_names=section_names(community, [line.source]) | _named(community, today),
        may_release=may_release,
        form=(form or ReleaseForm(masked=found.exact)) if may_release else None,
        is_masking=form is not None,
        may_write=bool(groups_to_write_in(community, viewer=viewer)),
        latest=_latest(found) if today else None,
    ), form.status if form is not None else 200


def _named(community, today):
    return section_names(community, [today]) if today and today.section else {}


def _latest(found):
    """Return the number of the present revision of what a passage was marked in."""
    source = found.case_revision.case if found.case_revision else found.post_revision.post
    return source.revision_count


def _address_of_post(community, post):
    after = (post.number - 1) // POSTS_A_PAGE * POSTS_A_PAGE
    place = {"community": community.slug, "thread_id": post.thread_id, "after": after or None}
    return url_for("discussions.thread", **place, _anchor=f"post-{post.number}")
