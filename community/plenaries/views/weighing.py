"""Two themes side by side: their cards, the draft that was made of each, what it rests on, and where everybody stands."""

from flask import render_template, request, url_for

from community.addresses import read_number
from community.lessons.queries import evidence, lessons
from community.lessons.sentences import words_in
from community.lessons.views.reading import section_names
from community.plenaries.naming import stand_names
from community.plenaries.queries.board import board_of
from community.plenaries.queries.drafts import drafts_of
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found


@blueprint.get("/<slug>/weighing")
def weighing(community, slug):
    viewer, community, plenary = found(community, slug)
    board = board_of(plenary, viewer=viewer)
    lines = {line.slug: line for line in drafts_of(plenary, viewer=viewer)}
    asked = [read_number(request.args.get(name)) for name in ("one", "other")]
    chosen = [theme for number in dict.fromkeys(asked) for theme in board.themes if theme.id == number]
    sides = [
        (theme, board.in_theme(theme.id), _draft(community, theme, lines.get(theme.lesson_slug or ""), viewer))
        for theme in chosen
    ]
    pieces = [piece for _theme, _cards, made in sides if made for piece in made["pieces"]]
    return render_template(
        "plenaries/weighing.html",
        community=community,
        section="lessons",
        plenary=plenary,
        themes=board.themes,
        asked=asked,
        sides=sides,
        stands=stand_names(),
        section_names=section_names(community, (piece.source for piece in pieces)),
        cards_at=f"{url_for('plenaries.plenary', community=community.slug, slug=plenary.slug)}/cards",
    )


def _draft(community, theme, line, viewer):
    """Return the draft that was made of a theme, as far as the viewer may read it."""
    if theme.lesson_slug is None:
        return None
    lesson = lessons.find_lesson(community, theme.lesson_slug, viewer=viewer)
    pieces = evidence.evidence_of(lesson, viewer=viewer)
    return {
        "line": line,
        "lesson": lesson,
        "said": lessons.present_revision(lesson),
        "words": words_in(lesson.language),
        "pieces": pieces,
        "tally": evidence.tally_of(pieces),
    }
