"""What the box for long texts asks of the server."""

from flask import Blueprint

blueprint = Blueprint("texts", __name__)
