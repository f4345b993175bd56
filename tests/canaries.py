"""A unique word in every private field, by who may read it: what appears before anybody else has leaked.

A canary is "canary", the layer that it belongs to, and the name of its column: canaryhushcasetitle.
"""

from datetime import timedelta

from flask import Flask
from sqlalchemy import JSON, String, Text

from community import clock
from community.accounts import actions as accounts
from community.accounts.actions import links
from community.accounts.models import MailedLink, Opens, SignIn
from community.cases.actions import choosing
from community.cases.models import Case
from community.database import Model, session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Thread
from community.drafts import actions as drafts
from community.drafts.rules import Place
from community.groups import prompts
from community.groups.actions import (
    admitting,
    dissolving,
    doors,
    forming,
    introductions,
    inviting,
    joining,
    members,
    working,
)
from community.groups.actions.invitations import invite
from community.groups.addressees import Addressee
from community.groups.admissions import Invitation
from community.groups.models import Group
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Door, Viewer
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from community.lessons.passages import Passage
from community.notifications import actions as notifications
from community.plenaries.actions import collecting, opening
from community.plenaries.models import Plenary
from community.search.misses import SearchMiss
from tests import world
from tests.planting import Say, Values, plant, plenaries, refused_letter

NOOR = "canaryfolkhandle"  # who wrote all that is not public; her name is for those who share a community with her

# open: public, in Stone. inner: for the community, of which moved is to move. part: of an ordinary subgroup. hush: of a
# confidential one. folk: names. desk: the coordinator's. guest: the coordinator's, and the administrator's who runs the
# mail. post: the administrator's. own: each person's alone.
LAYERS = ("inner", "moved", "part", "hush")  # from wide to narrow
_OUTSIDE = r"canary(?:inner|moved|part|hush|folk|desk|guest|post|own)\w*"
_INSIDE = r"canary(?:part|hush|desk|guest|post|own)\w*|canary(?:open|inner|moved)draft\w*"
FORBIDDEN = {
    "visitor": _OUTSIDE,
    "bo": _OUTSIDE,
    "finn": _OUTSIDE,
    "ada": _OUTSIDE.replace("folk|", "").replace("guest|post|", ""),  # an administrator manages people
    "rea": _INSIDE,
    "mia": _INSIDE,  # a member of another subgroup
    "cleo": r"canary(?:hush(?!group(?:name|slug))|post|own)\w*",  # a coordinator knows that the subgroup exists
}

