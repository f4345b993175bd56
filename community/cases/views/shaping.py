"""The form of a community's cases, as its coordinators arrange it: words, order, what is left out, sections of its own."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases import form as forms
from community.cases import rules, words
from community.cases.actions import shaping as actions
from community.cases.forms.shaping import NEW, PARTS, for_sections, texts_of, values_of
from community.cases.queries.forms import own_form
from community.cases.views import blueprint
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.reconciling import reconcile

_KEY = re.compile(r"[a-z0-9_-]{1,40}")
_MOVES = {"up": -1, "down": 1}


@blueprint.route("/form", methods=["GET", "POST"])
@login_required
def case_form(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not rules.can_shape(viewer, community):
        raise Absent
    present = own_form(community)
    outline = _outline(present)
    language = _language(community)
    if request.method == "GET":
        return _page(community, outline, _filled(outline, language, present))
    form = for_sections(_keys(), formdata=request.form)
    verb, _, key = request.form.get("do", "").partition(":")
    if verb in _CHANGES:
        changed = _CHANGES[verb](form, outline, language, verb, key)
        return _page(community, outline, changed, is_unsaved=True, touched=key)
    if verb == "preview":
        shown = form.carries_out(lambda: actions.reshape(outline, form.typed, language))
        return _page(community, outline, form, preview=form.result if shown else None, is_unsaved=True), (
            200 if shown else 422
        )
    based_on = form.based_on.data or 0
    try:
        if form.carries_out(
            lambda: actions.shape(community, form.typed, language=language, based_on=based_on, by=viewer)
        ):
            flash(gettext("The form is saved. Cases keep what they hold."))
            return redirect(url_for("cases.case_form", community=community.slug, language=language))
    except actions.ShapedMeanwhile as refusal:
        was, current = _outline(own_form(community, based_on) if based_on else None), refusal.current
        form, clashes = _merged(form, was, _outline(current), language, current.number)
        return _page(community, _outline(current), form, current=current, clashes=clashes, is_unsaved=True), 409
    return _page(community, outline, form, is_unsaved=True), form.status


def _outline(own):
    return forms.arranged(own.sections) if own else forms.shipped()


def _language(community):
    known = [code for code, _name in words.LANGUAGES]
    asked = request.values.get("language", community.language)
    return asked if asked in known else known[0]


def _keys():
    sent = dict.fromkeys(key for key in request.form.getlist("order") if _KEY.fullmatch(key))
    return list(sent)[: 2 * rules.SECTIONS]


def _filled(outline, language, present):
    keys = [section.key for section in outline.every]
    number = present.number if present else 0
    return for_sections(keys, formdata=None, language=language, based_on=number, **values_of(outline, language))


def _values(form):
    """Return what was typed, by field."""
    fields = [f"{part}_{key}" for key in form.keys for part in (*PARTS, "out")]
    return {name: form[name].data if isinstance(form[name].data, str) else "1" * form[name].data for name in fields}


def _again(form, keys, values):
    return for_sections(keys, formdata=None, language=form.language.data, based_on=form.based_on.data or 0, **values)


def _moved(form, _outline, _language, verb, key):
    keys = list(form.keys)
    if key in keys:
        at = keys.index(key)
        to = min(max(at + _MOVES[verb], 0), len(keys) - 1)
        keys.insert(to, keys.pop(at))
    return _again(form, keys, _values(form))


def _added(form, *_asked):
    number = next(n for n in range(1, 1000) if f"{NEW}_{n}" not in form.keys)
    return _again(form, [*form.keys, f"{NEW}_{number}"], _values(form))


def _as_shipped(form, _outline, language, _verb, key):
    ours = forms.shipped().find(key)
    return _again(form, form.keys, _values(form) | (texts_of(ours, language) if ours else {}))


def _all_as_shipped(form, _outline, language, *_asked):
    """Return the form as it ships; own sections stay at the end, left out."""
    ours = forms.shipped()
    own = [key for key in form.keys if ours.find(key) is None]
    values = _values(form) | values_of(ours, language) | {f"out_{key}": "1" for key in own}
    return _again(form, [*(section.key for section in ours.every), *own], values)


_CHANGES = {"up": _moved, "down": _moved, "add": _added, "shipped": _as_shipped, "all-shipped": _all_as_shipped}


def _merged(form, was, theirs, language, number):
    """Return the form with what both saved, and what they said differently."""
    mine = _values(form) | {"order": " ".join(form.keys)}
    values, clashes = reconcile(_said(was, language), mine, _said(theirs, language))
    keys = values.pop("order").split()
    keys += [key for key in (*form.keys, *(s.key for s in theirs.every)) if key not in keys]
    again = for_sections(keys, formdata=None, language=language, based_on=number, **values)
    return again, {clash.field: clash for clash in clashes}


def _said(outline, language):
    return values_of(outline, language) | {"order": " ".join(section.key for section in outline.every)}


def _page(community, outline, form, **more):
    language = _language(community)
    return render_template(
        "cases/case_form.html",
        community=community,
        form=form,
        outline=outline,
        language=language,
        languages=words.LANGUAGES,
        is_own=own_form(community) is not None,
        opening=forms.QUESTION,
        **more,
    )
