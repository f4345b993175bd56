"""The pages of cases."""

from flask import Blueprint

from community.cases import words

blueprint = Blueprint("cases", __name__, url_prefix="/c/<community>")
blueprint.add_app_template_global(words.status_name)
blueprint.add_app_template_global(words.status_names)
blueprint.add_app_template_global(words.cited_by)
blueprint.add_app_template_global(words.consent_name)
blueprint.add_app_template_global(words.ring_step)