_CHOSEN = "chosen from a list that everybody may read"
_ADDRESS = "holds the number or the kind of a row, nothing that was written"
_ELSEWHERE = "empty on SQLite; on PostgreSQL searches are asked for what stands in it"
NOT_PRIVATE = {
    "case_facet.key": _CHOSEN, "case_facet.kind": _CHOSEN,
    "case.audience": _CHOSEN, "case.language": _CHOSEN, "case.status": _CHOSEN, "case_revision.choices": _CHOSEN,
    "evidence.stance": _CHOSEN, "group.audience": _CHOSEN, "group.language": _CHOSEN, "group.step": _CHOSEN,
    "invitation.role": _CHOSEN, "lesson.audience": _CHOSEN, "lesson.kind": _CHOSEN, "lesson.language": _CHOSEN,
    "lesson.status": _CHOSEN, "lesson_use.stage": _CHOSEN, "lesson_voice.kind": _CHOSEN,
    "lesson_revision.themes": _CHOSEN, "membership.role": _CHOSEN,
    "plenary_draft.verdict": _CHOSEN, "plenary_report.audience": _CHOSEN, "plenary_voice.stand": _CHOSEN,
    "plenary.audience": _CHOSEN, "plenary.language": _CHOSEN, "plenary.phase": _CHOSEN,
    "organisation.country": _CHOSEN, "passage.audience": _CHOSEN, "passage.standing": _CHOSEN, "passage.now_anchor": _ADDRESS,
    "passage.now_section": _ADDRESS, "passage.language": _CHOSEN, "post_revision.language": _CHOSEN, "person.language": _CHOSEN,
    "person.time_zone": _CHOSEN, "thread.audience": _CHOSEN, "thread.kind": _CHOSEN, "thread.language": _CHOSEN,
    "search_entry.marks": _CHOSEN, "search_entry.places": _ADDRESS,
    "search_filling.edition": "which version of the program entered it", "search_filling.kind": _CHOSEN,
    "search_entry.audience": _CHOSEN, "search_entry.kind": _CHOSEN, "search_entry.language": _CHOSEN,
    "former_slug.kind": _ADDRESS, "passage.anchor": _ADDRESS, "passage.section": _ADDRESS, "passage.variant": _ADDRESS,
    "search_vector.key": _ADDRESS, "search_vector.scope": _ADDRESS, "search_wording.key": _ADDRESS,
    "search_wording.scope": _ADDRESS, "search_wording.kind": _CHOSEN, "search_wording.heading": _ELSEWHERE,
    "search_spelling.lexeme": _ELSEWHERE, "search_spelling.initial": _ELSEWHERE,
    "search_entry.container": _ADDRESS, "search_entry.key": _ADDRESS,
    "audit_entry.what": "words of the program", "audit_entry.detail": "numbers and words of the program",
    "file.digest": "what only who has the file could work out", "file.holder": "words of the program",
    "file.key": "random", "file.kind": _CHOSEN, "file.media_type": _CHOSEN, "file.reason": "words of the program",
    "file.state": "words of the program",
    "letter.key": _ADDRESS, "letter.last_answer": "what the mail server said", "letter.purpose": "words of the program",
    "letter.state": _CHOSEN,
    "mail_pause.reason": "what the mail server said",
    "search_entry.community": "the address of a community, which stands in that of each of its pages",
    "lease.holder": "which process works", "lease.name": "which process works",
    "loaded.key": "which of the shipped files were loaded",
    "choosing_round.state": _CHOSEN, "group.door": _CHOSEN, "happening.audience": _CHOSEN, "happening.door": _CHOSEN,
    "happening.container": _ADDRESS, "happening.kind": "words of the program", "introduction_prompt.key": _CHOSEN,
    "invitation.state": _CHOSEN, "join_request.state": _CHOSEN, "mailed_link.opens": "words of the program",
    "notification.reason": "words of the program", "notification_choice.level": _CHOSEN,
    "notification_choice.reason": "words of the program", "person.country": _CHOSEN, "spoken_language.code": _CHOSEN,
    "thread.guide": "which of the guiding questions of the program", "wish.strength": _CHOSEN,
    "forgotten_password.address": "is gone once the worker has read it, and no page reads it",
    "case_revision.changes": "how many words a revision changed", "case_revision.credits": "how many words are whose",
    "case_revision.merged_from": _ADDRESS, "draft.kind": "words of the program", "draft.part": _ADDRESS,
    "case_consent.state": _CHOSEN, "own_vocabulary.vocabulary": _CHOSEN,
    "case_form.sections": "what a community asks of its writers stands above every case of it",
    "own_vocabulary.terms": "the words that a community lets its writers choose from",
    "term.descriptions": "the vocabularies that come with the product",
    "term.key": "the vocabularies that come with the product",
    "term.labels": "the vocabularies that come with the product",
    "term.vocabulary": "the vocabularies that come with the product",
}  # fmt: skip


def word(layer: str, column: str) -> str:
    """Return the canary of a column in a layer."""
    return f"canary{layer}{column.replace('.', '').replace('_', '')}"


def sayer(layer: str) -> Say:
    """Return what `plant` asks for its words."""
    return lambda column: word(layer, column)


def text_columns() -> dict[str, list[str]]:
    """Return the columns that can hold words, by table."""
    return {
        table.name: [column.name for column in table.columns if isinstance(column.type, String | Text | JSON)]
        for table in Model.metadata.sorted_tables
    }


