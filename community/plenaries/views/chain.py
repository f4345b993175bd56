"""What a plenary made of the cases that it is about, as a picture: where its cards come from, its themes, its lessons."""

from collections import Counter

from flask import render_template, url_for

from community.languages import gettext
from community.lessons.drawing import Node
from community.lessons.queries.strands import strands_among
from community.lessons.views.weaving import PRACTICE, THEMES, Weaving, picture, source_key, source_node
from community.plenaries.queries.chains import passages_on_board, themes_held, themes_of_passages
from community.plenaries.queries.plenaries import cases_of
from community.plenaries.views import blueprint
from community.plenaries.views.finding import found


@blueprint.get("/<slug>/chain")
def plenary_chain(community, slug):
    viewer, community, plenary = found(community, slug)
    strands = strands_among(passages_on_board(plenary, viewer=viewer), viewer=viewer)
    themes = themes_held(plenary, viewer=viewer)
    here = url_for("plenaries.plenary", community=community.slug, slug=plenary.slug)
    woven = Weaving(f"/c/{community.slug}")
    for strand in strands:
        woven.add(source_node(strand, woven.base))
    for case in cases_of(plenary, viewer=viewer):
        address = f"{woven.base}/cases/{case.slug}"
        woven.add(Node(f"case:{case.id}", PRACTICE, "case", case.title, gettext("Case"), address, case.language))
    for theme in themes:
        address = f"{here}/themes/{theme.id}"
        woven.add(Node(_key(theme.id), THEMES, "cycle-5", theme.name, gettext("Theme"), address, plenary.language))
        if theme.lesson:
            woven.tie(_key(theme.id), woven.add(woven.lesson_node(theme.lesson)))
    for (source, theme_id), number in _placed(strands, plenary, viewer).items():
        woven.tie(source, _key(theme_id), times=number)
    return render_template(
        "plenaries/chain.html",
        community=community,
        section="lessons",
        plenary=plenary,
        here=here,
        picture=picture(woven.nodes.values(), woven.ties, name="chain") if woven.nodes else "",
        unplaced=len(strands) and not themes,
    )


def _placed(strands, plenary, viewer):
    """Return how many cards of each source stand in each theme of the plenary."""
    placed = themes_of_passages([strand.passage_id for strand in strands], viewer=viewer)
    return Counter(
        (source_key(strand), theme.id)
        for strand in strands
        for theme in placed.get(strand.passage_id, ())
        if theme.plenary == plenary.slug
    )


def _key(theme_id):
    return f"theme:{theme_id}"
