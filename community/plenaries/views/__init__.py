"""The pages of plenaries."""

from flask import Blueprint

blueprint = Blueprint("plenaries", __name__, url_prefix="/c/<community>/plenaries")
