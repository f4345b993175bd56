"""A small practice in which every page has something to show, and the addresses of all of them.

The open half stands in the subgroup Stone, which everybody may see; its confidential twin in Broken, whose every text
carries the word CANARY.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask

from community import clock
from community.accounts import actions as accounts
from community.accounts.actions.links import make_link
from community.accounts.models import Opens
from community.cases.actions import choosing, consent, shaping, writing
from community.cases.actions.shaping import TypedSection
from community.database import session, unit_of_work
from community.discussions import actions as discussions
from community.groups import addressees
from community.groups.actions import admitting, doors, founding, working
from community.groups.actions.introductions import introduce
from community.groups.actions.invitations import invite
from community.groups.actions.inviting import invite_all
from community.groups.admissions import Invitation
from community.groups.queries.confirmations import confirmation_of
from community.groups.queries.invitations import mailed_token_of, token_of
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages, uses, voices
from community.lessons.actions.settling import settle
from community.mail.actions import send_test
from community.mail.composing import Recipient
from community.notifications.subscriptions import token_of as token_for_mail
from community.vocabularies import actions as vocabularies
from tests import world
from tests.files import making
from tests.planting import plenaries

CANARY = "zebrafinch"
SUBGROUP_PAGES = (
    "edit_report", "meeting", "meeting_file", "report", "subgroup", "subgroup_dissolution", "subgroup_leaving",
    "subgroup_request", "subgroup_settings", "tasks",
)  # fmt: skip
Values = dict[str, Any]


def build() -> dict[str, list[Values]]:
    """Write the practice; return, for each endpoint, the values that make an address of it."""
    with unit_of_work():
        here, hidden = _half("stone", by="ana", run_by="cleo"), _half("broken", by="dirk", run_by="dirk", word=CANARY)
        ada = world.person("ada")
        letter = send_test(Recipient(ada.email, ada.name, "en", "UTC"), by=_viewer("ada"))
        _open_round()
        _own_ways()
        admitting.ask(world.group("stone"), message="I was there", by=_viewer("dirk"))
        session().flush()
        held = plenaries(world.group("psc"), author=_viewer("ana"), runner=_viewer("cleo"))
        return _examples(here, hidden, _ways_in(), {"letter_id": letter.id}) | _people() | _plenaries(held)


def addresses(app: Flask, examples: dict[str, list[Values]]) -> list[str]:
    """Return the address of every page, those with parameters once for each set of values."""
    with app.test_request_context():
        return [app.url_for(endpoint, **values) for endpoint, sets in examples.items() for values in sets]


def pages(app: Flask) -> set[str]:
    """Return the endpoints that can be opened."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - {"static"}


def _viewer(name: str):
    return viewer_of(world.id_of(name))


def _people() -> dict[str, list[Values]]:
    """Let Ana say who she is and where she works; send her every kind of link."""
    ana, psc = world.person("ana"), {"community": "psc"}
    ana.organisation = accounts.name_organisation("Kade")
    introduce(world.group("psc"), by=_viewer("ana"), seek="A dialogue", bring="Stones. What then?", tags=["dialogue"])
    lasts = timedelta(hours=1)
    token = {opens: {"token": make_link(ana, opens, address=ana.email, lasts=lasts)} for opens in Opens}
    return {
        "accounts.email": [{}],
        "accounts.email_confirmation": [token[Opens.ADDRESS]],
        "accounts.email_undoing": [token[Opens.UNDOING]],
        "accounts.forgotten": [{}],
        "accounts.password": [{}],
        "accounts.reset": [token[Opens.PASSWORD]],
        "accounts.sign_ins": [{}],
        "groups.leaving": [psc],
        "groups.member": [psc | {"handle": "ana"}],
        "groups.member_removal": [psc | {"handle": "ana"}],
        "groups.members": [psc, psc | {"q": "dialogue", "tag": "dialogue"}, psc | {"silent": 1}],
        "groups.organisation": [psc | {"slug": ana.organisation.slug}],
        "groups.organisation_everywhere": [{"slug": ana.organisation.slug}],
        "groups.organisation_list": [{}, {"q": "kade"}],
        "groups.organisation_name": [psc | {"slug": ana.organisation.slug}],
        "groups.prompts": [psc],
    }


