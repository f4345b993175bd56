"""What follows each event, on one page: rows in the same transaction, and what people are told of."""

from community.accounts import events as accounts_events
from community.cases import events as cases
from community.cases import reactions as around_cases
from community.discussions import events as discussions
from community.discussions import reactions as discussing
from community.events import subscribe
from community.groups import events as groups_events
from community.groups import reactions as invited
from community.lessons import events as lessons
from community.lessons import reactions as passages
from community.links import reactions as links
from community.mail import events as mail_events
from community.notifications import reactions as tidings
from community.notifications.reactions import following, withdrawing
from community.notifications.reactions import lessons as of_lessons
from community.notifications.reactions import plenaries as opened
from community.plenaries import events as plenaries
from community.plenaries import reactions as around_plenaries
from community.search import reactions
from community.vocabularies import events as vocabulary_events


def follow() -> None:
    """Say what follows what."""
    subscribe(cases.CaseCreated, reactions.note_case, around_cases.note_facets, links.note_case)
    subscribe(cases.CaseRevised, reactions.note_case, reactions.follow_title, around_cases.note_facets, links.note_case)
    subscribe(cases.CaseRevised, passages.check_case)
    subscribe(discussions.PostEdited, passages.check_post)
    subscribe(cases.CaseMoved, passages.follow_case, reactions.note_case, around_cases.note_facets)
    subscribe(cases.CaseHandedOver, reactions.note_case)
    subscribe(groups_events.MemberJoined, reactions.note_member)
    subscribe(groups_events.MemberLeft, reactions.forget_member)
    for presented in (groups_events.Introduced, groups_events.IntroductionChanged):
        subscribe(presented, discussing.post_introduction, reactions.note_introduction)
    subscribe(groups_events.CommunityReaddressed, reactions.follow_address)
    subscribe(groups_events.MemberLeft, around_cases.forget_author)
    subscribe(accounts_events.ProfileChanged, around_cases.follow_owner, reactions.note_person)
    subscribe(groups_events.OrganisationRenamed, around_cases.follow_organisation, reactions.note_organisation)
    subscribe(vocabulary_events.VocabularyArranged, around_cases.follow_vocabulary, reactions.follow_vocabulary)
    for event in (discussions.PostAdded, discussions.PostEdited):
        subscribe(event, reactions.note_post, links.note_post)
    subscribe(discussions.ThreadMoved, passages.follow_thread, reactions.follow_thread)
    subscribe(lessons.LessonWritten, reactions.note_lesson, links.note_lesson, around_plenaries.note_text)
    subscribe(lessons.LessonSettled, reactions.note_lesson)
    subscribe(groups_events.MemberJoined, invited.note_member)
    subscribe(mail_events.LetterSettled, invited.note_letter)
    _tell()


def _tell() -> None:
    """Say what people are told of."""
    subscribe(cases.CaseCreated, tidings.note_case)
    subscribe(cases.CaseRevised, tidings.note_case)
    subscribe(cases.CaseMoved, following.follow_case)
    subscribe(discussions.PostAdded, tidings.note_post)
    subscribe(discussions.PostEdited, tidings.note_post)
    subscribe(discussions.PostRemoved, withdrawing.note_removed)
    subscribe(discussions.ThreadMoved, following.follow_thread)
    subscribe(cases.CoAuthorAdded, tidings.note_author)
    subscribe(cases.CaseHandedOver, tidings.note_author)
    subscribe(cases.CaseWithdrawn, withdrawing.note_withdrawn)
    for event in (cases.RoundOpened, cases.RoundClosingChanged, cases.RoundGivenUp):
        subscribe(event, tidings.note_round)
    subscribe(groups_events.MemberJoined, tidings.note_joined)
    subscribe(groups_events.RoleChanged, tidings.note_role)
    subscribe(groups_events.JoinAsked, tidings.note_asked)
    subscribe(groups_events.SubgroupJoinAsked, tidings.note_asked_inside)
    subscribe(groups_events.SubgroupJoinDecided, tidings.note_answer_inside)
    subscribe(groups_events.TaskGiven, tidings.note_task)
    subscribe(groups_events.SubgroupDissolved, tidings.note_dissolved)
    subscribe(groups_events.SubgroupTakenUpAgain, tidings.note_taken_up)
    subscribe(groups_events.MeetingSet, tidings.note_meeting)
    subscribe(groups_events.FacilitatorMissing, tidings.note_missing)
    subscribe(groups_events.ReportHandedIn, tidings.note_report)
    subscribe(groups_events.InvitationDeclined, tidings.note_refusal)
    subscribe(groups_events.CommunityFounded, tidings.note_founded)
    subscribe(groups_events.CoordinatorNamed, tidings.note_coordinator)
    subscribe(lessons.PassageHarvested, tidings.note_passage)
    subscribe(plenaries.PlenaryOpened, opened.note_plenary)
    subscribe(plenaries.PhaseChanged, opened.note_plenary)
    subscribe(plenaries.DraftReopened, opened.note_text)
    subscribe(plenaries.DraftDecided, opened.note_decision)
    subscribe(plenaries.ReportPublished, opened.note_report)
    subscribe(plenaries.StepGiven, opened.note_step)
    for told in (lessons.LessonWritten, lessons.LessonSettled, lessons.EvidenceChanged):
        subscribe(told, of_lessons.note_lesson)
    subscribe(lessons.LessonUsed, of_lessons.note_use)
    subscribe(lessons.UseAsked, of_lessons.note_asked)
    subscribe(lessons.ReviewDue, of_lessons.note_review)
