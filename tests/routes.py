"""A small practice in which every page has something to show, and the addresses of all of them.

The open half stands in the subgroup Stone, which everybody may see; its confidential twin in Broken, whose every text
carries the word CANARY.
"""

from typing import Any

from flask import Flask

from community.cases import actions as cases
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups.actions.invitations import invite
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages
from community.mail.actions import send_test
from community.mail.composing import Recipient
from tests import world

CANARY = "zebrafinch"
Values = dict[str, Any]


def build() -> dict[str, list[Values]]:
    """Write the practice; return, for each endpoint, the values that make an address of it."""
    with unit_of_work():
        here, hidden = _half("stone", by="ana", run_by="cleo"), _half("broken", by="dirk", run_by="dirk", word=CANARY)
        invitation = invite(world.group("psc"), by=_viewer("cleo"))
        ada = world.person("ada")
        letter = send_test(Recipient(ada.email, ada.name, "en", "UTC"), by=_viewer("ada"))
        session().flush()
        return _examples(here, hidden, {"token": token_of(invitation)}, {"letter_id": letter.id})


def addresses(app: Flask, examples: dict[str, list[Values]]) -> list[str]:
    """Return the address of every page, those with parameters once for each set of values."""
    with app.test_request_context():
        return [app.url_for(endpoint, **values) for endpoint, sets in examples.items() for values in sets]


def pages(app: Flask) -> set[str]:
    """Return the endpoints that can be opened."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - {"static"}


def _viewer(name: str):
    return viewer_of(world.id_of(name))


def _half(group: str, *, by: str, run_by: str, word: str = "") -> Values:
    """Write a case with two revisions, a discussion, two marked passages and a lesson that rests on them."""
    place, author, runner = world.group(group), _viewer(by), _viewer(run_by)
    audience = "subgroup" if word else "public"
    case = cases.create(
        place,
        title=f"Stones {word}",
        slug=f"{group}-case",
        by=author,
        audience=audience,
        status="described",
        sections={
            "question": f"Who speaks for them {word}?",
            "summary": f"A dialogue {word}.\n\nAnother paragraph {word}.",
        },
    )
    first = case.revisions[0]
    cases.revise(
        case,
        title=case.title,
        sections={**first.sections, "why": f"Because {word}."},
        partners=[],
        choices=first.choices,
        based_on=1,
        by=author,
        change=f"More {word}",
    )
    thread = discussions.start(
        place, title=f"Dust {word}", text=f"Who measures it {word}?", by=author, audience=audience
    )
    post = discussions.reply(thread, text=f"The workers do {word}.", by=author)
    discussions.reply(case.thread, text=f"About the case {word}.", by=author)
    revision = case.revisions[-1]
    section, anchor = "summary", passages.blocks_of("summary", revision.sections["summary"])[0].anchor
    marked = [
        *passages.harvest_paragraphs(case, revision, places=[(section, anchor)], by=author),
        passages.harvest_post(post, by=author),
    ]
    lesson = lessons.write(
        place,
        by=runner,
        slug=f"{group}-lesson",
        when=f"When {word}",
        do=f"Ask them {word}",
        because=f"they know {word}",
        audience=audience,
    )
    for passage in marked:
        lessons.cite(lesson, passage, stance="supports", by=runner, note=f"A note {word}")
    lessons.publish(lesson, by=runner)
    draft = lessons.write(
        place, by=runner, slug=f"{group}-issue", kind="issue", question=f"Who pays {word}?", audience=audience
    )
    session().flush()
    return {
        "subgroup": {"slug": place.slug}, "case": {"slug": case.slug}, "thread": {"thread_id": thread.id},
        "post": {"post_id": post.id}, "lesson": {"slug": lesson.slug}, "draft": {"slug": draft.slug},
    }  # fmt: skip


def _examples(here: Values, hidden: Values, token: Values, letter: Values) -> dict[str, list[Values]]:
    psc = {"community": "psc"}

    def each(kind: str, **more: Any) -> list[Values]:
        return [psc | half[kind] | more for half in (here, hidden)]

    return {
        "accounts.profile": [{}],
        "accounts.sign_in": [{}],
        "cases.case": each("case"),
        "cases.case_list": [psc, psc | {"group": "stone"}, psc | {"q": "dialogue"}],
        "cases.compare": each("case", left=1, right=2),
        "cases.edit": each("case"),
        "cases.history": each("case"),
        "cases.new_case": [psc, psc | {"group": "stone"}],
        "cases.revision": each("case", number=1),
        "cases.settings": each("case"),
        "discussions.edit_post": each("post"),
        "discussions.new_thread": [psc],
        "discussions.reply": each("thread"),
        "discussions.thread": [*each("thread"), *each("thread", after=1)],
        "discussions.thread_list": [psc],
        "groups.community": [psc, {"community": "fed"}],
        "groups.introduction": [psc],
        "groups.invitations": [psc],
        "groups.join": [token],
        "groups.members": [psc],
        "groups.person": [{"handle": name} for name in ("ana", "bo", "dirk")],
        "groups.subgroup": each("subgroup"),
        "home.desk": [psc],
        "home.front": [{}],
        "home.help_list": [{}],
        "home.help_page": [{"slug": "getting-started"}],
        "lessons.edit_lesson": [*each("lesson"), *each("draft")],
        "lessons.evidence": [*each("lesson"), *each("draft")],
        "lessons.harvest_case": each("case"),
        "lessons.harvest_post": each("post"),
        "lessons.lesson": [*each("lesson"), *each("draft")],
        "lessons.lesson_list": [psc],
        "lessons.new_lesson": [psc],
        "lessons.tray": [psc],
        "mail.letter": [letter],
        "mail.letter_list": [{}, {"state": "queued"}],
        "mail.message": [letter],
        "search.results": [{}, {"q": "dialogue"}, {"q": CANARY}],
    }
