"""What belongs together: blueprints, who asks, and, on one page, what follows each event."""

from threading import Lock

from cachetools import TTLCache
from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from community import web, worker
from community.accounts import cli as accounts_cli
from community.accounts import views as accounts_views
from community.accounts.session import current_viewer, login_manager
from community.addresses import next_address
from community.cases import events as cases
from community.cases import views as cases_views
from community.cases.views import editing, history, pages, settings  # noqa: F401
from community.demo import cli as demo_cli
from community.demo import views as demo_views
from community.discussions import events as discussions
from community.discussions import views as discussions_views
from community.discussions.views import posts, threads  # noqa: F401
from community.events import subscribe
from community.groups import cli as groups_cli
from community.groups import views as groups_views
from community.groups import words
from community.groups.queries.visibility import viewer_signed_in_by
from community.groups.viewer import VISITOR
from community.groups.views import groups, invitations, people  # noqa: F401
from community.home import views as home_views
from community.home.views import desk, front  # noqa: F401
from community.languages import reader
from community.lessons import events as lessons
from community.lessons import reactions as passages
from community.lessons import views as lessons_views
from community.lessons.views import evidence, harvesting, reading, tray, writing  # noqa: F401
from community.mail import delivery, emptying
from community.mail import views as mail_views
from community.mail.sending import transport_for
from community.search import cli as search_cli
from community.search import indexing, reactions
from community.search import views as search_views
from community.search.whoosh_engine import WhooshEngine
from community.throttle import sweep_job

_tokens: TTLCache[str | None, str] = TTLCache(4096, ttl=600)
_signing = Lock()

JOBS = [indexing.index_pending, delivery.deliver_due, emptying.empty_old, sweep_job]


def install(app: Flask) -> None:
    """Wire the features into the application."""
    _know_who_asks(app)
    _register(app)
    _follow()
    app.extensions["search_engine"] = WhooshEngine(app.config["VAR"] / "search")
    app.extensions["mail_transport"] = transport_for(app.config)
    app.extensions[worker.JOBS] = JOBS


def _follow() -> None:
    """Say what follows what."""
    subscribe(cases.CaseCreated, reactions.note_case)
    subscribe(cases.CaseRevised, reactions.note_case, reactions.follow_title)
    subscribe(cases.CaseMoved, passages.follow_case, reactions.note_case)
    subscribe(discussions.PostAdded, reactions.note_post)
    subscribe(discussions.PostEdited, reactions.note_post)
    subscribe(discussions.ThreadMoved, passages.follow_thread, reactions.follow_thread)
    subscribe(lessons.LessonWritten, reactions.note_lesson)
    subscribe(lessons.LessonPublished, reactions.note_lesson)


def _register(app: Flask) -> None:
    for views in (
        accounts_views,
        groups_views,
        discussions_views,
        cases_views,
        lessons_views,
        search_views,
        home_views,
        mail_views,
    ):
        app.register_blueprint(views.blueprint)
    for commands in (accounts_cli.commands, groups_cli.commands, search_cli.commands):
        app.register_blueprint(commands)
    if app.config["DEMO"]:
        app.register_blueprint(demo_views.blueprint)
        app.register_blueprint(demo_cli.commands)


def _know_who_asks(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.user_loader(viewer_signed_in_by)
    login_manager.anonymous_user = lambda: VISITOR
    login_manager.unauthorized_handler(web.ask_to_sign_in)
    app.context_processor(lambda: {"viewer": current_viewer(), "locale": reader()[0]})
    app.jinja_env.globals.update(
        csrf_field=_csrf_field,
        next_address=next_address,
        role_name=words.role_name,
        step_names=words.step_names,
        step_asks=words.step_asks,
        STEPS=words.STEPS,
    )


def _csrf_field() -> Markup:
    """Return the hidden field that a form carries; the token of a session is signed anew every ten minutes only."""
    if "csrf_field" not in g:
        with _signing:
            token = _tokens.get(session.get("csrf_token"))
        if token is None:
            token = generate_csrf()
            with _signing:
                _tokens[session["csrf_token"]] = token
        g.csrf_field = Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)
    field: Markup = g.csrf_field
    return field
