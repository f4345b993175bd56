"""Who asks, and what every page knows of them."""

from typing import Any

from flask import Flask, request

from community import csrf, web
from community.accounts.actions.sign_ins import NOTED_EVERY, note_use
from community.accounts.session import current_viewer, login_manager
from community.addresses import next_address, read_number
from community.groups import words
from community.groups.queries.visibility import visit_by
from community.groups.viewer import VISITOR, Viewer
from community.languages import reader
from community.notifications.queries.lists import count_unread
from community.texts import actions as texts


def know_who_asks(app: Flask) -> None:
    """Let the application know who asks."""
    login_manager.init_app(app)
    login_manager.user_loader(_who_holds)
    login_manager.anonymous_user = lambda: VISITOR
    login_manager.unauthorized_handler(web.ask_to_sign_in)
    app.context_processor(_what_every_page_says)
    app.jinja_env.globals.update(
        csrf_field=csrf.field,
        next_address=next_address,
        paste_limit=texts.PASTED,
        count_unread=count_unread,
        role_name=words.role_name,
        step_names=words.step_names,
        step_asks=words.step_asks,
        STEPS=words.STEPS,
    )


def _what_every_page_says() -> dict[str, Any]:
    told = read_number(request.args.get("told")) if request else None
    return {"viewer": current_viewer(), "locale": reader()[0], "notification_id": told}


def _who_holds(token: str) -> Viewer | None:
    visit = visit_by(token, noted_every=NOTED_EVERY)
    if visit is not None and visit.is_due:
        note_use(token)
    return visit.viewer if visit is not None else None
