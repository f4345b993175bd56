"""The verbs of groups themselves: found a community, form and describe a subgroup, change who sees it and where it stands."""

from typing import Any

from community import clock, slugs
from community.audit.actions import record
from community.database import session
from community.errors import Invalid, NotAllowed
from community.events import publish
from community.groups import rules
from community.groups.actions.members import lock
from community.groups.events import AudienceChanged
from community.groups.models import Group, Step
from community.groups.viewer import Audience, Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lines import clean_line
from community.rendering import render


def found_community(
    *,
    name: str,
    slug: str | None = None,
    summary: str = "",
    description: str = "",
    language: str = "en",
    audience: str = Audience.COMMUNITY,
    step: str = Step.GATHER,
) -> Group:
    """Make a community. Its first coordinator is appointed with `appoint`; asked by the administrator's command and seeds."""
    group = Group(
        name=name,
        slug=slug or slugs.free("group", 0, name, taken=lambda s: slugs.is_taken(Group, s, Group.parent_id.is_(None))),
        summary=summary,
        description=description,
        description_html=render(description).html,
        language=language,
        audience=Audience(audience),
        step=Step(step),
        is_confidential=False,
        created_at=clock.now(),
    )
    session().add(group)
    session().flush()
    return group


def form_subgroup(
    community: Group,
    *,
    name: str,
    by: Viewer,
    slug: str | None = None,
    summary: str = "",
    question: str = "",
    audience: str = Audience.COMMUNITY,
    is_confidential: bool = False,
    language: str | None = None,
) -> Group:
    """Make a subgroup of a community."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator forms subgroups."))
    described = _described(name=name, summary=summary, question=question)
    group = Group(
        parent=community,
        **described,
        language=language or community.language,
        step=community.step,
        slug=slug or _slug(community.id, described["name"], is_secret=is_confidential),
        created_at=clock.now(),
    )
    group.set_audience(_audience(audience), is_confidential=is_confidential)
    session().add(group)
    session().flush()
    _note("subgroup.formed", group, by=by, audience=group.audience, is_confidential=is_confidential)
    return group


def describe_subgroup(group: Group, *, name: str, summary: str, question: str, is_open: bool, by: Viewer) -> None:
    """Change what a subgroup says of itself and whether members come in without asking; its former address leads on."""
    if not rules.can_set_up(by, group):
        raise not_allowed(group.scope, gettext("Only those who run the group change it."))
    lock(group)
    described = _described(name=name, summary=summary, question=question)
    if is_open and group.is_confidential:
        raise Invalid(
            "is_open", gettext("People come into a confidential subgroup only when its facilitator lets them in.")
        )
    if described["name"] != group.name:
        slug = _slug(group.community_id, described["name"], is_secret=group.is_confidential, group_id=group.id)
        if slug != group.slug:
            slugs.remember("group", group.community_id, group.slug, group.id)
            group.slug = slug
    if is_open != group.is_open:
        _note("subgroup.door", group, by=by, is_open=is_open)
    group.describe(**described, is_open=is_open)
    session().flush()


def set_audience(group: Group, *, audience: str, is_confidential: bool, by: Viewer) -> None:
    """Change who may see a group; what a community no longer allows its subgroups lose too."""
    if not rules.can_run(by, group.scope):
        raise not_allowed(group.scope, gettext("Only those who run the group change who may see it."))
    lock(group)
    wanted = _audience(audience)
    if is_confidential and group.is_community:
        raise Invalid("is_confidential", gettext("A community cannot be confidential; make a subgroup for what is."))
    group.set_audience(wanted, is_confidential=is_confidential)
    if group.is_community:
        for subgroup in session().query(Group).where(Group.parent_id == group.id):
            subgroup.set_audience(Audience(subgroup.audience), is_confidential=subgroup.is_confidential)
    session().flush()
    _note("audience.changed", group, by=by, audience=group.audience, is_confidential=is_confidential)
    publish(AudienceChanged(group.id))


def set_step(community: Group, *, step: str, by: Viewer) -> None:
    """Move a community to another step of the learning cycle."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator moves the community to another step."))
    if step not in set(Step):
        raise Invalid("step", gettext("Choose one of the five steps."))
    community.step = Step(step)


def _described(*, name: str, summary: str, question: str) -> dict[str, str]:
    """Return what a subgroup says of itself, on one line each, within its limits."""
    said = {"name": clean_line(name), "summary": clean_line(summary), "question": clean_line(question)}
    if not said["name"]:
        raise Invalid("name", gettext("Give the subgroup a name."))
    for field, text in said.items():
        if len(text) > rules.LENGTHS[field]:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=rules.LENGTHS[field]))
    return said


def _slug(community_id: int, name: str, *, is_secret: bool, group_id: int = 0) -> str:
    others = (Group.parent_id == community_id, Group.id != group_id)
    return slugs.free(
        "group", community_id, name, taken=lambda s: slugs.is_taken(Group, s, *others), of=group_id, is_secret=is_secret
    )


def _audience(audience: str) -> Audience:
    try:
        return Audience(audience)
    except ValueError as error:
        raise Invalid("audience", gettext("Choose who may see it.")) from error


def _note(what: str, group: Group, *, by: Viewer, **detail: Any) -> None:
    record(what, by_id=by.person_id, community_id=group.community_id, group_id=group.id, **detail)
