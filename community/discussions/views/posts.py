"""A post being changed, taken back and put back, and closing a discussion."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import read_number
from community.discussions import actions, rules
from community.discussions.forms import EditForm, RetractionForm
from community.discussions.queries.posts import find_place, find_post
from community.discussions.queries.threads import find_thread, is_introduction
from community.discussions.views import blueprint
from community.discussions.views.threads import address_of
from community.errors import Outdated
from community.groups.queries.groups import find_community
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons.queries.resting import resting_on_post, touched_in_post
from community.lessons.views.touching import say_touched
from community.texts.views.previews import is_preview, previewed


@blueprint.route("/posts/<int:post_id>/edit", methods=["GET", "POST"])
@login_required
def edit_post(community, post_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    post = find_post(community, post_id, viewer=viewer)
    if is_introduction(post.id) and post.author_id == viewer.person_id:
        return redirect(url_for("groups.introduction", community=community.slug))
    if not rules.can_edit(viewer, post) and request.method == "GET":
        raise not_allowed(post.thread.scope, gettext("Only its author changes a post, while the discussion is open."))
    form = EditForm(text=post.revision.source, based_on=str(post.revision_count))
    theirs, resting = None, resting_on_post(post.id, viewer=viewer)
    try:
        based_on = read_number(form.based_on.data) or 0
        if is_preview():
            previewed(form, ["text"], community=community, viewer=viewer)
        elif form.carries_out(lambda: actions.edit(post, text=form.text.data, based_on=based_on, by=viewer)):
            flash(gettext("Your post is changed."))
            say_touched(touched_in_post(resting, post.revision.html))
            return redirect(address_of(community, post))
    except Outdated as refusal:
        form.form_errors.append(refusal.message)
        theirs, form.based_on.data = post.revision.source, str(post.revision_count)
    return render_template(
        "discussions/edit_post.html",
        community=community,
        section="discussions",
        post=post,
        form=form,
        theirs=theirs,
        resting=resting,
    ), 409 if theirs is not None else form.status


@blueprint.route("/posts/<int:post_id>/retraction", methods=["GET", "POST"])
@login_required
def retraction(community, post_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    post = find_place(community, post_id, viewer=viewer)
    is_back = post.taken_back_at is None
    is_allowed = rules.can_take_back(viewer, post) if is_back else rules.can_put_back(viewer, post)
    if request.method == "GET" and (not is_allowed or is_introduction(post.id)):
        raise not_allowed(post.thread.scope, gettext("Only its author, and who runs the group, take a post back."))
    form = RetractionForm()
    if form.carries_out(lambda: actions.take_back(post, why=form.why.data or "", by=viewer)):
        flash(gettext("The post is taken back. From its place in the discussion it can be put back."))
        return redirect(address_of(community, post))
    return render_template(
        "discussions/retraction.html",
        community=community,
        section="discussions",
        post=post,
        place=address_of(community, post),
        is_own=post.author_id == viewer.person_id,
        form=form,
        resting=resting_on_post(post.id, viewer=viewer) if is_back else (),
    ), form.status


@blueprint.post("/posts/<int:post_id>/return")
@login_required
def return_post(community, post_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    post = find_place(community, post_id, viewer=viewer)
    actions.put_back(post, by=viewer)
    flash(gettext("The post is where it was, and says what it said."))
    return redirect(address_of(community, post))


@blueprint.post("/threads/<int:thread_id>/lock")
@login_required
def lock(community, thread_id):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    found = find_thread(community, thread_id, viewer=viewer)
    actions.lock(found, is_locked=request.form.get("open") is None, by=viewer)
    flash(
        gettext("The discussion is closed to new posts.")
        if found.is_locked
        else gettext("The discussion is open again.")
    )
    return redirect(url_for("discussions.thread", community=community.slug, thread_id=found.id))
