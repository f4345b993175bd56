"""A unique word in every private field, by who may read it: what appears before anybody else has leaked.

A canary is "canary", the layer that it belongs to, and the name of its column: canaryhushcasetitle.
"""

from flask import Flask
from sqlalchemy import JSON, String, Text

from community.accounts import actions as accounts
from community.accounts.models import SignIn
from community.database import Model, session, unit_of_work
from community.groups.actions import forming, members
from community.groups.actions.invitations import invite
from community.groups.models import Group
from community.groups.queries.invitations import token_of
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons
from community.lessons.models import Passage
from tests import world
from tests.planting import Say, Values, plant, refused_letter

NOOR = "canaryfolkhandle"  # who wrote all that is not public; her name is for those who share a community with her

# open: public, in Stone. inner: for the community, of which moved is to move. part: of an ordinary subgroup. hush: of a
# confidential one. folk: names. desk: the coordinator's. post: the administrator's. own: each person's alone.
LAYERS = ("inner", "moved", "part", "hush")  # from wide to narrow
_OUTSIDE = r"canary(?:inner|moved|part|hush|folk|desk|post|own)\w*"
_INSIDE = r"canary(?:part|hush|desk|post|own)\w*|canary(?:open|inner|moved)draft\w*"
FORBIDDEN = {
    "visitor": _OUTSIDE,
    "bo": _OUTSIDE,
    "finn": _OUTSIDE,
    "ada": _OUTSIDE.replace("folk|", "").replace("post|", ""),  # an administrator manages people
    "rea": _INSIDE,
    "mia": _INSIDE,  # a member of another subgroup
    "cleo": r"canary(?:hush(?!group(?:name|slug))|post|own)\w*",  # a coordinator knows that the subgroup exists
}

_CHOSEN = "chosen from a list that everybody may read"
_ADDRESS = "holds the number or the kind of a row, nothing that was written"
NOT_PRIVATE = {
    "case.audience": _CHOSEN, "case.language": _CHOSEN, "case.status": _CHOSEN, "case_revision.choices": _CHOSEN,
    "evidence.stance": _CHOSEN, "group.audience": _CHOSEN, "group.language": _CHOSEN, "group.step": _CHOSEN,
    "invitation.role": _CHOSEN, "lesson.audience": _CHOSEN, "lesson.kind": _CHOSEN, "lesson.language": _CHOSEN,
    "lesson.status": _CHOSEN, "lesson_revision.themes": _CHOSEN, "membership.role": _CHOSEN,
    "organisation.country": _CHOSEN, "passage.audience": _CHOSEN, "passage.language": _CHOSEN, "person.language": _CHOSEN,
    "person.time_zone": _CHOSEN, "thread.audience": _CHOSEN, "thread.kind": _CHOSEN, "thread.language": _CHOSEN,
    "search_entry.audience": _CHOSEN, "search_entry.kind": _CHOSEN, "search_entry.language": _CHOSEN,
    "former_slug.kind": _ADDRESS, "passage.anchor": _ADDRESS, "passage.section": _ADDRESS, "passage.variant": _ADDRESS,
    "search_entry.container": _ADDRESS, "search_entry.key": _ADDRESS,
    "audit_entry.what": "words of the program", "audit_entry.detail": "numbers and words of the program",
    "letter.key": _ADDRESS, "letter.last_answer": "what the mail server said", "letter.purpose": "words of the program",
    "letter.state": _CHOSEN, "letter.to_address": "is checked with the name beside it",
    "mail_pause.reason": "what the mail server said",
    "search_entry.community": "the address of a community, which stands in that of each of its pages",
    "lease.holder": "which process works", "lease.name": "which process works",
    "loaded.key": "which of the shipped files were loaded",
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
        lessons.publish(above, by=cleo)
        invitation = invite(psc, by=cleo, note=word("desk", "invitation.note"))
        invitation.nonce = word("desk", "invitation.nonce")
        session().flush()
        more = {
            "subgroup": "stone", "area": "psc", "handle": "ana", "token": token_of(invitation),
            "invitation_id": invitation.id, "above": above.slug,
            "letter_id": refused_letter(lambda column: word("post" if column == "letter.to_name" else "own", column)).id,
        }  # fmt: skip
    # A try to sign in, counted under its address.
    app.test_client().post("/sign-in", data={"email": f"{word('own', 'email')}@example.org", "password": "wrong"})
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
            slug = group.slug if layer in ("part", "hush") else "clay"
            places[layer] = places["open"] | planted | {"subgroup": slug, "handle": NOOR}


def _people() -> None:
    noor = accounts.register(
        name=word("folk", "person.name"),
        email=f"{word('own', 'email')}@example.org",
        password=world.PASSWORD,
        handle=NOOR,
    )
    accounts.update_profile(
        noor, name=noor.name, organisation=word("folk", "organisation.name"), language="en", time_zone="UTC"
    )
    mia = accounts.register(name="Mia", email="mia@example.org", password=world.PASSWORD, handle="mia")
    for person in (noor, mia):
        members.appoint(person, world.group("psc"))
    said = {field: word("inner", f"introduction.{field}") for field in ("experience", "offer", "seek")}
    members.introduce(world.group("psc"), by=viewer_of(noor.id), **said)
    noor.password_hash = word("own", "person.password_hash")
    accounts.open_sign_in(noor, browser=word("own", "sign_in.browser"))
    session().query(SignIn).filter_by(person_id=noor.id).one().token_hash = word("own", "sign_in.token_hash")


def _group(layer: str, by, **kind) -> None:
    said = {name: word(layer, f"group.{name}") for name in ("name", "summary", "question")}
    slug = word(layer, "group.slug") if layer == "hush" else layer
    group = forming.form_subgroup(world.group("psc"), slug=slug, by=by, **said, **kind)
    group.description = group.description_html = word(layer, "group.description")


def _hush() -> Group:
    return world.group(word("hush", "group.slug"))
