"""The files of a case: added, told of, described, removed; and what is refused, with its reason."""

import re
from io import BytesIO

import pytest

from community import throttle
from community.audit.models import AuditEntry
from community.cases.actions import writing
from community.cases.models import Case
from community.database import db, session, unit_of_work
from community.files.models import File
from community.files.rules import AN_HOUR
from community.files.storage import store
from tests import world
from tests.files import making

PAGE = "/c/psc/cases/stones/files"
AS_SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def case(app, viewer) -> Case:
    """A case of the subgroup Stone, which everybody sees."""
    with unit_of_work():
        return writing.create(world.group("stone"), title="Stones", by=viewer("ana"), audience="public")


def send(browser, *files: tuple[str, bytes], page: str = PAGE, **how):
    """Send files as the form does."""
    return browser.post(page, data={"files": [(BytesIO(content), name) for name, content in files]}, **how)


def the_file() -> File:
    """Return the only file."""
    return session().query(File).one()


def test_several_at_once_are_told_of_one_by_one(case, client):
    ana = client("ana")
    sent = (("map.png", making.picture()), ("evil.svg", b"<svg onload=alert(1)>"), ("notes.txt", b"What we saw"))
    page = send(ana, *sent, follow_redirects=True).text
    assert "“map.webp” is added." in page
    assert "“evil.svg” is a web page, a drawing in SVG or a script" in page
    assert "“notes.txt” is added." in page
    assert [file.name for file in session().query(File).order_by(File.id)] == ["map.webp", "notes.txt"]
    assert 'value="[notes.txt](file:' in page
    assert "is being prepared" in page.lower()


def test_where_nothing_can_be_taken_the_page_says_why(case, client):
    answer = send(client("ana"), ("a.svg", b"<svg/>"), ("b.png", b""))
    assert answer.status_code == 422
    assert "“a.svg” is a web page" in answer.text
    assert "“b.png” is empty" in answer.text
    assert not session().query(File).count()
    assert "Choose at least one file" in send(client("ana")).text


def test_the_script_is_told_what_to_write(case, client):
    told = send(client("ana"), ("A [map] of it.png", making.picture()), headers=AS_SCRIPT).json
    assert told["files"] == [
        {"said": "“A map of it.webp” is added.", "markdown": f"![A map of it](file:{the_file().id})"}
    ]
    refused = send(client("ana"), ("a.exe", b"MZ\x90\x00\x03"), headers=AS_SCRIPT)
    assert (refused.status_code, refused.json) == (422, {"said": "“a.exe” is of a kind that is not taken here."})


def test_what_is_sent_twice_is_one_file(case, client):
    for _ in range(2):
        send(client("ana"), ("notes.txt", b"What we saw"))
    assert store().path(the_file().key).read_bytes() == b"What we saw"


def test_too_many_pixels_are_refused_before_they_are_decoded(case, client, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("it was decoded"))
    vast = making.picture("PNG", (7100, 7100), compress_level=1)
    assert "too many pixels" in send(client("ana"), ("vast.png", vast)).text


def test_a_file_that_is_too_large_is_refused(case, client, monkeypatch):
    monkeypatch.setattr("community.files.rules.FILE_LIMIT", 1_000_000)
    answer = send(client("ana"), ("long.txt", b"a" * 1_200_000))
    assert answer.status_code == 422
    assert "“long.txt” has 1.2 MB; a file can have at most 1 MB." in answer.text


def test_more_than_can_be_sent_at_once_is_refused_unread(case, client):
    much = {"environ_overrides": {"CONTENT_LENGTH": "61000000"}, "content_type": "multipart/form-data; boundary=x"}
    answer = client("ana").post(PAGE, data=b"", **much)
    assert answer.status_code == 413
    assert "at most 60 megabytes" in answer.text


def test_only_where_files_are_taken_so_much_can_be_sent(case, client):
    long = {"title": "a" * 3_000_000}
    answer = client("ana").post("/c/psc/cases/stones/edit", data=long)
    assert answer.status_code == 413
    assert "at most 2 megabytes" in answer.text


def test_who_is_not_signed_in_is_asked_to_and_sends_little(case, client):
    assert send(client("visitor"), ("a.txt", b"words")).status_code == 401
    assert send(client("visitor"), ("a.txt", b"a" * 3_000_000)).status_code == 413


