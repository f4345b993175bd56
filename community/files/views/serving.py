"""Files to be had, each time under the permission of what holds them."""

from flask import send_file

from community.accounts.session import current_viewer
from community.cases.queries.attached import find_shown
from community.errors import Absent
from community.files.kinds import PICTURE
from community.files.models import key_of
from community.files.storage import store
from community.files.views import blueprint

# Nothing that was sent in is ever shown as a page: it could not run there, and it is not shown there either.
_POLICY = "default-src 'none'; sandbox"


@blueprint.get("/files/<int:file_id>/<name>")
def file(community, file_id, name):
    found = find_shown(community, file_id, viewer=current_viewer())
    if found.is_picture:
        return _picture(found, "large")
    return _answer(found, found.key, as_attachment=True)


@blueprint.get("/files/<int:file_id>/<name>/<any(small,large):width>")
def picture(community, file_id, name, width):
    found = find_shown(community, file_id, viewer=current_viewer())
    if not found.is_picture:
        raise Absent
    return _picture(found, width)


def _picture(found, width):
    return _answer(found, key_of(found.key, width if found.large_width else "small"), as_attachment=False)


def _answer(found, key, *, as_attachment):
    try:
        response = send_file(
            store().path(key),
            mimetype=PICTURE.media_type if found.is_picture else found.media_type,
            as_attachment=as_attachment,
            download_name=found.name,
            etag=key,
        )
    except FileNotFoundError as error:
        raise Absent from error
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"  # kept, and asked for anew: who may see it can change
    return response
