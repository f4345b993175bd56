"""Signed-in members: a sign-in in the database, a signed cookie, and the token that forms carry."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert

from community import clock
from community.accounts.models import SIGN_IN_LASTS, SignIn
from community.database import db
from community.signing import hash_token


@dataclass(frozen=True)
class Visitor:
    """What a browser in which somebody is signed in sends along."""

    cookie: str
    csrf_token: str


def sign_in(app: Flask, people: Sequence[int]) -> list[Visitor]:
    """Sign people in, without the work of checking passwords."""
    tokens = [secrets.token_urlsafe(32) for _ in people]
    now = clock.now()
    with app.app_context(), db.engine.begin() as connection:
        rows = [
            {
                "person_id": person,
                "token_hash": hash_token(token),
                "browser": "benchmark",
                "started_at": now,
                "seen_at": now,
                "ends_at": now + SIGN_IN_LASTS,
            }
            for person, token in zip(people, tokens, strict=True)
        ]
        connection.execute(insert(SignIn), rows)
    with app.app_context():
        db.engine.dispose()
    return [_visitor(app, token) for token in tokens]


def _visitor(app: Flask, token: str) -> Visitor:
    with app.test_request_context():
        session["_user_id"] = token
        session.permanent = True
        csrf_token = generate_csrf()
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(session))
    return Visitor(f"{app.config['SESSION_COOKIE_NAME']}={signed}", csrf_token)
