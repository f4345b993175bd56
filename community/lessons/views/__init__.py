"""The pages of lessons and of the passages that they rest on."""

from flask import Blueprint

blueprint = Blueprint("lessons", __name__, url_prefix="/c/<community>")
