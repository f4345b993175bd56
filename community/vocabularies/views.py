"""The vocabularies of a community, for its coordinators: look at them, arrange one, merge two of its terms."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.cases.queries.uses import uses_of_terms
from community.cases.words import LANGUAGES
from community.errors import Absent
from community.groups.queries.groups import find_community
from community.languages import gettext, reader
from community.reconciling import reconcile
from community.vocabularies import actions, forms, queries, rules, words
from community.vocabularies.arrangement import arranged

blueprint = Blueprint("vocabularies", __name__, url_prefix="/c/<community>/vocabularies")
blueprint.add_app_template_global(words.vocabulary_name)

_KEY = re.compile(r"[\w-]{1,40}", re.ASCII)
_MOVES = {"up": -1, "down": 1}


@blueprint.get("")
@login_required
def vocabulary_list(community):
    viewer, community = _found(community)
    every = queries.entries_of(community.id)
    return render_template(
        "vocabularies/vocabulary_list.html",
        community=community,
        vocabularies=[(name, every.get(name, ())) for name in rules.NAMES],
        uses=_uses(community, viewer, rules.NAMES),
        language=reader()[0],
    )


@blueprint.route("/<vocabulary>", methods=["GET", "POST"])
@login_required
def vocabulary(community, vocabulary):
    viewer, community = _found(community, vocabulary)
    language = _language(community)
    entries = queries.entries_of(community.id).get(vocabulary, ())
    if request.method == "GET":
        own = queries.own_vocabulary(community, vocabulary)
        return _page(viewer, community, vocabulary, entries, _filled(entries, language, own.number if own else 0))
    form = forms.for_terms(_keys(), formdata=request.form)
    verb, _, key = request.form.get("do", "").partition(":")
    if verb in _MOVES:
        return _page(viewer, community, vocabulary, entries, _moved(form, verb, key), is_unsaved=True)
    based_on = form.based_on.data or 0

    def arrange():
        typed = [actions.Typed(*row) for row in form.typed]
        actions.arrange(community, vocabulary, typed, language=language, based_on=based_on, by=viewer)

    try:
        if form.carries_out(arrange):
            flash(gettext("The list is saved. Cases keep what they hold."))
            return redirect(_address(community, vocabulary, language=language))
    except actions.ArrangedMeanwhile as refusal:
        was = queries.own_vocabulary(community, vocabulary, based_on) if based_on else None
        ours, current = queries.shipped().get(vocabulary, ()), refusal.current
        theirs = arranged(ours, current.terms)
        form, clashes = _merged(form, arranged(ours, was.terms if was else ()), theirs, language, current.number)
        page = _page(viewer, community, vocabulary, theirs, form, current=current, clashes=clashes, is_unsaved=True)
        return page, 409
    return _page(viewer, community, vocabulary, entries, form, is_unsaved=True), form.status


@blueprint.route("/<vocabulary>/<key>/merging", methods=["GET", "POST"])
@login_required
def merging(community, vocabulary, key):
    viewer, community = _found(community, vocabulary)
    language, entries = reader()[0], queries.entries_of(community.id).get(vocabulary, ())
    by_key = {entry.key: entry for entry in entries}
    if key not in by_key:
        raise Absent
    form = forms.MergingForm()
    others = [(other.key, other.label(language)) for other in entries if other.is_offered and other.key != key]
    form.into.choices = [("", gettext("None: it stands for itself")), *others]
    if request.method == "GET":
        form.into.data = by_key[key].into
    if form.carries_out(lambda: actions.merge(community, vocabulary, key, into=form.into.data or "", by=viewer)):
        merged = by_key.get(form.into.data or "")
        flash(
            gettext(
                "“%(term)s” is now said as “%(into)s”.", term=by_key[key].label(language), into=merged.label(language)
            )
            if merged
            else gettext("“%(term)s” stands for itself again.", term=by_key[key].label(language))
        )
        return redirect(_address(community, vocabulary))
    return render_template(
        "vocabularies/merging.html",
        community=community,
        vocabulary=vocabulary,
        entry=by_key[key],
        form=form,
        uses=_uses(community, viewer, [vocabulary]),
        language=language,
    ), form.status


def _found(slug, vocabulary=None):
    viewer = current_viewer()
    community = find_community(slug, viewer=viewer)
    if not rules.can_arrange(viewer, community) or (vocabulary is not None and not rules.is_vocabulary(vocabulary)):
        raise Absent
    return viewer, community


def _uses(community, viewer, vocabularies):
    return uses_of_terms(community.id, vocabularies, viewer=viewer, merged=queries.merged(community.id))


def _address(community, vocabulary, **more):
    return url_for("vocabularies.vocabulary", community=community.slug, vocabulary=vocabulary, **more)


def _language(community):
    known = [code for code, _name in LANGUAGES]
    asked = request.values.get("language", community.language)
    return asked if asked in known else known[0]


def _keys():
    sent = dict.fromkeys(key for key in request.form.getlist("order") if _KEY.fullmatch(key))
    return list(sent)[: 2 * rules.TERMS]


def _filled(entries, language, number):
    named = [entry for entry in entries if not entry.into]
    keys = [entry.key for entry in named]
    return forms.for_terms(keys, formdata=None, language=language, based_on=number, **_said(named, language))


def _said(entries, language):
    labels = {f"label_{entry.key}": entry.labels.get(language, "") for entry in entries}
    return labels | {f"out_{entry.key}": "1" if entry.is_retired else "" for entry in entries}


def _values(form):
    labels = {f"label_{key}": form[f"label_{key}"].data or "" for key in form.keys}
    return labels | {f"out_{key}": "1" if form[f"out_{key}"].data else "" for key in form.keys}


def _moved(form, verb, key):
    keys = list(form.keys)
    if key in keys:
        at = keys.index(key)
        keys.insert(min(max(at + _MOVES[verb], 0), len(keys) - 1), keys.pop(at))
    told = {"language": form.language.data, "based_on": form.based_on.data or 0, "added": form.added.data}
    return forms.for_terms(keys, formdata=None, **told, **_values(form))


def _merged(form, was, theirs, language, number):
    """Return the form with what both saved, and what they said differently."""
    order = {"order": " ".join(entry.key for entry in theirs if not entry.into)}
    before = _said(was, language) | {"order": " ".join(entry.key for entry in was if not entry.into)}
    mine = _values(form) | {"order": " ".join(form.keys)}
    values, clashes = reconcile(before, mine, _said(theirs, language) | order)
    gone = {entry.key for entry in theirs if entry.into}
    keys = values.pop("order").split()
    keys += [entry.key for entry in theirs if entry.key not in keys]
    told = {"language": language, "based_on": number, "added": form.added.data}
    again = forms.for_terms([key for key in keys if key not in gone], formdata=None, **told, **values)
    return again, {clash.field: clash for clash in clashes}


def _page(viewer, community, vocabulary, entries, form, **more):
    return render_template(
        "vocabularies/vocabulary.html",
        community=community,
        vocabulary=vocabulary,
        entries={entry.key: entry for entry in entries},
        form=form,
        uses=_uses(community, viewer, [vocabulary]),
        language=_language(community),
        languages=LANGUAGES,
        **more,
    )