def _plenaries(held: Values) -> dict[str, list[Values]]:
    """Return what the pages of a plenary that drafts, and of one that collects, are made of."""
    psc = {"community": "psc"}
    present = psc | {"slug": held["plenary"]}
    agreeing, reported = psc | {"slug": held["agreeing"]}, psc | {"slug": held["reported"]}
    return {
        "plenaries.board": [present, psc | {"slug": held["collecting"]}],
        "plenaries.board_changes": [present],
        "plenaries.bringing": [present, psc | {"slug": held["collecting"]}],
        "plenaries.card": [present | {"card_id": held["card_id"]}, present | {"card_id": held["behind_id"]}],
        "plenaries.edit_plenary": [present],
        "plenaries.new_plenary": [psc],
        "plenaries.plenary": [present, psc | {"slug": held["collecting"]}],
        "plenaries.plenary_chain": [present, psc | {"slug": held["collecting"]}],
        "plenaries.plenary_list": [psc],
        "plenaries.suggestions": [present],
        "plenaries.closing": [agreeing],
        "plenaries.draft": [agreeing | {"drafted": held[name]} for name in ("drafted", "decided")],
        "plenaries.edit_report": [reported],
        "plenaries.report": [reported],
        "plenaries.report_file": [reported],
        "plenaries.report_versions": [reported],
        "plenaries.step": [reported | {"step_id": held["step_id"]}],
        "plenaries.weighing": [present | {"one": held["theme_id"], "other": held["other_theme_id"]}],
        "plenaries.theme": [present | {"theme_id": held["theme_id"]}],
        "plenaries.theme_draft": [present | {"theme_id": held["theme_id"]}],
    }


def _ways_in() -> Values:
    """Open the door of the community a little, ask there, and invite people, one by a link and one by a letter."""
    psc, cleo = world.group("psc"), _viewer("cleo")
    opened = replace(founding.settings_of(psc), door="ask", door_question="What brings you here?")
    founding.change_settings(psc, opened, based_on=founding.version_of(psc), by=cleo)
    doors.ask(psc, answer="Curiosity", by=_viewer("finn"))
    link = invite(psc, by=cleo, note="Noor")
    invite_all(psc, addressees.read("Rosa <rosa@example.org>"), by=cleo)
    mailed = session().query(Invitation).filter_by(email="rosa@example.org").one()
    return {
        "join": [{"token": token_of(link)}, {"token": mailed_token_of(mailed)}],
        "confirmed": {"confirmation": confirmation_of(psc, link, "noor@example.org")},
    }


def _half(group: str, *, by: str, run_by: str, word: str = "") -> Values:
    """Write a case with two revisions, a discussion, two marked passages and a lesson that rests on them."""
    place, author, runner = world.group(group), _viewer(by), _viewer(run_by)
    audience = "subgroup" if word else "public"
    case = writing.create(
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
    writing.revise(
        case,
        title=case.title,
        sections={**first.sections, "why": f"Because {word}."},
        partners=[],
        choices=first.choices,
        based_on=1,
        by=author,
        change=f"More {word}",
    )
    consent.note_consent(case, state="conditions", asked=f"Them {word}", note=f"If we ask {word}", by=author)
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
        holds=f"Where {word}",
        holds_not=f"Where not {word}",
        slug=f"{group}-lesson",
        when=f"When {word}",
        do=f"Ask them {word}",
        because=f"they know {word}",
        audience=audience,
    )
    for passage in marked:
        lessons.cite(lesson, passage, stance="supports", by=runner, note=f"A note {word}")
    settle(lesson, status="adopted", by=runner)
    voices.give(lesson, kind="not_here", sentence=f"Not here {word}", case=case, by=author)
    use = uses.report(lesson, place=f"A visit {word}", outcome=f"They spoke {word}.", stage="applied", by=author)
    draft = lessons.write(
        place, by=runner, slug=f"{group}-issue", kind="issue", question=f"Who pays {word}?", audience=audience
    )
    task = _work_in(place, word, by=runner)
    file = making.add(case, f"Notes {word}.txt", f"Words {word}".encode(), by=author)
    picture = making.add_ready_picture(case, f"Quarry {word}", by=author)
    session().flush()
    return {
        "file": {"file_id": file.id}, "picture": {"file_id": picture.id},
        "task": {"slug": place.slug, "task_id": task.id}, "guest": {"slug": place.slug, "handle": by},
        "subgroup": {"slug": place.slug}, "case": {"slug": case.slug}, "thread": {"thread_id": thread.id},
        "passage": {"passage_id": marked[0].id}, "post_passage": {"passage_id": marked[1].id},
        "post": {"post_id": post.id}, "lesson": {"slug": lesson.slug}, "draft": {"slug": draft.slug},
        "use": {"slug": lesson.slug, "use_id": use.id},
    }  # fmt: skip


