"""A file is had by who may read what holds it, as what it is, and can do nothing there."""

import pytest

from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.files.storage import store
from tests import world
from tests.files import making


@pytest.fixture
def files(app, viewer) -> dict[str, str]:
    """A text and a picture of a case that everybody sees: their addresses."""
    with unit_of_work():
        case = writing.create(world.group("stone"), title="Stones", by=viewer("ana"), audience="public")
        text = making.add(case, "what we saw.txt", b"0123456789", by=viewer("ana"))
        picture = making.add_ready_picture(case, "map", by=viewer("ana"))
        return {
            "case": case.slug,
            "text": f"/c/psc/files/{text.id}/what%20we%20saw.txt",
            "picture": f"/c/psc/files/{picture.id}/map.webp",
            "key": text.key,
        }


def test_other_files_are_downloaded_and_pictures_are_shown(files, client):
    text, picture = (client("visitor").get(files[name]) for name in ("text", "picture"))
    assert text.data == b"0123456789"
    assert text.headers["Content-Disposition"] == 'attachment; filename="what we saw.txt"'
    assert picture.data == b"large picture map"
    assert picture.headers["Content-Disposition"].startswith("inline")
    assert client("visitor").get(files["picture"] + "/small").data == b"small picture map"
    assert client("visitor").get(files["text"] + "/small").status_code == 404


def test_nothing_that_was_sent_in_can_act(files, client):
    for name, media_type in (("text", "text/plain; charset=utf-8"), ("picture", "image/webp")):
        headers = client("visitor").get(files[name]).headers
        assert headers["Content-Type"] == media_type
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-cache"
        assert headers["X-Frame-Options"] == "DENY"


def test_what_a_browser_has_is_not_sent_again_and_parts_can_be_asked_for(files, client):
    ana = client("ana")
    tag = ana.get(files["picture"]).headers["ETag"]
    assert ana.get(files["picture"], headers={"If-None-Match": tag}).status_code == 304
    part = ana.get(files["text"], headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"234", "bytes 2-4/10")


def test_a_file_follows_its_case_at_once(files, client, viewer):
    mia = client("rea")
    tag = mia.get(files["picture"]).headers["ETag"]
    with unit_of_work():
        case = session().query(Case).filter_by(slug=files["case"]).one()
        placing.move(case, group=case.group, audience="subgroup", by=viewer("ana"))
    for name in ("text", "picture"):
        assert mia.get(files[name], headers={"If-None-Match": tag}).status_code == 404
        assert client("ana").get(files[name]).status_code == 200


def test_absent_forbidden_and_elsewhere_are_answered_alike(files, client, viewer):
    with unit_of_work():
        hidden = writing.create(world.group("broken"), title="Hush", by=viewer("dirk"), audience="subgroup")
        secret = making.add(hidden, "secret.txt", b"hush", by=viewer("dirk"))
        number = secret.id
    cleo = client("cleo")
    forbidden, absent = (cleo.get(f"/c/psc/files/{n}/secret.txt") for n in (number, 9_999))
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.text.replace(f"files%2F{number}", "").replace(f"files/{number}", "") == absent.text.replace(
        "files%2F9999", ""
    ).replace("files/9999", "")
    assert client("dirk").get(f"/c/psc/files/{number}/secret.txt").data == b"hush"
    assert client("dirk").get(f"/c/fed/files/{number}/secret.txt").status_code == 404
    assert client("ana").get("/c/psc/files/99999999999999999999/a").status_code == 404


def test_a_picture_is_not_had_before_it_is_prepared(app, client, viewer):
    with unit_of_work():
        case = writing.create(world.group("stone"), title="Stones", by=viewer("ana"), audience="public")
        number = making.add(case, "map.png", making.picture(), by=viewer("ana")).id
    for end in ("", "/small", "/large"):
        assert client("ana").get(f"/c/psc/files/{number}/map.webp{end}").status_code == 404


def test_where_the_bytes_are_lost_there_is_nothing_here(files, client):
    store().remove([files["key"]])
    assert client("ana").get(files["text"]).status_code == 404
