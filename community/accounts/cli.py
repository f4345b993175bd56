"""The commands that make the first administrator, and sign people out."""

import click
from flask import Blueprint

from community.accounts import actions
from community.accounts.actions.sign_ins import end_all_sign_ins, end_sign_ins
from community.accounts.queries import find_by_email
from community.accounts.rules import normal_email
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


@commands.cli.command("end-sign-ins")
@click.option("--email", help="Whose; everybody's when left out.")
def end(email: str | None) -> None:
    """Sign a person out everywhere, or everybody: for a lost laptop, or when something is amiss."""
    if email is None:
        click.confirm("Sign everybody out?", abort=True)
    try:
        with unit_of_work():
            person = find_by_email(normal_email(email)) if email else None
            if person is not None:
                end_sign_ins(person, by_id=None)
            elif email:
                raise click.ClickException(f"Nobody has an account with {email}.")
            else:
                end_all_sign_ins()
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{email or 'Everybody'} is signed out.")