def _work_in(place, word: str, *, by):
    """Give a subgroup a meeting, a task and a report."""
    working.set_meeting(
        place,
        starts_at=clock.now() + timedelta(days=3),
        minutes=60,
        place=f"A room {word}",
        link=f"https://meet.example.org/{word}",
        notes=f"Bring it {word}",
        based_on=0,
        by=by,
    )
    working.write_report(place, text=f"What we found {word}.", based_on=0, by=by)
    return working.give_task(place, text=f"Ask them {word}", owner_id=None, due_on=None, by=by)


def _own_ways() -> None:
    """Let the community have a section, a theme and a name for a section of its own."""
    psc, cleo = world.group("psc"), _viewer("cleo")
    own = [TypedSection("new", "Gender", "Who was at the table?"), TypedSection("why", "How we explain it")]
    shaping.shape(psc, own, language="en", based_on=0, by=cleo)
    vocabularies.arrange(psc, "themes", [vocabularies.Typed("", "Trust")], language="en", based_on=0, by=cleo)


def _open_round() -> None:
    """Let Ana offer two cases, choose, and the round close."""
    psc, ana, cleo = world.group("psc"), _viewer("ana"), _viewer("cleo")
    offered = [
        writing.create(psc, title=title, by=ana, sections={"question": f"Who {title}?"})
        for title in ("Asks", "Answers")
    ]
    for case in offered:
        choosing.offer(case, by=ana)
    ids = [case.id for case in offered]
    opened = choosing.open_round(psc, cases=ids, closes_at=clock.now() + timedelta(days=3), intro="Choose", by=cleo)
    choosing.wish(opened, wishes={ids[0]: ("strong", "I was there")}, by=ana)
    choosing.change_closing(opened, closes_at=None, by=cleo)


