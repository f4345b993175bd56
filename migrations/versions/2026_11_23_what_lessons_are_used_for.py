"""Where lessons hold, voices on them, their use, and when they are looked at again"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_LESSON = sa.table("lesson", sa.column("id"), sa.column("status"), *(sa.column(name, _MOMENT) for name in (
    "adopted_at", "reviewed_at", "review_at",
)))  # fmt: skip


def upgrade() -> None:
    op.add_column("lesson", sa.Column("use_count", sa.Integer(), server_default=sa.text("0"), nullable=False))
    for name in ("review_at", "reviewed_at", "review_asked_at"):
        op.add_column("lesson", sa.Column(name, _MOMENT, nullable=True))
    op.create_index("ix_lesson_review_at", "lesson", ["review_at"])
    for name in ("holds", "holds_not"):
        op.add_column(
            "lesson_revision", sa.Column(name, sa.String(length=600), server_default=sa.text("''"), nullable=False)
        )
    _let_adopted_ones_be_reviewed()
    op.create_table(
        "lesson_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        *_whose("lesson_voice"),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        _case("lesson_voice"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.Column("taken_back_at", _MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('also', 'not_here')", name=op.f("ck_lesson_voice_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_voice")),
        sa.UniqueConstraint("lesson_id", "person_id", name=op.f("uq_lesson_voice_lesson_id_person_id")),
    )
    op.create_index("ix_lesson_voice_page", "lesson_voice", ["lesson_id", "given_at", "id"])
    op.create_index(op.f("ix_lesson_voice_person_id"), "lesson_voice", ["person_id"])
    op.create_index(op.f("ix_lesson_voice_case_id"), "lesson_voice", ["case_id"])
    op.create_table(
        "lesson_trial",
        *_whose("lesson_trial"),
        sa.Column("planned_at", _MOMENT, nullable=False),
        sa.Column("ask_at", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("is_used", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("lesson_id", "person_id", name=op.f("pk_lesson_trial")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_lesson_trial_due", "lesson_trial", ["ask_at"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index(op.f("ix_lesson_trial_person_id"), "lesson_trial", ["person_id"])
    op.create_table(
        "lesson_use",
        sa.Column("id", sa.Integer(), nullable=False),
        *_whose("lesson_use"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        _case("lesson_use"),
        sa.Column("adapted", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("reported_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=True),
        sa.Column("taken_back_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "stage IN ('immediate', 'potential', 'applied', 'realised')", name=op.f("ck_lesson_use_stage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_use")),
    )
    op.create_index("ix_lesson_use_page", "lesson_use", ["lesson_id", "reported_at", "id"])
    op.create_index(op.f("ix_lesson_use_person_id"), "lesson_use", ["person_id"])
    op.create_index(op.f("ix_lesson_use_case_id"), "lesson_use", ["case_id"])


def _whose(table: str) -> list[sa.schema.SchemaItem]:
    """Return the columns that say which lesson and who, with their keys."""
    return [
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f(f"fk_{table}_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"), ondelete="CASCADE"
        ),
    ]


def _case(table: str) -> sa.Column:
    key = sa.ForeignKey("case.id", name=op.f(f"fk_{table}_case_id_case"), ondelete="SET NULL")
    return sa.Column("case_id", sa.Integer(), key, nullable=True)


def _let_adopted_ones_be_reviewed() -> None:
    """Let those adopted already be looked at a year after they were."""
    connection = op.get_bind()
    adopted = sa.select(_LESSON.c.id, _LESSON.c.adopted_at).where(
        _LESSON.c.status == "adopted", _LESSON.c.adopted_at.is_not(None)
    )
    for lesson_id, adopted_at in connection.execute(adopted).all():
        moment: datetime = adopted_at
        connection.execute(
            _LESSON.update()
            .where(_LESSON.c.id == lesson_id)
            .values(reviewed_at=moment, review_at=moment + timedelta(days=365))
        )


def downgrade() -> None:
    for table in ("lesson_use", "lesson_trial", "lesson_voice"):
        op.drop_table(table)
    for name in ("holds_not", "holds"):
        op.drop_column("lesson_revision", name)
    op.drop_index("ix_lesson_review_at", table_name="lesson")
    for name in ("review_asked_at", "reviewed_at", "review_at", "use_count"):
        op.drop_column("lesson", name)