def prepare(app: Flask) -> dict[str, Values]:
    """Make the people and groups, and what everybody may read; return what its addresses are made of."""
    with unit_of_work():
        _people()
        psc, cleo = world.group("psc"), viewer_of(world.id_of("cleo"))
        _group("part", cleo, audience="subgroup")
        _group("hush", cleo, is_confidential=True)
        clay = forming.form_subgroup(psc, name="Clay", slug="clay", audience="subgroup", by=cleo)
        for group, names in ((world.group("part"), (NOOR,)), (_hush(), (NOOR, "dirk")), (clay, ("mia",))):
            for name in names:
                members.appoint(world.person(name), group, role="facilitator" if name == "dirk" else "member")
        members.appoint(world.person("finn"), _hush())
        members.remove_member(psc, world.person("finn"), by=cleo)
        open_ = plant(
            world.group("stone"),
            say=sayer("open"),
            audience="public",
            author=viewer_of(world.id_of("ana")),
            runner=cleo,
        )
        above = lessons.write(psc, when="It", do="lead upwards", because="it may", audience="public", by=cleo)
        passage = session().get_one(Passage, open_["passage_id"])
        lessons.cite(above, passage, stance="supports", by=cleo, note=word("open", "evidence.note"))
        settle(above, status="adopted", by=cleo)
        open_ |= plenaries(psc, author=viewer_of(world.id_of("ana")), runner=cleo, say=sayer("gate"), audience="public")
        _door(psc, cleo)
        choosing.offer(session().get_one(Case, open_["case_id"]), by=viewer_of(world.id_of("ana")))
        _prompt(psc, cleo)
        invitation = invite(psc, by=cleo, note=word("desk", "invitation.note"))
        invitation.nonce = word("desk", "invitation.nonce")
        missed = word("desk", "search_miss.words")
        session().add(SearchMiss(group_id=psc.id, words=missed, count=1, last_at=clock.now()))
        session().flush()
        more = {
            "subgroup": "stone", "area": "psc", "handle": "ana", "token": token_of(invitation),
            "invitation_id": invitation.id, "above": above.slug,
            "letter_id": refused_letter(lambda column: word("post" if column == "letter.to_name" else "own", column)).id,
        }  # fmt: skip
    # A try to sign in, counted under its address.
    app.test_client().post("/sign-in", data={"email": f"{word('post', 'email')}@example.org", "password": "wrong"})
    return {"open": open_ | more}


def fill(places: dict[str, Values], *layers: str) -> None:
    """Plant one of everything in each of these layers, beside what is planted already."""
    with unit_of_work():
        noor, cleo, dirk = (viewer_of(world.id_of(name)) for name in (NOOR, "cleo", "dirk"))
        for layer in layers:
            group = {"part": world.group("part"), "hush": _hush()}.get(layer) or world.group("psc")
            audience = "subgroup" if layer in ("part", "hush") else "community"
            runner = dirk if layer == "hush" else cleo
            planted = plant(group, say=sayer(layer), audience=audience, author=noor, runner=runner)
            _write_to_many(session().get_one(Thread, planted["thread_id"]), layer, noor)
            if layer in ("part", "hush"):
                _work(group, layer, runner, cleo)
                _dissolve_another(layer, runner)
            else:
                case = session().get_one(Case, planted["case_id"])
                choosing.offer(case, by=noor)
                discussions.reply(case.thread, text="I follow this", by=viewer_of(world.id_of("mia")))
                _write_to_many(case.thread, layer, noor)
            _type(planted["case_id"], layer, noor)
            slug = group.slug if layer in ("part", "hush") else "clay"
            if layer == "inner":
                planted |= plenaries(group, author=noor, runner=cleo, say=sayer(layer), audience=audience)
                opening.join(session().get_one(Plenary, planted["collecting_id"]), by=noor)
            elif layer == "part":
                passage = session().get_one(Passage, planted["passage_id"])
                plenary = session().get_one(Plenary, places["inner"]["collecting_id"])
                planted |= {"plenary": plenary.slug, "card_id": collecting.bring_passage(plenary, passage, by=noor).id}
            places[layer] = places["open"] | planted | {"subgroup": slug, "handle": NOOR}
        if "moved" in layers:
            _choose({layer: places[layer]["case_id"] for layer in ("inner", "moved")}, cleo, noor)
            people = [world.person(NOOR), world.person("dirk")]
            notifications.nudge(world.group("psc"), people, text=word("desk", "nudge.text"), by=cleo)


def _people() -> None:
    noor = accounts.register(
        name=word("folk", "person.name"),
        email=f"{word('post', 'email')}@example.org",
        password=world.PASSWORD,
        handle=NOOR,
    )
    accounts.update_profile(
        noor, name=noor.name, organisation=word("folk", "organisation.name"), language="en", time_zone="UTC"
    )
    mia = accounts.register(name="Mia", email="mia@example.org", password=world.PASSWORD, handle="mia")
    for person in (noor, mia):
        members.appoint(person, world.group("psc"))
    said = {field: word("inner", f"introduction.{field}") for field in ("experience", "offer", "seek", "bring")}
    tags = [word("inner", "experience_tag.tag")]
    introductions.introduce(world.group("psc"), by=viewer_of(noor.id), tags=tags, **said)
    noor.password_hash = word("own", "person.password_hash")
    address = f"{word('own', 'mailed_link.address')}@example.org"
    links.make_link(noor, Opens.ADDRESS, address=address, lasts=timedelta(days=1))
    session().query(MailedLink).one().token_hash = word("own", "mailed_link.token_hash")
    accounts.open_sign_in(noor, browser=word("own", "sign_in.browser"))
    session().query(SignIn).filter_by(person_id=noor.id).one().token_hash = word("own", "sign_in.token_hash")


