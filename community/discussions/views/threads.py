"""Lists of threads, a thread, and starting one."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.queries import brought_from, case_of_thread, could_bring
from community.cases.queries.attached import files_in
from community.cases.rules import can_create_somewhere
from community.cases.views.marking import marked_parts
from community.discussions import actions, rules
from community.discussions.forms import ReplyForm, ThreadForm
from community.discussions.models import ThreadKind
from community.discussions.posting import compose
from community.discussions.queries.lists import THREADS_A_PAGE, threads_in
from community.discussions.queries.posts import POSTS_A_PAGE, find_answered, posts_of
from community.discussions.queries.threads import find_thread, thread_page
from community.discussions.views import blueprint
from community.drafts.forms import brought_back, offered
from community.drafts.queries import find_draft
from community.drafts.rules import Place
from community.errors import NotAllowed
from community.fragments import fragment
from community.groups.queries.groups import find_community, find_group, groups_to_write_in
from community.groups.rules import proposed_audience
from community.languages import gettext
from community.lessons.queries.marks import marks_of_posts
from community.lessons.rules import can_harvest
from community.links.queries.linking import linking_to_thread
from community.links.queries.meaning import links_in
from community.paging import read_key, write_key
from community.plenaries.views.quoting import about_card, about_draft
from community.texts.views.previews import is_preview, previewed
from community.web import reads_first


@blueprint.get("/threads")
def thread_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    threads = threads_in(community, viewer=viewer, before=read_key(request.args.get("before")))
    page, more = threads[:THREADS_A_PAGE], len(threads) > THREADS_A_PAGE
    older = write_key(page[-1].last_post_at, page[-1].id) if more else None
    return render_template(
        "discussions/thread_list.html",
        community=community,
        section="discussions",
        threads=page,
        older=older,
        may_start=bool(groups_to_write_in(community, viewer=viewer)),
    )


@blueprint.route("/threads/new", methods=["GET", "POST"])
@login_required
@reads_first
def new_thread(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    place = Place("new-thread", community.id)
    draft = find_draft(place, viewer=viewer)
    groups, asked = groups_to_write_in(community, viewer=viewer), request.args.get("group")
    if not groups:
        raise NotAllowed(gettext("You can read here, but starting a discussion is for members who write."))
    title = request.args.get("title", "")[: rules.TITLE_LENGTH]
    form = ThreadForm(group=asked, audience=proposed_audience(groups, asked), title=title, **brought_back(draft))
    form.group.choices = [(str(group.id), group.name) for group in groups]
    is_confided = any(group.is_confidential for group in groups)

    def start():
        group = find_group(int(form.group.data), viewer=viewer)
        return actions.start(
            group,
            title=form.title.data,
            kind=form.kind.data,
            audience=form.audience.data,
            text=form.text.data,
            by=viewer,
        )

    if is_preview():
        previewed(form, ["text"], community=community, viewer=viewer)
    elif form.carries_out(start):
        flash(gettext("Your discussion is open. Those who belong here find it in the list."))
        return redirect(url_for("discussions.thread", community=community.slug, thread_id=form.result.id))
    return render_template(
        "discussions/new_thread.html",
        community=community,
        section="discussions",
        form=form,
        place=place,
        draft=offered(draft),
        is_confided=is_confided,
    ), form.status


@blueprint.get("/threads/<int:thread_id>")
def thread(community, thread_id):
    viewer = current_viewer()
    found = thread_page(community, thread_id, viewer=viewer)
    after = max(0, request.args.get("after", 0, type=int))
    posts = posts_of(found, after=after)
    last = posts[-1].number if posts else after
    texts = [post.html for post in posts]
    is_introductions = found.kind == ThreadKind.INTRODUCTIONS
    may_reply, place = rules.can_reply(viewer, found), Place("reply", found.id)
    marks = marks_of_posts(found, first=posts[0].number, last=last, viewer=viewer) if posts else {}
    body = fragment(
        "discussions/body.html",
        _body,
        thread=found,
        community=found.community,
        posts=posts,
        files=files_in(*texts, viewer=viewer),
        links=links_in(*texts, viewer=viewer),
        begin=f"/c/{found.community_slug}/cases/new" if can_create_somewhere(viewer, found.community_id) else "",
        marks=tuple(marks.items()),
        own_id=viewer.person_id if any(post.author_id == viewer.person_id for post in posts) else None,
        knows_people=viewer.belongs_to(found.community_id),
        may_harvest=can_harvest(viewer, found.scope),
        case=case_of_thread(found.id) if found.kind == ThreadKind.CASE else None,
        brought=tuple(brought_from([post.id for post in posts], viewer=viewer)) if is_introductions and posts else (),
        linking=linking_to_thread(found.id, viewer=viewer),
        may_reply=may_reply,
        place=place,
        draft=offered(find_draft(place, viewer=viewer)) if may_reply else None,
        may_bring=is_introductions and _could_bring(found, viewer),
        may_lock=rules.can_lock(viewer, found),
        may_retract=not is_introductions,
        earlier=max(0, after - POSTS_A_PAGE) if after else None,
        later=last if last < found.post_count else None,
        sign_in_at=None if viewer.is_authenticated else url_for("accounts.sign_in", next=request.path),
    )
    return render_template(
        "discussions/thread.html", community=found.community, section="discussions", thread=found, body=body
    )


def _could_bring(thread, viewer):
    """Say whether the viewer spoke of a case in their introduction that has not begun yet."""
    return could_bring(thread.community_id, viewer=viewer) and viewer.writes_in(thread.community_id)


def _body(thread, posts, marks, brought, may_lock, **_shown):
    by_post = dict(marks)
    return {
        "marked": {post.id: marked_parts(post.html, by_post[post.id]) for post in posts if post.id in by_post},
        "cases": {case.at: case for case in brought},
        "slug": thread.community_slug,
        "address": url_for("discussions.thread", community=thread.community_slug, thread_id=thread.id),
        "language": thread.language,
        "may_remove": may_lock,
        "latest": max(0, (thread.post_count - 1) // POSTS_A_PAGE * POSTS_A_PAGE),
    }


@blueprint.route("/threads/<int:thread_id>/reply", methods=["GET", "POST"])
@login_required
@reads_first
def reply(community, thread_id):
    viewer = current_viewer()
    found = thread_page(community, thread_id, viewer=viewer)
    place = Place("reply", found.id)
    draft = find_draft(place, viewer=viewer)
    form = ReplyForm(answers=request.args.get("to", type=int), **brought_back(draft))

    def answered():
        return find_answered(found, form.answers.data) if form.answers.data else None

    def answer(text):
        thread = find_thread(found.community, thread_id, viewer=viewer)
        return actions.reply(thread, text=text, answers=answered(), by=viewer)

    if is_preview():
        previewed(form, ["text"], community=found.community, viewer=viewer)
    elif form.carries_out(answer, prepare=lambda: compose(form.text.data or "")):
        flash(gettext("Your answer is in the discussion."))
        return redirect(address_of(found.community, form.result))
    if not form.is_submitted() and request.args.get("quote") and (quoted := answered()):
        form.text.data = "".join(f"> {line}\n" for line in quoted.revision.source.splitlines()) + "\n"
    if not form.is_submitted() and (card_id := request.args.get("card", type=int)):
        form.text.data = about_card(found, card_id, viewer=viewer)
    if not form.is_submitted() and (lesson := request.args.get("about")):
        form.text.data = about_draft(found, lesson, viewer=viewer)
    return render_template(
        "discussions/reply.html",
        community=found.community,
        section="discussions",
        thread=found,
        form=form,
        answered=(answer_to := answered()),
        links=links_in(answer_to.revision.html, viewer=viewer) if answer_to else (),
        may_reply=rules.can_reply(viewer, found),
        place=place,
        draft=offered(draft),
    ), form.status


def address_of(community, post):
    page = (post.number - 1) // POSTS_A_PAGE * POSTS_A_PAGE
    return url_for(
        "discussions.thread",
        community=community.slug,
        thread_id=post.thread_id,
        after=page or None,
        _anchor=f"post-{post.number}",
    )
