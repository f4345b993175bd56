"""The themes of a board: making, naming, putting together, removing them, and the draft that is made of one."""

import re

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community.errors import Absent, Invalid, NotAllowed
from community.languages import gettext
from community.lessons.models import Kind
from community.plenaries import rules
from community.plenaries.actions import theming as actions
from community.plenaries.forms import MergingForm, MovesForm, ThemeForm, draft_form
from community.plenaries.grouping import propose
from community.plenaries.queries import board as queries
from community.plenaries.views import blueprint
from community.plenaries.views.board import page
from community.plenaries.views.finding import found
from community.search.analysis import analyse

_WORD = re.compile(r"[^\W\d_]{4,}")


@blueprint.post("/<slug>/themes")
@login_required
def themes(community, slug):
    viewer, community, plenary = found(community, slug)
    form = ThemeForm()
    if form.carries_out(
        lambda: actions.make_theme(plenary, name=form.name.data, cards=form.card.data or [], by=viewer)
    ):
        flash(gettext("The theme “%(name)s” is on the board.", name=form.result.name))
        return redirect(_board(community, plenary))
    return page(community, plenary, viewer, MovesForm(formdata=None), form)


@blueprint.get("/<slug>/themes/<int:theme_id>")
def theme(community, slug, theme_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_theme(plenary, theme_id)
    return _page(community, plenary, present, viewer, ThemeForm(name=present.name), MergingForm())


@blueprint.post("/<slug>/themes/<int:theme_id>/name")
@login_required
def theme_name(community, slug, theme_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_theme(plenary, theme_id)
    form = ThemeForm()
    if form.carries_out(lambda: actions.rename_theme(present, name=form.name.data, by=viewer)):
        flash(gettext("The theme is called “%(name)s” now.", name=present.name))
        return redirect(_board(community, plenary))
    return _page(community, plenary, present, viewer, form, MergingForm(formdata=None))


@blueprint.post("/<slug>/themes/<int:theme_id>/merging")
@login_required
def theme_merging(community, slug, theme_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_theme(plenary, theme_id)
    form = MergingForm()

    def merge():
        try:
            other = queries.find_theme(plenary, form.into.data or 0)
        except Absent:
            raise Invalid("into", gettext("Choose another theme that is on the board.")) from None
        actions.merge_theme(present, other, by=viewer)
        return other.name

    if form.carries_out(merge):
        flash(gettext("All its cards stand in “%(name)s” now.", name=form.result))
        return redirect(_board(community, plenary))
    return _page(community, plenary, present, viewer, ThemeForm(formdata=None, name=present.name), form)


@blueprint.post("/<slug>/themes/<int:theme_id>/removal")
@login_required
def theme_removal(community, slug, theme_id):
    viewer, community, plenary = found(community, slug)
    actions.remove_theme(queries.find_theme(plenary, theme_id), by=viewer)
    flash(gettext("The theme is off the board. Its cards are to be placed again."))
    return redirect(_board(community, plenary))


@blueprint.route("/<slug>/themes/<int:theme_id>/draft", methods=["GET", "POST"])
@login_required
def theme_draft(community, slug, theme_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_theme(plenary, theme_id)
    if not rules.can_draft(viewer, plenary):
        raise NotAllowed(gettext("The coordinator makes drafts of themes, while the plenary drafts and agrees."))
    cards = queries.board_of(plenary, viewer=viewer).in_theme(present.id)
    kind = Kind.ISSUE if request.args.get("kind") == Kind.ISSUE else Kind.LESSON
    form = draft_form({card.id: card.words for card in cards}, kind=kind.value)
    kind = Kind.ISSUE if form.kind.data == Kind.ISSUE else Kind.LESSON

    def draft():
        names = ("question",) if kind == Kind.ISSUE else ("when", "do", "because")
        said = {name: form[name].data or "" for name in names}
        stances = {card.id: form[f"stance_{card.id}"].data or "" for card in cards}
        return actions.draft_theme(present, kind=kind, said=said, stances=stances, by=viewer)

    if form.carries_out(draft):
        flash(gettext("The draft is before the plenary, with its evidence. All who follow it can read it."))
        return redirect(
            url_for("plenaries.draft", community=community.slug, slug=plenary.slug, drafted=form.result.slug)
        )
    return render_template(
        "plenaries/theme_draft.html",
        community=community,
        section="lessons",
        plenary=plenary,
        theme=present,
        kind=kind,
        cards=cards,
        form=form,
    ), form.status


@blueprint.get("/<slug>/suggestions")
@login_required
def suggestions(community, slug):
    viewer, community, plenary = found(community, slug)
    if not rules.can_arrange(viewer, plenary):
        raise NotAllowed(gettext("The board is arranged while the plenary clusters and drafts."))
    cards = {card.id: card for card in queries.board_of(plenary, viewer=viewer).unplaced}
    spelt = {}
    for card in cards.values():
        spelt[card.id] = {
            terms[0]: word for word in _WORD.findall(card.words) for terms in analyse(word, card.language)
        }
    words = {term: word for held in spelt.values() for term, word in held.items()}
    groups = [
        (tuple(cards[card_id] for card_id in group.cards), [words[term] for term in group.terms])
        for group in propose(spelt)
    ]
    return render_template(
        "plenaries/suggestions.html", community=community, section="lessons", plenary=plenary, groups=groups
    )


def _page(community, plenary, present, viewer, form, merging_form):
    shown = queries.board_of(plenary, viewer=viewer)
    merging_form.into.choices = [
        (0, gettext("Choose a theme")),
        *((theme.id, theme.name) for theme in shown.themes if theme.id != present.id),
    ]
    status = form.status if form.errors else merging_form.status if merging_form.errors else 200
    return render_template(
        "plenaries/theme.html",
        community=community,
        section="lessons",
        plenary=plenary,
        theme=present,
        shown=next((theme for theme in shown.themes if theme.id == present.id), None),
        cards=shown.in_theme(present.id),
        form=form,
        merging=merging_form,
        may_arrange=rules.can_arrange(viewer, plenary),
        may_draft=rules.can_draft(viewer, plenary),
    ), status


def _board(community, plenary):
    return url_for("plenaries.board", community=community.slug, slug=plenary.slug)
