"""The pages of files."""

from flask import Blueprint

from community.files import showing, words

blueprint = Blueprint("files", __name__, url_prefix="/c/<community>")
blueprint.add_app_template_filter(showing.with_files)
for said in (words.reason_said, words.size_said, words.file_limit):
    blueprint.add_app_template_global(said)
