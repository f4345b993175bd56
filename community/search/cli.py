"""The command that rebuilds the search index."""

import click
from flask import Blueprint

from community.search import indexing

commands = Blueprint("search_commands", __name__, cli_group="search")


@commands.cli.command("rebuild")
def rebuild() -> None:
    """Build the search index anew from the database; the old one serves until it is ready."""
    indexing.rebuild(tell=lambda done: click.echo(f"{done} …"))
    click.echo(f"The index holds {indexing.engine().count()} things.")
