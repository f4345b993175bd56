"""The verbs of groups themselves: found a community, form a subgroup, change who sees it and where it stands."""

from community import clock, slugs
from community.database import session
from community.errors import Invalid, NotAllowed
from community.events import publish
from community.groups import rules
from community.groups.events import AudienceChanged
from community.groups.models import Group, Step
from community.groups.viewer import Audience, Viewer
from community.languages import gettext
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
) -> Group:
    """Make a subgroup of a community."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator forms subgroups."))
    group = Group(
        parent=community,
        name=name,
        summary=summary,
        question=question,
        language=community.language,
        step=community.step,
        slug=slug
        or slugs.free(
            "group", community.id, name, taken=lambda s: slugs.is_taken(Group, s, Group.parent_id == community.id)
        ),
        created_at=clock.now(),
    )
    group.set_audience(Audience(audience), is_confidential=is_confidential)
    session().add(group)
    session().flush()
    return group


def set_audience(group: Group, *, audience: str, is_confidential: bool, by: Viewer) -> None:
    """Change who may see a group; what a community no longer allows its subgroups lose too."""
    if not rules.can_run(by, group.scope):
        raise NotAllowed(gettext("Only those who run the group change who may see it."))
    if is_confidential and group.is_community:
        raise Invalid("is_confidential", gettext("A community cannot be confidential; make a subgroup for what is."))
    group.set_audience(Audience(audience), is_confidential=is_confidential)
    if group.is_community:
        for subgroup in session().query(Group).where(Group.parent_id == group.id):
            subgroup.set_audience(Audience(subgroup.audience), is_confidential=subgroup.is_confidential)
    session().flush()
    publish(AudienceChanged(group.id))


def set_step(community: Group, *, step: str, by: Viewer) -> None:
    """Move a community to another step of the learning cycle."""
    if not rules.can_coordinate(by, community.scope):
        raise NotAllowed(gettext("Only a coordinator moves the community to another step."))
    if step not in set(Step):
        raise Invalid("step", gettext("Choose one of the five steps."))
    community.step = Step(step)
