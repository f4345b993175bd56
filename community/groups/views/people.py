"""Members of a community as others look for them, and a person's page."""

from flask import render_template, request
from flask_login import login_required

from community import places, tongues
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.cases.queries import brought_by
from community.cases.rules import can_create
from community.discussions.queries.threads import introduction_posts_of
from community.errors import Absent
from community.fragments import fragment
from community.groups.queries import directory, introductions
from community.groups.queries.groups import find_frame
from community.groups.queries.members import find_person, memberships_of
from community.groups.views import blueprint
from community.groups.words import role_name
from community.languages import reader

TAGS_SHOWN = 60


@blueprint.get("/c/<community>/members")
def members(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    runs = viewer.coordinates(community.id)
    wanted = _wanted(runs=runs)
    found = directory.entries_of(community, wanted, after=_after())
    page, more = tuple(found[: directory.MEMBERS_A_PAGE]), len(found) > directory.MEMBERS_A_PAGE
    is_open = bool(wanted.chosen or request.args.get("narrow"))
    asked = {"q": wanted.words, **wanted.chosen}
    return render_template(
        "groups/members.html",
        community=community,
        section="members",
        count=directory.count_of(community, wanted),
        runs=runs,
        wanted=wanted,
        narrowing=is_open and _narrowing(community, wanted, runs=runs),
        rows=page and fragment("groups/member_rows.html", names_said, members=page, slug=community.slug, runs=runs),
        is_narrowed=any(wanted),
        after={**asked, "after": f"{page[-1].folded}|{page[-1].id}"} if more else None,
    )


def _wanted(*, runs):
    """Return whom the address asks for; who is silent only coordinators ask."""
    given = {name: request.args.get(name, "").strip()[:200] for name in directory.CHOICES}
    if not runs:
        given["silent"] = ""
    return directory.Wanted(words=request.args.get("q", "").strip()[:200], **given)


def _after():
    name, _, last = request.args.get("after", "").rpartition("|")
    number = read_number(last)
    return (name, number) if number is not None else None


def _narrowing(community, wanted, *, runs):
    """Return the choices with the number of members behind each; they are counted only where they are shown."""
    choices = directory.choices_in(community, wanted)
    return fragment("groups/member_choices.html", _choices, choices=choices, wanted=wanted, runs=runs)


def _choices(choices, **_shown):
    language = reader()[0]
    kinds = {kind: directory.of_kind(choices, kind) for kind in directory.CHOICES}
    countries = [(c.key, places.names_by_code(language).get(c.key, c.key), c.number) for c in kinds["country"]]
    languages = [(c.key, tongues.name_of(c.key, language), c.number) for c in kinds["language"]]
    tags = sorted(kinds["tag"], key=lambda choice: (-choice.number, choice.key))[:TAGS_SHOWN]
    return {
        "organisations": sorted([(c.key, c.label, c.number) for c in kinds["organisation"]], key=_by_name),
        "countries": sorted(countries, key=_by_name),
        "languages": sorted(languages, key=_by_name),
        "tags": [(c.key, c.label, c.number) for c in tags],
        "roles": [(c.key, role_name(c.key), c.number) for c in kinds["role"]],
        "silent": sum(c.number for c in kinds["silent"]),
    }


def _by_name(choice):
    return choice[1].casefold()


def names_said(**_shown):
    """Return how the countries and languages of members are said in the reader's language."""
    language = reader()[0]
    known = places.names_by_code(language)
    return {
        "country": lambda code: known.get(code, code),
        "tongues": lambda codes: sorted(tongues.name_of(code, language) for code in codes.split(",")),
    }


@blueprint.get("/people/<handle>")
@login_required
def person(handle):
    viewer, language = current_viewer(), reader()[0]
    found = find_person(handle, viewer=viewer)
    belongings = memberships_of(found, viewer=viewer)
    is_self = viewer.person_id == found.id
    return render_template(
        "groups/person.html",
        person=found,
        is_self=is_self,
        country=places.names_by_code(language).get(found.country or ""),
        languages=[tongues.name_of(spoken.code, language) for spoken in found.spoken],
        belongings=belongings,
        prompts=introductions.prompts_by_community([group.id for group, _role, _said in belongings]),
        posts=introduction_posts_of(found.id),
        tags=introductions.tags_by_community(found.id),
        brought={case.at: case for case in brought_by(found.id, viewer=viewer)},
        may_bring={group.id for group, _role, said in belongings if is_self and said and can_create(viewer, group)},
    )
