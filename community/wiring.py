"""What belongs together: blueprints, who asks, and, on one page, what follows each event."""

from typing import Any

from flask import Flask, request

from community import csrf, web, worker
from community.accounts import answering
from community.accounts import cli as accounts_cli
from community.accounts import events as accounts_events
from community.accounts import views as accounts_views
from community.accounts.actions.sign_ins import NOTED_EVERY, note_use
from community.accounts.session import current_viewer, login_manager
from community.accounts.views import email, password, profile, sign_in, sign_ins  # noqa: F401
from community.addresses import next_address, read_number
from community.audit import views as audit_views
from community.cases import events as cases
from community.cases import reactions as around_cases
from community.cases import views as cases_views
from community.cases.actions.amending import forget_former
from community.cases.views import (  # noqa: F401
    authors,
    beginning,
    bringing,
    choosing,
    editing,
    forming,
    forming_one,
    history,
    lists,
    matrix,
    pages,
    presence,
    settings,
    shaping,
    taking,
)
from community.demo import cli as demo_cli
from community.demo import views as demo_views
from community.discussions import events as discussions
from community.discussions import reactions as discussing
from community.discussions import views as discussions_views
from community.discussions.views import posts, threads  # noqa: F401
from community.drafts import views as drafts_views
from community.drafts.actions import forget_old
from community.events import subscribe
from community.files import preparing, storage, sweeping
from community.files import views as files_views
from community.files.views import keeping, serving  # noqa: F401
from community.groups import cli as groups_cli
from community.groups import events as groups_events
from community.groups import reactions as invited
from community.groups import views as groups_views
from community.groups import words
from community.groups.letters import write_invitations
from community.groups.queries.visibility import visit_by
from community.groups.viewer import VISITOR, Viewer
from community.groups.views import (  # noqa: F401
    doors,
    groups,
    introductions,
    invitations,
    inviting,
    joining,
    membership,
    organisation_names,
    organisations,
    people,
    reporting,
    setting_up,
    standing,
    subgroups,
    working,
)
from community.groups.views import settings as community_settings  # noqa: F401
from community.home import entering
from community.home import views as home_views
from community.home.views import desk, front, gaps  # noqa: F401
from community.languages import reader
from community.lessons import asking, reanchoring
from community.lessons import events as lessons
from community.lessons import reactions as passages
from community.lessons import views as lessons_views
from community.lessons.views import (  # noqa: F401
    chains,
    evidence,
    harvesting,
    learned,
    passage,
    reading,
    reviewing,
    settling,
    tray,
    uses,
    voices,
    writing,
)
from community.lessons.views import history as history_of_lessons  # noqa: F401
from community.links import cli as links_cli
from community.links import reactions as links
from community.mail import delivery, emptying
from community.mail import events as mail_events
from community.mail import views as mail_views
from community.mail.sending import transport_for
from community.notifications import emptying as forgetting
from community.notifications import letters, telling
from community.notifications import reactions as tidings
from community.notifications import views as notifications_views
from community.notifications.queries.lists import count_unread
from community.notifications.reactions import following
from community.notifications.reactions import lessons as of_lessons
from community.notifications.reactions import plenaries as opened
from community.plenaries import closing as phases
from community.plenaries import events as plenaries
from community.plenaries import reactions as around_plenaries
from community.plenaries import views as plenaries_views
from community.plenaries.views import agreeing, board, chain, collecting, opening, report, themes, weighing  # noqa: F401
from community.plenaries.views import reading as reading_plenaries  # noqa: F401
from community.search import cli as search_cli
from community.search import filling, indexing, reactions
from community.search import views as search_views
from community.search.engines import engine_for
from community.search.views import missing, results, suggesting  # noqa: F401
from community.texts import actions as texts
from community.texts import views as texts_views
from community.texts.views import box  # noqa: F401
from community.throttle import sweep_job
from community.vocabularies import events as vocabulary_events
from community.vocabularies import views as vocabularies_views

JOBS = [
    reanchoring.look_again, telling.tell_waiting, letters.write_due, write_invitations, filling.fill_next,
    entering.enter_help, indexing.index_pending, indexing.tidy_when_quiet, preparing.prepare_next, sweeping.erase_removed,
    answering.answer_forgetful, delivery.deliver_due, emptying.empty_old, forgetting.forget_now_and_then, sweep_job,
    forget_former, forget_old, phases.close_due, asking.ask_due,
]  # fmt: skip


def install(app: Flask) -> None:
    """Wire the features into the application."""
    _know_who_asks(app)
    _register(app)
    _follow()
    app.extensions["search_engine"] = engine_for(app.config)
    app.extensions[storage.EXTENSION] = storage.FolderStore(app.config["VAR"] / "files")
    app.extensions["mail_transport"] = transport_for(app.config)
    app.extensions[worker.JOBS] = JOBS


def _follow() -> None:
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
    subscribe(discussions.ThreadMoved, following.follow_thread)
    subscribe(cases.CoAuthorAdded, tidings.note_author)
    subscribe(cases.CaseHandedOver, tidings.note_author)
    for event in (cases.RoundOpened, cases.RoundClosingChanged, cases.RoundGivenUp):
        subscribe(event, tidings.note_round)
    subscribe(groups_events.MemberJoined, tidings.note_joined)
    subscribe(groups_events.RoleChanged, tidings.note_role)
    subscribe(groups_events.JoinAsked, tidings.note_asked)
    subscribe(groups_events.SubgroupJoinAsked, tidings.note_asked_inside)
    subscribe(groups_events.SubgroupJoinDecided, tidings.note_answer_inside)
    subscribe(groups_events.TaskGiven, tidings.note_task)
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


def _register(app: Flask) -> None:
    for views in (
        accounts_views, groups_views, discussions_views, cases_views, vocabularies_views, lessons_views,
        plenaries_views, search_views, home_views, mail_views, notifications_views, files_views,
        audit_views, drafts_views, texts_views,
    ):  # fmt: skip
        app.register_blueprint(views.blueprint)
    for commands in (accounts_cli.commands, groups_cli.commands, search_cli.commands, links_cli.commands):
        app.register_blueprint(commands)
    if app.config["DEMO"]:
        app.register_blueprint(demo_views.blueprint)
        app.register_blueprint(demo_cli.commands)


def _know_who_asks(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.user_loader(_who_holds)
    login_manager.anonymous_user = lambda: VISITOR
    login_manager.unauthorized_handler(web.ask_to_sign_in)
    app.context_processor(_what_every_page_says)
    app.jinja_env.globals.update(
        csrf_field=csrf.field,
        next_address=next_address,
        paste_limit=texts.PASTED,
        count_unread=count_unread,
        role_name=words.role_name,
        step_names=words.step_names,
        step_asks=words.step_asks,
        STEPS=words.STEPS,
    )


def _what_every_page_says() -> dict[str, Any]:
    told = read_number(request.args.get("told")) if request else None
    return {"viewer": current_viewer(), "locale": reader()[0], "notification_id": told}


def _who_holds(token: str) -> Viewer | None:
    visit = visit_by(token, noted_every=NOTED_EVERY)
    if visit is not None and visit.is_due:
        note_use(token)
    return visit.viewer if visit is not None else None