def _examples(here: Values, hidden: Values, ways: Values, letter: Values) -> dict[str, list[Values]]:
    psc = {"community": "psc"}

    def each(kind: str, **more: Any) -> list[Values]:
        return [psc | half[kind] | more for half in (here, hidden)]

    return {
        "accounts.profile": [{}],
        "accounts.sign_in": [{}],
        "audit.community_log": [psc, psc | {"kind": "content", "person": "ana", "from": "2026-01-01"}],
        "audit.whole_log": [{}],
        "cases.case_form": [psc, psc | {"language": "nl"}],
        "cases.owner": each("case"),
        "cases.retraction": each("case"),
        "vocabularies.merging": [psc | {"vocabulary": "themes", "key": "trust"}],
        "vocabularies.vocabulary": [psc | {"vocabulary": "themes"}, psc | {"vocabulary": "sectors", "language": "fr"}],
        "vocabularies.vocabulary_list": [psc],
        "cases.archive": [psc, psc | {"group": "broken"}],
        "cases.case": [*each("case"), *each("case", marks=0)],
        "cases.case_file": each("case"),
        "cases.case_list": [psc, psc | {"group": "stone"}, psc | {"group": "broken", "sort": "discussed"}],
        "cases.case_map": [psc, psc | {"status": "described"}],
        "cases.choosing": [psc, {"community": "fed"}],
        "cases.compare": each("case", left=1, right=2),
        "cases.edit": each("case"),
        "cases.edit_section": each("case", section="summary"),
        "cases.forming": [psc, psc | {"slack": 1}],
        "cases.giving_up": [psc],
        "cases.history": each("case"),
        "cases.import_case": [psc],
        "cases.matrix": [
            psc,
            psc | {"turned": 1, "whole": 1, "section": "why"},
            psc | {"case": hidden["case"]["slug"]},
        ],
        "cases.matrix_file": [psc, psc | {"case": hidden["case"]["slug"]}],
        "cases.new_case": [psc, psc | {"group": "stone"}],
        "cases.new_choosing": [psc],
        "cases.new_subgroup": [psc],
        "cases.revision": each("case", number=1),
        "cases.settings": each("case"),
        "discussions.edit_post": each("post"),
        "discussions.retraction": each("post"),
        "discussions.new_thread": [psc],
        "discussions.reply": each("thread"),
        "discussions.thread": [*each("thread"), *each("thread", after=1)],
        "discussions.thread_list": [psc],
        "files.case_files": each("case"),
        "files.details": each("file"),
        "files.file": each("file", name="notes.txt"),
        "files.picture": [
            *each("picture", name="a.webp", width="small"),
            *each("picture", name="a.webp", width="large"),
        ],
        "files.removal": each("picture"),
        "drafts.draft_list": [{}],
        "groups.communities": [{}],
        "groups.community": [psc, {"community": "fed"}],
        "groups.confirmed": [ways["confirmed"]],
        "groups.door": [psc],
        "groups.introduction": [psc],
        "groups.invitations": [psc, psc | {"state": "link"}],
        "groups.join": ways["join"],
        "groups.new_community": [{}],
        "groups.new_invitations": [psc],
        "groups.refusal": ways["join"],
        "groups.requests": [psc],
        "groups.settings": [psc],
        "groups.person": [{"handle": name} for name in ("ana", "bo", "dirk")],
        **{f"groups.{page}": each("subgroup") for page in SUBGROUP_PAGES},
        "groups.subgroup_audience": [*each("subgroup"), *each("subgroup", audience="confidential")],
        "groups.subgroup_removal": [psc | here["guest"]],
        "groups.task": each("task"),
        "home.desk": [psc],
        "home.gaps": [psc, psc | {"gap": "threads"}],
        "home.front": [{}],
        "home.help_list": [{}],
        "home.help_page": [{"slug": "getting-started"}],
        "home.nudge": [psc | {"to": "ana"}],
        "lessons.case_chain": each("case"),
        "lessons.thread_chain": each("thread"),
        "lessons.learned": [psc, psc | {"theme": "trust", "status": "adopted"}, {"community": "fed"}],
        "lessons.learned_list": [psc, psc | {"kind": "issue"}],
        "lessons.edit_lesson": [*each("lesson"), *each("draft")],
        "lessons.evidence": [*each("lesson"), *each("draft")],
        "lessons.harvest_case": each("case"),
        "lessons.harvest_post": each("post"),
        "lessons.lesson": [*each("lesson"), *each("draft")],
        "lessons.lesson_list": [psc, psc | {"status": "past"}, psc | {"status": "adopted", "kind": "issue"}],
        "lessons.compare": each("lesson"),
        "lessons.edit_use": each("use"),
        "lessons.history": each("lesson"),
        "lessons.new_use": each("lesson"),
        "lessons.review": each("lesson"),
        "lessons.revision": each("lesson", number=1),
        "lessons.status": [*each("lesson"), *each("draft")],
        "lessons.uses": each("lesson"),
        "lessons.voice": each("lesson"),
        "lessons.voices": each("lesson"),
        "lessons.marked_post": each("post_passage"),
        "lessons.new_lesson": [psc],
        "lessons.passage": [*each("passage"), *each("post_passage")],
        "lessons.subgroup_tray": each("subgroup"),
        "lessons.tray": [psc],
        "mail.letter": [letter],
        "mail.letter_list": [{}, {"state": "queued"}],
        "mail.message": [letter],
        "notifications.choices": [{}],
        "notifications.notification_list": [{}],
        "notifications.unsubscription": [{"token": token_for_mail(world.id_of("ana"), "reply")}],
        "texts.completions": [psc | {"kind": "people", "q": "an"}, psc | {"kind": "things", "q": "st"}],
        "search.results": [{}, {"q": "dialogue"}, {"q": CANARY}, {"q": "dialogue", "view": "grouped", "kind": "case"}],
        "search.similar_to": [{"to": f"thread:{half['thread']['thread_id']}"} for half in (here, hidden)],
        "search.suggestions": [{}, {"q": "dia"}],
    }
