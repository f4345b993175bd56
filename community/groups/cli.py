"""The command that founds a community with its first coordinator."""

import click
from flask import Blueprint

from community.accounts.queries import find_by_email
from community.accounts.rules import normal_email
from community.database import unit_of_work
from community.errors import Refusal
from community.groups.actions.forming import found_community
from community.groups.actions.members import appoint
from community.groups.viewer import Audience, Role

commands = Blueprint("groups_commands", __name__, cli_group=None)


@commands.cli.command("create-community")
@click.option("--name", prompt="Name of the community")
@click.option("--coordinator", prompt="E-mail of its first coordinator", help="Somebody who has an account.")
@click.option("--audience", type=click.Choice([Audience.COMMUNITY, Audience.PUBLIC]), default=Audience.COMMUNITY)
def create_community(name: str, coordinator: str, audience: str) -> None:
    """Found a community; its coordinator then invites the others in the browser."""
    try:
        with unit_of_work():
            person = find_by_email(normal_email(coordinator))
            if person is None:
                raise click.ClickException(
                    f"Nobody has an account with {coordinator}. Make one with: flask create-admin"
                )
            group = found_community(name=name, audience=audience)
            appoint(person, group, role=Role.COORDINATOR)
            click.echo(f"{group.name} stands at /c/{group.slug}; {person.name} coordinates it.")
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
