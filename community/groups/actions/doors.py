"""The verbs at the door of a community: ask, withdraw, decide."""

from community import clock, throttle
from community.accounts.queries import get_person
from community.audit import actions as audit
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Refusal
from community.events import publish
from community.groups import rules
from community.groups.actions.members import appoint
from community.groups.admissions import JoinRequest, RequestState
from community.groups.events import JoinAsked, JoinDecided
from community.groups.models import Group
from community.groups.queries.doors import find_own_request
from community.groups.queries.visibility import viewer_of
from community.groups.viewer import Door, Viewer
from community.languages import gettext
from community.mail.actions import send
from community.mail.composing import Recipient

TIMES_A_DAY = 3
VERDICTS = (RequestState.APPROVED, RequestState.DECLINED)


def ask(community: Group, *, answer: str, by: Viewer) -> JoinRequest:
    """Ask to join a community."""
    if by.person_id is None or rules.door_for(by, community) != Door.ASK:
        raise Absent
    if find_own_request(community, viewer=by) is not None:
        raise Refusal(gettext("You have asked already; a coordinator will decide."))
    answer = answer.strip()
    if community.door_question and not answer:
        raise Invalid("answer", gettext("Answer in a few words, so that the coordinators know who asks."))
    if len(answer) > rules.ANSWER_LENGTH:
        raise Invalid("answer", gettext("An answer can have at most %(n)d characters.", n=rules.ANSWER_LENGTH))
    throttle.spend(throttle.Limit(f"join:{by.person_id}:{community.id}", TIMES_A_DAY, 24 * 3600))
    request = JoinRequest(
        group_id=community.id,
        person_id=by.person_id,
        question=community.door_question,
        answer=answer,
        asked_at=clock.now(),
    )
    session().add(request)
    session().flush()
    publish(JoinAsked(request.id))
    return request


def withdraw(community: Group, *, by: Viewer) -> None:
    """Take back one's own request, where there is one."""
    request = find_own_request(community, viewer=by)
    if request is not None:
        request.settle(RequestState.WITHDRAWN, by_id=by.person_id, word="", at=clock.now())


def decide(request: JoinRequest, *, verdict: str, word: str, by: Viewer) -> None:
    """Let somebody in who asked, or not; a letter tells them, with the coordinator's word."""
    if not rules.can_invite(by, request.group):
        raise NotAllowed(gettext("Only a coordinator decides who joins."))
    session().refresh(request, ["state"], with_for_update=True)
    if request.state != RequestState.ASKED:
        raise Refusal(gettext("This was decided already, or the request was taken back."))
    if verdict not in VERDICTS:
        raise Invalid("verdict", gettext("Say whether they may join."))
    if len(word) > rules.WORD_LENGTH:
        raise Invalid("word", gettext("Say it in at most %(n)d characters.", n=rules.WORD_LENGTH))
    request.settle(RequestState(verdict), by_id=by.person_id, word=word.strip(), at=clock.now())
    session().flush()
    if verdict == RequestState.APPROVED and not viewer_of(request.person_id).belongs_to(request.group_id):
        appoint(get_person(request.person_id), request.group, by=by)
    audit.record(
        f"request.{verdict}",
        by_id=by.person_id,
        community_id=request.group_id,
        group_id=request.group_id,
        person_id=request.person_id,
    )
    _tell(request)
    publish(JoinDecided(request.id))


def _tell(request: JoinRequest) -> None:
    person = request.person
    values = {"community": request.group.name, "slug": request.group.slug, "word": request.word}
    to = Recipient(person.email, person.name, person.language, person.time_zone)
    send(f"join-{request.state}", to=to, purpose="join", values=values)
