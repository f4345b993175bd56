"""Keeping what is typed, and the list of what one was writing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import safe_next
from community.cases.queries.finding import case_links
from community.cases.queries.forms import form_at
from community.discussions.queries.threads import thread_links
from community.drafts import actions, queries
from community.drafts.rules import read_place
from community.errors import Absent
from community.groups.queries.groups import community_links
from community.languages import gettext, reader
from community.rendering import excerpt
from community.survival import outlive
from community.templating import exact

blueprint = Blueprint("drafts", __name__)

EXCERPT = 200
_DONE = (302, 303)  # what is sent and done leads on to another page
_REFUSED = (403, 404, 409, 422, 429, 500, 503)  # not 400: what may be forged keeps nothing
_NO_TEXT = ("based_on", "group", "language", "audience", "kind", "answers", "purposes", "themes", "places")


@blueprint.get("/drafts")
@login_required
def draft_list():
    viewer = current_viewer()
    drafts = queries.drafts_of(viewer=viewer)
    found: dict = {kind: find(_things(drafts, kind), viewer) for kind, (find, _named) in _KINDS.items()}
    lines = [
        (draft, *_KINDS[draft.kind][1](draft, link), _excerpt(draft))
        for draft in drafts
        if draft.kind in _KINDS and (link := found[draft.kind].get(draft.thing))
    ]
    return render_template("drafts/draft_list.html", lines=lines)


@blueprint.post("/drafts/keeping")
@login_required
def keeping():
    place = read_place(request.form.get("draft", ""))
    if place is None:
        raise Absent
    draft = actions.keep(place, typed=request.form.lists(), by=current_viewer())
    return {"said": gettext("Kept as a draft, %(when)s", when=exact(draft.saved_at)), "at": draft.saved_at.timestamp()}


@blueprint.post("/drafts/<int:draft_id>/removal")
@login_required
def removal(draft_id):
    actions.throw_away(draft_id, by=current_viewer())
    flash(gettext("The draft is thrown away."))
    return redirect(safe_next(request.form.get("next")) or url_for("drafts.draft_list"))


@blueprint.after_app_request
def settle(response):
    """Let a draft go together with the save of what it held; keep what was refused."""
    if (
        request.method == "POST"
        and request.endpoint != "drafts.keeping"
        and response.status_code in {*_DONE, *_REFUSED}
    ):
        place = read_place(request.form.get("draft", ""))
        if place is not None and response.status_code in _DONE:
            actions.forget(place, by=current_viewer())
        elif place is not None:
            typed, viewer = list(request.form.lists()), current_viewer()
            outlive(lambda: actions.keep_if_possible(place, typed=typed, by=viewer))
    return response


def _things(drafts, kind):
    return [draft.thing for draft in drafts if draft.kind == kind]


def _excerpt(draft):
    """Return how the text begins: the longest of what was typed; of a whole case its page says what differs."""
    if draft.kind == "case" and not draft.part:
        return ""
    texts = [text for name, values in draft.fields.items() if name not in _NO_TEXT for text in values]
    return excerpt(max(texts, key=len, default=""), EXCERPT)


def _case(draft, link):
    address = url_for("cases.edit", community=link.community, slug=link.slug, draft=1)
    if not draft.part:
        return gettext("Revising a case"), link.title, link.language, address
    names = {
        section.key: section.label(reader()[0])
        for section in form_at(link.community_id, link.form_edition).sections_with([draft.part])
    }
    what = gettext("Revising a case: %(section)s", section=names[draft.part])
    address = url_for("cases.edit_section", community=link.community, slug=link.slug, section=draft.part, draft=1)
    return what, link.title, link.language, address


def _reply(draft, link):
    address = url_for("discussions.reply", community=link.community, thread_id=draft.thing, draft=1)
    return gettext("Answering in a discussion"), link.title, link.language, address


def _new(endpoint, what):
    def named(draft, link):
        title = draft.field("title") or draft.field("do") or gettext("Without a title yet")
        said = gettext("%(what)s in %(community)s", what=what(), community=link.name)
        return said, title, None, url_for(endpoint, community=link.slug, draft=1)

    return named


_KINDS = {
    "case": (lambda ids, viewer: case_links(ids, viewer=viewer), _case),
    "reply": (lambda ids, viewer: thread_links(ids, viewer=viewer), _reply),
    "new-case": (
        lambda ids, viewer: community_links(ids, viewer=viewer),
        _new("cases.new_case", lambda: gettext("Writing a case")),
    ),
    "new-thread": (
        lambda ids, viewer: community_links(ids, viewer=viewer),
        _new("discussions.new_thread", lambda: gettext("Starting a discussion")),
    ),
    "new-lesson": (
        lambda ids, viewer: community_links(ids, viewer=viewer),
        _new("lessons.new_lesson", lambda: gettext("Writing a lesson")),
    ),
}
