"""What nobody would type: a clear answer, nothing lost, nothing executed."""

import threading
from urllib.parse import urlencode

import pytest
from sqlalchemy import insert, update

from community.cases import queries
from community.cases.models import Case, CaseRevision
from community.database import db, session, unit_of_work
from tests.cases.conftest import typed

pytestmark = pytest.mark.postgresql

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "![a](data:text/html;base64,PHNjcmlwdD4=)",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "[" * 400,
)


def test_a_section_of_5_mb_is_refused_with_the_reason(case, client, find):
    sent = typed(find(case), section_done="ab " * 1_700_000)
    refused = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent)
    assert refused.status_code == 413
    assert "at most 2 megabytes" in refused.text
    assert find(case).revision_count == 1


def test_a_section_that_is_too_long_comes_back_whole(case, client, find):
    long = "ab " * 60_000
    refused = client("ana").post(f"/c/psc/cases/{case}/edit", data=typed(find(case), section_done=long))
    assert refused.status_code == 422
    assert "65536" in refused.text
    assert long.strip() in refused.text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_shown_as_text(case, client, find, viewer, text):
    sent = typed(find(case), change=text) | {f"section_{key}": text for key in ("question", "done", "why")}
    sent |= {"partner_rows-0-name": text, "partner_rows-0-contribution": text}
    answer = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent)
    assert answer.status_code in (302, 422)
    clash = client("dirk").post(f"/c/psc/cases/{case}/edit", data=typed(find(case), section_done="x", based_on="0"))
    shown = [answer.text, clash.text]
    for page in ("", "/edit", "/history", "/revisions/1", "/compare?from=1&to=1", "/edit/done"):
        shown.append(client("ana").get(f"/c/psc/cases/{case}{page}").text)
    for bad in ("<script>alert", "<svg onload", 'href="javascript', "<img src=x"):
        assert not [page[max(0, page.find(bad) - 80) :][:200] for page in shown if bad in page]


def test_bytes_that_are_no_text_are_taken_out_of_the_way_and_the_rest_is_saved(case, client, find):
    plain = typed(find(case))
    plain.pop("section_done")
    sent = urlencode(plain, doseq=True).encode() + b"&section_done=We%20asked%ff%fe%00%ed%a0%80%20them."
    saved = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent, content_type="application/x-www-form-urlencoded")
    assert saved.status_code == 302
    done = find(case).revision.sections["done"]
    assert done.startswith("We asked")
    assert done.endswith("them.")
    done.encode("utf-8")
    assert client("ana").get(f"/c/psc/cases/{case}").status_code == 200


def test_two_saves_in_the_same_second_are_two_revisions_and_lose_nothing(app, case, client, find):
    browsers = {name: client(name) for name in ("ana", "dirk")}
    sent = {
        name: typed(find(case), **{f"section_{key}": f"{name} wrote"})
        for name, key in (("ana", "why"), ("dirk", "ask"))
    }
    db.session.remove()
    answers = {}

    def post(name):
        with app.app_context():
            answers[name] = browsers[name].post(f"/c/psc/cases/{case}/edit", data=sent[name]).status_code
            db.session.remove()

    threads = [threading.Thread(target=post, args=(name,)) for name in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers.values()) == {302}
    now = find(case).revision
    assert now.sections["why"] == "ana wrote"
    assert now.sections["ask"] == "dirk wrote"
    assert now.number == 3 or queries.find_revision(find(case), 1).amendments == 1  # Ana’s may amend what she began


def test_3000_revisions_are_listed_page_by_page(case, client, find, viewer):
    with unit_of_work():
        found = find(case)
        first = found.revision
        same = {name: getattr(first, name) for name in ("title", "sections", "html", "text", "question", "partners")}
        rows = [
            {
                **same,
                "case_id": found.id,
                "number": n,
                "author_id": first.author_id,
                "saved_at": first.saved_at,
                "choices": {},
            }
            for n in range(2, 3_002)
        ]
        session().execute(insert(CaseRevision), rows)
        session().execute(update(Case).where(Case.id == found.id).values(revision_count=3_001))
    page = client("rea").get(f"/c/psc/cases/{case}/history").text
    assert page.count('class="row row--split"') == 50
    assert "Revision 3001" in page
    older = client("rea").get(f"/c/psc/cases/{case}/history?before=51").text
    assert "Revision 50<" in older
    assert "Earlier revisions" not in older
    assert client("rea").get(f"/c/psc/cases/{case}/compare?from=1&to=3001").status_code == 200
    sent = typed(find(case), section_done="After three thousand.")
    assert client("ana").post(f"/c/psc/cases/{case}/edit", data=sent).status_code == 302