def _group(layer: str, by, **kind) -> None:
    said = {name: word(layer, f"group.{name}") for name in ("name", "summary", "question")}
    slug = word(layer, "group.slug") if layer == "hush" else layer
    group = forming.form_subgroup(world.group("psc"), slug=slug, by=by, **said, **kind)
    group.description = group.description_html = word(layer, "group.description")


def _hush() -> Group:
    return world.group(word("hush", "group.slug"))


def _prompt(community: Group, by: Viewer) -> None:
    said = prompts.Prompt(*(word("inner", f"introduction_prompt.{field}") for field in ("label", "help")))
    introductions.set_prompts(community, dict.fromkeys(prompts.KEYS, said), by=by)


def _door(community: Group, by: Viewer) -> None:
    """Somebody asked to come in and was told no; two are invited, one of whom declines, while the other's server does."""
    community.hang_door(Door.ASK, word("gate", "group.door_question"))
    zoe = accounts.register(name="Zoe", email="zoe@example.org", password=world.PASSWORD, handle="zoe")
    request = doors.ask(community, answer=word("desk", "join_request.answer"), by=viewer_of(zoe.id))
    doors.decide(request, verdict="declined", word=word("desk", "join_request.word"), by=by)
    doors.ask(community, answer=word("desk", "join_request.answer"), by=viewer_of(zoe.id))
    name, organisation = word("guest", "invitation.name"), word("desk", "invitation.organisation")
    guests = [
        Addressee(n, "", f"{word('guest', 'invitation.email')}{n}@example.org", name, organisation) for n in (1, 2)
    ]
    inviting.invite_all(community, guests, message=word("desk", "invitation.message"), by=by)
    one, other = session().query(Invitation).filter(Invitation.email.is_not(None)).order_by(Invitation.id)
    joining.decline(one, word=word("desk", "invitation.word"), person=None)
    other.refuse(word("desk", "invitation.answer"))


def _type(case_id: int, layer: str, by: Viewer) -> None:
    """Let Noor and who was a member once be writing in a case: what each typed is for them alone, and while they may read it."""
    for name, said in (
        (by, word("own", "draft.fields")),
        (viewer_of(world.id_of("finn")), word(layer, "draft.fields")),
    ):
        drafts.keep(Place("case", case_id), typed=[("section_why", [said])], by=name)


def _write_to_many(thread: Thread, layer: str, by: Viewer) -> None:
    """Mention everybody, whoever may read it."""
    everybody = " ".join(f"@{name}" for name in (*world.NAMES, "mia", "zoe"))
    discussions.reply(thread, text=f"{everybody} {word(layer, 'post_revision.source')}", by=by)


def _work(group: Group, layer: str, runner: Viewer, asker: Viewer) -> None:
    """Meet, give a task to who follows it, write the report; the coordinator asks to come in."""
    place, notes = word(layer, "meeting.place"), word(layer, "meeting.notes")
    link, tomorrow = f"https://meet.example/{word(layer, 'meeting.link')}", clock.now() + timedelta(days=1)
    working.set_meeting(
        group, starts_at=tomorrow, minutes=60, place=place, link=link, notes=notes, based_on=0, by=runner
    )
    working.give_task(group, text=word(layer, "task.text"), owner_id=world.id_of(NOOR), due_on=None, by=runner)
    working.write_report(group, text=word(layer, "report.text"), based_on=0, by=runner)
    admitting.ask(group, message=word(layer, "subgroup_request.message"), by=asker)


def _dissolve_another(layer: str, by: Viewer) -> None:
    """Dissolve a subgroup beside this one, with a word to its members; coordinators would know that a confidential one exists."""
    if layer == "hush":
        return
    group = forming.form_subgroup(world.group("psc"), name="Silt", slug="silt", audience="subgroup", by=by)
    members.appoint(world.person("dirk"), group)
    dissolving.dissolve(group, word=word(layer, "dissolution.word"), by=by)


def _choose(cases: dict[str, int], leader: Viewer, chooser: Viewer) -> None:
    until = clock.now() + timedelta(days=9)
    intro = word("inner", "choosing_round.intro")
    opened = choosing.open_round(world.group("psc"), cases=cases.values(), closes_at=until, intro=intro, by=leader)
    wishes = {case_id: ("strong", word(layer, "wish.why")) for layer, case_id in cases.items()}
    choosing.wish(opened, wishes=wishes, by=chooser)
