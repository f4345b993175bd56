"""The pages of accounts: signing in, and what is one's own."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
