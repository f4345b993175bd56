"""The pages of discussions."""

from flask import Blueprint

blueprint = Blueprint("discussions", __name__, url_prefix="/c/<community>")
