"""The board: cards in themes, moved by a form, by keyboard or by dragging, and what others moved meanwhile."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_login import login_required

from community.addresses import read_number
from community.errors import Absent, Invalid, NotAllowed
from community.fragments import fragment
from community.languages import gettext, ngettext
from community.plenaries import rules
from community.plenaries.actions import arranging as actions
from community.plenaries.forms import MergingForm, MovesForm, ThemeForm
from community.plenaries.queries import board as queries
from community.plenaries.queries import cards as cards_queries
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found
from community.web import reads_first

NO_CHANGE = ("", 204)


@blueprint.get("/<slug>/board")
def board(community, slug):
    viewer, community, plenary = found(community, slug)
    return page(community, plenary, viewer, MovesForm(), ThemeForm())


@blueprint.get("/<slug>/board/changes")
def board_changes(community, slug):
    """Answer what else stands on the board than in the edition that was seen: nothing, most of the time."""
    viewer, community, plenary = found(community, slug)
    since = read_number(request.args.get("since")) or 0
    edition = queries.edition_of(plenary, viewer=viewer)
    if edition <= since:
        return NO_CHANGE
    if plenary.themes_edition > since:
        return jsonify(edition=edition, is_rearranged=True, cards=[])
    moved = [card for card in queries.board_of(plenary, viewer=viewer).cards if card.edition > since]
    shown = {"address": _cards(community, plenary), "may_arrange": rules.can_arrange(viewer, plenary)}
    cards = [
        {"id": card.id, "themes": card.themes, "html": fragment("plenaries/cards.html", cards=(card,), **shown)}
        for card in moved
    ]
    return jsonify(edition=edition, is_rearranged=False, cards=cards)


@blueprint.post("/<slug>/moves")
@login_required
@reads_first
def moves(community, slug):
    viewer, community, plenary = found(community, slug)
    form, here = MovesForm(), url_for("plenaries.board", community=community.slug, slug=plenary.slug)

    def move():
        return actions.move(
            plenary,
            form.card.data or [],
            theme=_theme(form.theme.data),
            keeps=form.keeps.data,
            came_from=read_number(form.came_from.data),
            seen=read_number(form.edition.data),
            by=viewer,
        )

    wants_words = request.accept_mimetypes.best == "application/json"
    try:
        done = form.carries_out(move)
    except NotAllowed as refusal:
        if not wants_words:
            raise
        return jsonify(said=refusal.message), refusal.status
    if done and wants_words:
        return jsonify(said=_said(form.result))
    if wants_words:
        return jsonify(said=next(iter(message for messages in form.errors.values() for message in messages), "")), 422
    if done:
        flash(_said(form.result))
        return redirect(here)
    viewer, community, plenary = found(community.slug, slug)
    return page(community, plenary, viewer, form, ThemeForm(formdata=None, name=request.form.get("name", "")))


@blueprint.get("/<slug>/cards/<int:card_id>")
def card(community, slug, card_id):
    viewer, community, plenary = found(community, slug)
    return _card_page(community, plenary, queries.find_card(plenary, card_id, viewer=viewer), viewer, MergingForm())


@blueprint.post("/<slug>/cards/<int:card_id>/merging")
@login_required
def card_merging(community, slug, card_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_card(plenary, card_id, viewer=viewer)
    form = MergingForm()

    def put_together():
        try:
            other = queries.find_card(plenary, form.into.data or 0, viewer=viewer)
        except Absent:
            raise Invalid("into", gettext("Choose another card that stands on the board by itself.")) from None
        actions.put_together(plenary, present, other, by=viewer)
        return other.id

    if form.carries_out(put_together):
        flash(gettext("The two stand on the board as one card now. Both are credited on it."))
        return redirect(f"{_cards(community, plenary)}/{form.result}")
    return _card_page(community, plenary, present, viewer, form)


@blueprint.post("/<slug>/cards/<int:card_id>/parting")
@login_required
def card_parting(community, slug, card_id):
    viewer, community, plenary = found(community, slug)
    present = queries.find_card(plenary, card_id, viewer=viewer)
    actions.take_apart(plenary, present, by=viewer)
    flash(gettext("The card stands for itself again."))
    return redirect(f"{_cards(community, plenary)}/{present.id}")


def page(community, plenary, viewer, form, theme_form):
    """Show the board, with what was typed into one of its forms."""
    shown = queries.board_of(plenary, viewer=viewer)
    status = form.status if form.errors else theme_form.status if theme_form.errors else 200
    return render_template(
        "plenaries/board.html",
        community=community,
        section="lessons",
        plenary=plenary,
        board=shown,
        form=form,
        theme_form=theme_form,
        ticked=tuple(sorted({*(form.card.data or ()), *(theme_form.card.data or ())})),
        address=_cards(community, plenary),
        may_arrange=rules.can_arrange(viewer, plenary),
        may_join=rules.can_join(viewer, plenary),
    ), status


def _card_page(community, plenary, present, viewer, form):
    shown = queries.board_of(plenary, viewer=viewer)
    others = [(other.id, other.words) for other in shown.cards if other.id not in (present.id, present.behind_id)]
    form.into.choices = [(0, gettext("Choose a card")), *others]
    front = cards_queries.front_of(present, viewer=viewer)
    place = present.behind_id or present.id
    return render_template(
        "plenaries/card.html",
        community=community,
        section="lessons",
        plenary=plenary,
        card=present,
        line=cards_queries.line_of_card(present, viewer=viewer),
        behind=cards_queries.behind(present, viewer=viewer),
        themes=shown.themes,
        stands_in=queries.themes_of_cards([place])[place],
        front=front,
        edition=shown.edition,
        form=form,
        may_arrange=rules.can_arrange(viewer, plenary),
    ), form.status


def _theme(typed):
    """Return the theme that was chosen, None for those to be placed; what is no number leads to no theme."""
    return None if typed == "0" else read_number(typed) or 0


def _cards(community, plenary):
    return f"{url_for('plenaries.plenary', community=community.slug, slug=plenary.slug)}/cards"


def _said(moved):
    said = ngettext("One card is moved.", "%(num)d cards are moved.", len(moved.cards))
    if moved.overtaken:
        who = ", ".join(moved.overtaken)
        said += " " + gettext("%(name)s had moved it meanwhile; it stands where you put it now.", name=who)
    return said
