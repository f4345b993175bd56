"""The command that makes the table of links anew; and, with it, the filter that shows links in pages."""

import click
from flask import Blueprint
from sqlalchemy import and_, delete, select

from community.cases.models import Case, CaseRevision
from community.database import session, unit_of_work
from community.discussions.models import Post, PostRevision, Thread
from community.groups.models import Group
from community.lessons.models import Lesson, LessonRevision
from community.links.models import Link
from community.links.reactions import remember
from community.links.showing import with_links

commands = Blueprint("links_commands", __name__, cli_group="links")
commands.add_app_template_filter(with_links)

_CASES = select(Case.id, Case.community_id, CaseRevision.html).join(
    CaseRevision, and_(CaseRevision.case_id == Case.id, CaseRevision.number == Case.revision_count)
)
_POSTS = (
    select(Post.id, Group.community_id, PostRevision.html)
    .join(PostRevision, and_(PostRevision.post_id == Post.id, PostRevision.number == Post.revision_count))
    .join(Thread, Thread.id == Post.thread_id)
    .join(Group, Group.id == Thread.group_id)
    .where(PostRevision.html.contains("data-link="))
)
_LESSONS = select(Lesson.id, Lesson.community_id, LessonRevision.html).join(
    LessonRevision, and_(LessonRevision.lesson_id == Lesson.id, LessonRevision.number == Lesson.revision_count)
)


@commands.cli.command("rebuild")
def rebuild() -> None:
    """Make the table of what links to what anew, from the texts as they are stored."""
    count = 0
    with unit_of_work():
        session().execute(delete(Link))
        for source, statement in (("case_id", _CASES), ("post_id", _POSTS), ("lesson_id", _LESSONS)):
            for number, community_id, html in session().execute(statement):
                texts = list(html.values()) if isinstance(html, dict) else [html]
                if any("data-link=" in text for text in texts):
                    remember(source, number, community_id, texts, ())
                    count += 1
    click.echo(f"{count} texts link to others.")
