"""The command that loads the shipped content."""

import click
from flask import Blueprint, current_app

from community import worker
from community.database import unit_of_work
from community.demo import reading
from community.demo.arrivals import arrival_pieces
from community.demo.closing import closed_plenary_pieces
from community.demo.groupwork import round_pieces, workspace_pieces
from community.demo.pictures import picture_pieces
from community.demo.pieces import Piece, foundation, load, people
from community.demo.plenaries import plenary_pieces
from community.demo.practice import case_pieces, form_pieces, lesson_pieces, passage_pieces, thread_pieces
from community.demo.told import reading_pieces
from community.demo.using import use_pieces
from community.vocabularies.actions import load_shipped

commands = Blueprint("demo_commands", __name__, cli_group=None)


@commands.cli.command("load-demo")
def load_demo() -> None:
    """Load the demo communities; what is loaded already stays as it is now."""
    with unit_of_work():
        load_shipped()
    pieces = list(people())
    for community in reading.communities():
        pieces += list(foundation(community))
        pieces += form_pieces(community)
        pieces += sorted([*case_pieces(community), *picture_pieces(community), *thread_pieces(community)], key=_order)
        pieces += [*closed_plenary_pieces(community)]
        pieces += [*passage_pieces(community), *lesson_pieces(community), *arrival_pieces(community)]
        pieces += [*workspace_pieces(community), *round_pieces(community), *plenary_pieces(community)]
        pieces += use_pieces(community)
    with click.progressbar(pieces, label="Loading the demo community") as bar:
        added = sum(load(piece) for piece in bar)
    if added:
        click.echo("Making it searchable, and its pictures ready…")
        worker.drain(current_app._get_current_object(), current_app.extensions[worker.JOBS])  # type: ignore[attr-defined]
    for piece in reading_pieces():
        load(piece)
    click.echo(f"The demo community is there ({added} things added).")


def _order(piece: Piece) -> tuple[bool, float]:
    """Cases first, for their threads; then everything as it happened."""
    is_first_state = piece.key.endswith("/1") and "/cases/" in piece.key
    return not is_first_state, -piece.days_ago
