"""What follows introductions: they stand as posts in the community's own thread for them, where others answer."""

from sqlalchemy import select

from community import clock
from community.database import session
from community.discussions.events import PostAdded, PostEdited, ThreadStarted
from community.discussions.models import IntroductionPost, Thread, ThreadKind
from community.discussions.posting import append, compose, hold
from community.discussions.queries.threads import introductions_of
from community.events import publish
from community.groups.events import Introduced, IntroductionChanged
from community.groups.models import Group, Membership
from community.groups.prompts import as_post
from community.groups.queries.introductions import introduction_of, prompts_of
from community.groups.viewer import Audience, Role
from community.languages import gettext, speaking


def post_introduction(event: Introduced | IntroductionChanged) -> None:
    """Post what a member says of themself, or change the post that says it."""
    community = session().get_one(Group, event.community_id)
    introduction = introduction_of(event.person_id, community)
    held = session().get(IntroductionPost, (event.person_id, community.id))
    with speaking(community.language, "UTC"):
        if introduction is not None:
            text = as_post(prompts_of(community), introduction.says)
        elif held is not None:
            text = gettext("I have taken my introduction back.")
        else:
            return
    if held is None:
        _add(community, event.person_id, text)
    else:
        _revise(held, text)


def _add(community: Group, person_id: int, text: str) -> None:
    session().refresh(community, with_for_update=True)  # so that two newcomers at once open one thread
    thread = introductions_of(community) or _open(community, person_id)
    hold(thread)
    post = append(thread, compose(text), author_id=person_id)
    session().add(IntroductionPost(person_id=person_id, group_id=community.id, post_id=post.id))
    session().flush()
    publish(PostAdded(post.id))


def _revise(held: IntroductionPost, text: str) -> None:
    source, rendered, _language = compose(text)
    if source != held.post.revision.source:
        held.post.revise(source=source, html=rendered.html, text=rendered.text, at=clock.now())
        session().flush()
        publish(PostEdited(held.post_id))


def _open(community: Group, person_id: int) -> Thread:
    """Open the thread, in the name of the community's first coordinator; only members read it, also in a public community."""
    with speaking(community.language, "UTC"):
        title = gettext("Introductions: who is here")
    thread = Thread(
        group=community,
        kind=ThreadKind.INTRODUCTIONS,
        title=title,
        language=community.language,
        audience=Audience.COMMUNITY,
        post_count=0,
        started_by_id=_first_coordinator(community) or person_id,
        started_at=clock.now(),
        last_post_at=clock.now(),
    )
    session().add(thread)
    session().flush()
    publish(ThreadStarted(thread.id))
    return thread


def _first_coordinator(community: Group) -> int | None:
    return session().scalar(
        select(Membership.person_id)
        .where(Membership.group_id == community.id, Membership.role == Role.COORDINATOR)
        .order_by(Membership.joined_at, Membership.person_id)
        .limit(1)
    )
