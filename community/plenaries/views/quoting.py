"""A card and a draft as they are spoken of in the discussion of its plenary."""

from flask import url_for

from community.errors import Absent
from community.groups.rules import can_see
from community.groups.viewer import VISITOR, Audience
from community.languages import gettext
from community.lessons.queries.lessons import find_lesson
from community.lessons.rules import words_for
from community.plenaries.queries.board import find_card
from community.plenaries.queries.drafts import find_draft
from community.plenaries.queries.plenaries import plenary_of_thread


def about_card(thread, card_id, *, viewer):
    """Return how an answer about a card begins: with its words, where all who read the discussion may read them."""
    plenary = plenary_of_thread(thread.id)
    if plenary is None:
        raise Absent
    card = find_card(plenary, card_id, viewer=viewer)
    address = url_for("plenaries.card", community=thread.community.slug, slug=plenary.slug, card_id=card.id)
    link = f"[{gettext('The card')}]({address})\n\n"
    if not _is_as_open(card.passage, plenary):
        return link
    words = words_for(VISITOR, card.passage)
    return "".join(f"> {line}\n" for line in words.splitlines()) + f"\n{link}"


def about_draft(thread, lesson, *, viewer):
    """Return how an answer about a draft begins: with a link to it, in the words of its title."""
    plenary = plenary_of_thread(thread.id)
    if plenary is None:
        raise Absent
    found = find_lesson(plenary.community, lesson, viewer=viewer)
    find_draft(plenary, found)
    return f"[[lesson:{found.slug}]]\n\n"


def _is_as_open(passage, plenary):
    """Say whether all who read the plenary may read the passage."""
    if plenary.scope.audience == Audience.PUBLIC:
        return can_see(VISITOR, passage.scope)
    return passage.released_at is not None or (
        not passage.scope.is_confidential and passage.scope.audience != Audience.SUBGROUP
    )
