"""Bugs that recur elsewhere, of files: each test is named after its class in recurring_bugs.py."""

import pytest

from community.cases.actions import placing, writing
from community.cases.models import Case
from community.database import session, unit_of_work
from community.errors import Invalid
from community.files.models import File
from community.files.storage import store
from community.groups.actions import forming
from community.groups.queries.visibility import viewer_of
from tests import world
from tests.files import making


def _who(name: str):
    return viewer_of(world.id_of(name))


@pytest.fixture
def case(app) -> str:
    """The slug of a case that everybody sees, in Stone."""
    with unit_of_work():
        return writing.create(world.group("stone"), title="Stones", by=_who("ana"), audience="public").slug


def test_attachments_keep_old_rights(case, client):
    """A file is never wider than its case, however that came to be narrower, and by whatever address it is asked for."""
    with unit_of_work():
        held = session().query(Case).filter_by(slug=case).one()
        picture = making.add_ready_picture(held, "map", by=_who("ana"))
        addresses = [f"/c/psc/files/{picture.id}/map.webp{end}" for end in ("", "/small", "/large")]

    def seen_by(name: str) -> set[int]:
        browser = client(name)
        return {browser.get(address).status_code for address in addresses}

    assert seen_by("visitor") == seen_by("rea") == {200}
    with unit_of_work():
        held = session().query(Case).filter_by(slug=case).one()
        placing.move(held, group=held.group, audience="community", by=_who("ana"))
    assert (seen_by("visitor"), seen_by("bo"), seen_by("rea")) == ({404}, {404}, {200})
    with unit_of_work():
        forming.set_audience(world.group("stone"), audience="subgroup", is_confidential=True, by=_who("cleo"))
    assert [seen_by(name) for name in ("visitor", "bo", "rea", "ada", "cleo", "ana")] == [{404}] * 5 + [{200}]


def test_svg_drawing_polyglot_upload(case, client):
    """What could act is not taken, whatever it is called; what hides behind a picture does not outlive its being made anew."""
    evil = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    bad = {
        "drawing.svg": evil, "drawing.png": evil, "page.html": b"<!doctype html><script>alert(1)</script>",
        "page.jpg": b"GIF89a/*<script>alert(1)</script>*/", "words.txt": b"\xef\xbb\xbf\n<?xml version='1.0'?><a/>",
    }  # fmt: skip
    with unit_of_work():
        held = session().query(Case).filter_by(slug=case).one()
        for name, content in bad.items():
            with pytest.raises(Invalid, match=f"“{name}”"):
                making.add(held, name, content, by=_who("ana"))
    assert not session().query(File).count()


def test_zip_slip_zip_bomb_traversal(case, app, client):
    """No archive is unpacked, and no name that somebody typed becomes a path."""
    with unit_of_work():
        held = session().query(Case).filter_by(slug=case).one()
        slipping = making.word_document(**{"../../../../slipped.txt": b"slipped"})
        file = making.add(held, "../../../../tmp/slipped/../evil.docx", slipping, by=_who("ana"))
        path, number = store().path(file.key), file.id
        assert file.name == "evil.docx"
    assert path.is_relative_to(app.config["VAR"] / "files")
    assert not list(app.config["VAR"].rglob("*slipped*"))
    for name in ("../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "evil.docx/../../secret"):
        answer = client("ana").get(f"/c/psc/files/{number}/{name}")
        assert answer.status_code == 404 or answer.data == slipping
