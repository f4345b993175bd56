"""The command that makes the first administrator."""

import click
from flask import Blueprint

from community.accounts import actions
from community.audit import actions as audit
from community.database import unit_of_work
from community.errors import Refusal

commands = Blueprint("accounts_commands", __name__, cli_group=None)


@commands.cli.command("create-admin")
@click.option("--email", prompt="E-mail", help="The address to sign in with.")
@click.option("--name", prompt="Name", help="As others should see it.")
@click.password_option(help="Asked for when left out, so that it stays out of the shell's history.")
def create_admin(email: str, name: str, password: str) -> None:
    """Make an administrator: manages people and settings, and sees no content of groups they are not members of."""
    try:
        with unit_of_work():
            person = actions.register(name=name, email=email, password=password, is_administrator=True)
            audit.record("administrator.made", by_id=None, person_id=person.id)
            click.echo(f"{person.name} can sign in as {person.email}. Make a community with: flask create-community")
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
