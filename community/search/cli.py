"""The commands that look after the search index."""

import click
from flask import Blueprint

from community.database import unit_of_work
from community.search import filling, indexing

commands = Blueprint("search_commands", __name__, cli_group="search")


@commands.cli.command("rebuild")
def rebuild() -> None:
    """Build the search index anew from the database; the old one serves until it is ready."""
    indexing.rebuild(tell=lambda done: click.echo(f"{done} …"))
    click.echo(f"The index holds {indexing.engine().count()} things.")


@commands.cli.command("check")
@click.option("--enter-anew", is_flag=True, help="Have all things entered anew as well; the worker does that.")
def check(enter_anew: bool) -> None:
    """Compare the search index with the database, and mend it."""
    missing, needless = indexing.check()
    click.echo(
        f"Of {indexing.engine().count()} things {missing} were missing; {needless} that are no longer there were taken out."
    )
    if enter_anew:
        with unit_of_work():
            filling.refill()
        click.echo("The worker enters all things anew.")
