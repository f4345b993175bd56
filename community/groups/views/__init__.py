"""The pages of groups and their members."""

from flask import Blueprint

blueprint = Blueprint("groups", __name__)
