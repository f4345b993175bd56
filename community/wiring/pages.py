"""The blueprints and the pages that stand on them, and the commands."""

from flask import Flask

from community.accounts import cli as accounts_cli
from community.accounts import views as accounts_views
from community.accounts.views import email, password, profile, sign_in, sign_ins  # noqa: F401
from community.audit import views as audit_views
from community.cases import views as cases_views
from community.cases.views import (  # noqa: F401
    authors,
    beginning,
    bringing,
    choosing,
    editing,
    forming,
    forming_one,
    history,
    lists,
    matrix,
    pages,
    presence,
    settings,
    shaping,
    taking,
    withdrawing,
)
from community.demo import cli as demo_cli
from community.demo import views as demo_views
from community.discussions import views as discussions_views
from community.discussions.views import posts, threads  # noqa: F401
from community.drafts import views as drafts_views
from community.files import views as files_views
from community.files.views import keeping, serving  # noqa: F401
from community.groups import cli as groups_cli
from community.groups import views as groups_views
from community.groups.views import (  # noqa: F401
    dissolving,
    doors,
    groups,
    introductions,
    invitations,
    inviting,
    joining,
    membership,
    organisation_names,
    organisations,
    people,
    reporting,
    setting_up,
    standing,
    subgroups,
    working,
)
from community.groups.views import settings as community_settings  # noqa: F401
from community.home import views as home_views
from community.home.views import desk, front, gaps  # noqa: F401
from community.lessons import views as lessons_views
from community.lessons.views import (  # noqa: F401
    chains,
    evidence,
    harvesting,
    learned,
    passage,
    reading,
    reviewing,
    settling,
    tray,
    uses,
    voices,
    writing,
)
from community.lessons.views import history as history_of_lessons  # noqa: F401
from community.links import cli as links_cli
from community.mail import views as mail_views
from community.notifications import views as notifications_views
from community.plenaries import views as plenaries_views
from community.plenaries.views import agreeing, board, chain, collecting, opening, report, themes, weighing  # noqa: F401
from community.plenaries.views import reading as reading_plenaries  # noqa: F401
from community.search import cli as search_cli
from community.search import views as search_views
from community.search.views import missing, results, suggesting  # noqa: F401
from community.texts import views as texts_views
from community.texts.views import box  # noqa: F401
from community.vocabularies import views as vocabularies_views


def register(app: Flask) -> None:
    """Give the application its pages and commands."""
    for views in (
        accounts_views, groups_views, discussions_views, cases_views, vocabularies_views, lessons_views,
        plenaries_views, search_views, home_views, mail_views, notifications_views, files_views,
        audit_views, drafts_views, texts_views,
    ):  # fmt: skip
        app.register_blueprint(views.blueprint)
    for commands in (accounts_cli.commands, groups_cli.commands, search_cli.commands, links_cli.commands):
        app.register_blueprint(commands)
    if app.config["DEMO"]:
        app.register_blueprint(demo_views.blueprint)
        app.register_blueprint(demo_cli.commands)
