"""What happens to groups and their members."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MemberJoined:
    """A person became a member of a group; `by_id` is their own where they took that step by themself."""

    group_id: int
    person_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class MemberLeft:
    """A person is no longer a member of a group."""

    group_id: int
    person_id: int


@dataclass(frozen=True)
class AudienceChanged:
    """Who may see a group changed."""

    group_id: int


@dataclass(frozen=True)
class RoleChanged:
    """A member has another role in a group."""

    group_id: int
    person_id: int
    role: str
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class FacilitatorMissing:
    """Nobody facilitates a subgroup any more."""

    group_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SubgroupDissolved:
    """A subgroup became an archive."""

    group_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SubgroupTakenUpAgain:
    """A subgroup that was dissolved is worked in again."""

    group_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SubgroupJoinAsked:
    """Somebody asks to join a subgroup."""

    request_id: int


@dataclass(frozen=True)
class SubgroupJoinDecided:
    """Somebody's request to join a subgroup was answered."""

    request_id: int


@dataclass(frozen=True)
class MeetingSet:
    """A subgroup's next meeting was set, or set anew."""

    group_id: int


@dataclass(frozen=True)
class TaskGiven:
    """A task was given to a member by somebody else."""

    task_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ReportHandedIn:
    """A subgroup handed its report in to the plenary."""

    group_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Introduced:
    """A member presented themself to a community for the first time."""

    community_id: int
    person_id: int


@dataclass(frozen=True)
class IntroductionChanged:
    """A member presents themself otherwise, or took their introduction back."""

    community_id: int
    person_id: int


@dataclass(frozen=True)
class PeopleInvited:
    """A coordinator invited people into a community; their letters are still to be written."""

    community_id: int
    by_id: int
    count: int


@dataclass(frozen=True)
class InvitationAccepted:
    """Somebody came in by an invitation."""

    invitation_id: int
    person_id: int


@dataclass(frozen=True)
class InvitationDeclined:
    """Somebody does not want to come in; the invitation holds their word."""

    invitation_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class JoinAsked:
    """Somebody asks to join a community."""

    request_id: int


@dataclass(frozen=True)
class JoinDecided:
    """A request to join was approved or declined."""

    request_id: int


@dataclass(frozen=True)
class CoordinatorNamed:
    """A community that nobody ran has a coordinator, who has an account already."""

    group_id: int
    person_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class CommunityFounded:
    """There is a new community."""

    group_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class OrganisationRenamed:
    """People work at an organisation under another name, or at the one that theirs has become."""

    organisation_id: int


@dataclass(frozen=True)
class CommunityReaddressed:
    """A community has another address; the one it had leads on."""

    group_id: int
