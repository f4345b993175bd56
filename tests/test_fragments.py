"""Parts of pages that are kept: each shows what it is given and nothing else, and a change is seen at once."""

import re

import pytest
from jinja2 import meta, nodes

from community import fragments
from community.cases.actions import writing
from community.config import ROOT
from community.database import session, unit_of_work
from community.discussions import actions
from community.discussions.models import Thread
from tests import world

TEMPLATES = ROOT / "templates"
SHOWN_TO_SOMEONE = {
    "viewer", "current_user", "request", "session", "g", "config", "csrf_token", "next_address", "count_unread",
    "get_flashed_messages", "notification_id",
}  # fmt: skip


def templates_of_fragments() -> set[str]:
    """Return the templates that are shown as fragments."""
    places = [*TEMPLATES.rglob("*.html"), *(ROOT / "community").rglob("*.py")]
    return {name for path in places for name in re.findall(r"\bfragment\(\s*['\"]([^'\"]+)", path.read_text())}


def test_no_fragment_sees_who_asks(app):
    seen = {}
    waiting = sorted(templates_of_fragments())
    assert len(waiting) >= 5
    while waiting:
        name = waiting.pop()
        tree = app.jinja_env.parse((TEMPLATES / name).read_text())
        waiting += [used for used in meta.find_referenced_templates(tree) if used != "parts.html"]
        seen[name] = {found.name for found in tree.find_all(nodes.Name)} & SHOWN_TO_SOMEONE
    assert not {name: found for name, found in seen.items() if found}


def test_a_fragment_takes_only_what_never_changes(app):
    with app.test_request_context(), pytest.raises(TypeError, match="list"):
        fragments.fragment("foot.html", is_demo=["this could change"])
    with app.test_request_context(), pytest.raises(TypeError, match="Thread"):
        fragments.fragment("foot.html", is_demo=Thread())


def test_a_fragment_is_made_once_for_the_same(app):
    with app.test_request_context():
        first = fragments.fragment("foot.html", is_demo=True)
        assert fragments.fragment("foot.html", is_demo=True) is first
        assert fragments.fragment("foot.html", is_demo=False) != first


def test_a_new_post_and_an_edit_are_seen_at_once(app, client, viewer):
    with unit_of_work():
        thread = actions.start(world.group("psc"), title="Words", text="First words", by=viewer("ana"))
        address = f"/c/psc/threads/{thread.id}"
    assert "First words" in client("cleo").get(address).text
    with unit_of_work():
        thread = session().get_one(Thread, thread.id)
        post = actions.reply(thread, text="Second words", by=viewer("cleo"))
    assert "Second words" in client("cleo").get(address).text
    with unit_of_work():
        actions.edit(session().merge(post), text="Better words", based_on=1, by=viewer("cleo"))
    page = client("cleo").get(address).text
    assert "Better words" in page
    assert "Second words" not in page


def test_what_differs_between_readers_is_not_shared(app, client, viewer):
    with unit_of_work():
        thread = actions.start(world.group("psc"), title="Words", text="Mine", by=viewer("ana"))
        address = f"/c/psc/threads/{thread.id}"
    assert "Edit" in client("ana").get(address).text
    assert "/edit" not in client("cleo").get(address).text
    assert "/reply?to=" not in client("rea").get(address).text


def test_a_form_in_what_is_kept_has_the_token_of_whoever_sees_it(app, client, viewer):
    with unit_of_work():
        case = writing.create(world.group("psc"), title="The empty hall", by=viewer("ana"))
        address = f"/c/psc/cases/{case.slug}"
    tokens = []
    for who in ("ana", "cleo", "ana"):
        page = client(who).get(address).text  # each has signed in anew
        found = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        assert len(found) == page.count('method="post"') >= 4
        assert len(set(found)) == 1
        tokens.append(found[0])
    assert len(set(tokens)) == 3