def test_a_community_has_room_for_so_much(app, case, client, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_QUOTA", 3_000)
    assert send(client("ana"), ("a.txt", b"a" * 2_000)).status_code == 302
    page = client("ana").get(PAGE).text
    assert "The files that you can see take 2 kB of the 3 kB there is room for." in page
    answer = send(client("ana"), ("b.txt", b"b" * 2_000))
    assert answer.status_code == 422
    assert "There is no room for “b.txt”" in answer.text
    assert stored() == [the_file().key]
    client("ana").post(f"/c/psc/files/{the_file().id}/removal")
    assert send(client("ana"), ("b.txt", b"b" * 2_000)).status_code == 302


def test_a_confidential_subgroup_has_room_of_its_own(app, case, client, viewer, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_QUOTA", 3_000)
    with unit_of_work():
        hidden = writing.create(world.group("broken"), title="Hush", by=viewer("dirk"), audience="subgroup")
    assert send(client("dirk"), ("a.txt", b"a" * 2_000), page=f"/c/psc/cases/{hidden.slug}/files").status_code == 302
    assert "take 0 kB of" in client("ana").get(PAGE).text
    assert send(client("ana"), ("b.txt", b"b" * 2_000)).status_code == 302, "it is not told by a refusal either"


def test_uploads_are_limited_in_number(app, case, client, viewer):
    limit = throttle.Limit(f"file:{viewer('ana').person_id}", AN_HOUR, 3600)
    with unit_of_work():
        for _ in range(AN_HOUR):
            throttle.count([limit])
    answer = send(client("ana"), ("a.txt", b"words"))
    assert answer.status_code == 422
    assert "too often" in answer.text
    assert not session().query(File).count()


def test_what_is_said_of_a_file_can_be_changed_and_not_what_it_is(case, client):
    send(client("ana"), ("notes.txt", b"words"))
    address = f"/c/psc/files/{the_file().id}/details"
    wrong = client("ana").post(address, data={"name": "", "shows": "x" * 301})
    assert wrong.status_code == 422
    assert "At most" in wrong.text or "at most 300" in wrong.text
    client("ana").post(address, data={"name": "../Minutes.exe", "shows": "Words", "caption": "May"})
    assert (the_file().name, the_file().shows, the_file().caption) == ("Minutes.txt", "Words", "May")


def test_who_removes_a_file_is_shown_what_refers_to_it(case, client, viewer):
    send(client("ana"), ("notes.txt", b"words"))
    number = the_file().id
    with unit_of_work():
        writing.revise(
            session().get_one(Case, case.id), title="Stones", sections={"summary": f"[notes](file:{number})"},
            partners=[], choices={}, based_on=1, by=viewer("ana"),
        )  # fmt: skip
    page = client("ana").get(f"/c/psc/files/{number}/removal").text
    assert '/c/psc/cases/stones">Stones</a>' in page
    assert client("ana").post(f"/c/psc/files/{number}/removal").status_code == 302
    assert client("ana").get(f"/c/psc/files/{number}/notes.txt").status_code == 404
    assert (
        'notes <small lang="en">(a file that is not here (any more))</small>'
        in client("visitor").get("/c/psc/cases/stones").text
    )
    assert not session().query(AuditEntry).filter_by(what="file.removed").count()


def test_that_somebody_else_removed_it_is_noted(case, client):
    send(client("ana"), ("notes.txt", b"words"))
    number = the_file().id
    client("cleo").post(f"/c/psc/files/{number}/removal")
    entry = session().query(AuditEntry).filter_by(what="file.removed").one()
    assert (entry.by_id, entry.person_id, entry.detail["file"]) == (world.id_of("cleo"), world.id_of("ana"), number)
    assert "Cleo removed a file that Ana had added to a case of Stone" in client("cleo").get("/c/psc/audit").text


def test_the_former_address_of_a_case_leads_on(case, client, viewer):
    with unit_of_work():
        writing.revise(
            session().get_one(Case, case.id), title="Rocks", sections={}, partners=[], choices={}, based_on=1,
            by=viewer("ana"),
        )  # fmt: skip
    assert client("ana").get(PAGE).headers["Location"].endswith("/c/psc/cases/rocks/files")
    assert send(client("ana"), ("a.txt", b"words")).status_code == 302


def test_many_files_come_in_pages(case, client, viewer):
    with unit_of_work():
        for n in range(32):
            making.add(session().get_one(Case, case.id), f"n{n}.txt", f"words {n}".encode(), by=viewer("ana"))
    page = client("ana").get(PAGE).text
    assert ("n31.txt" in page, "n1.txt" in page) == (True, False)
    (earlier,) = re.findall(r'href="([^"]+before=\d+)"', page)
    page = client("ana").get(earlier).text
    assert ("n31.txt" in page, "n1.txt" in page, "Earlier files" in page) == (False, True, False)
    assert client("ana").get(f"{PAGE}?before=nonsense").status_code == 200


def test_what_is_rolled_back_leaves_a_file_that_nobody_claims(case, client, viewer):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        file = making.add(session().get_one(Case, case.id), "a.txt", b"words", by=viewer("ana"))
        key = file.key
        _ = 1 / 0
    assert not session().query(File).count()
    assert key in stored(), "swept an hour later: see test_preparing"
    db.session.rollback()


def stored() -> list[str]:
    """Return the keys of all that is stored."""
    return [path.name for path in store().path("0" * 32).parent.parent.glob("*/*")]
