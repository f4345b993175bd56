"""Plenaries, their phases, and the board of cards and themes"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plenary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("question", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("phase_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collect_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cluster_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agree_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("themes_edition", sa.Integer(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("audience IN ('community', 'public')", name=op.f("ck_plenary_audience")),
        sa.CheckConstraint(
            "phase IN ('collect', 'cluster', 'draft', 'agree', 'closed')", name=op.f("ck_plenary_phase")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["group.id"], name=op.f("fk_plenary_community_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_plenary_opened_by_id_person")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_plenary_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary")),
        sa.UniqueConstraint("community_id", "slug", name=op.f("uq_plenary_community_id_slug")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_plenary_thread_id")),
    )
    with op.batch_alter_table("plenary", schema=None) as batch_op:
        batch_op.create_index("ix_plenary_community_opened", ["community_id", "opened_at"], unique=False)
        batch_op.create_index("ix_plenary_due_at", ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_opened_by_id"), ["opened_by_id"], unique=False)

    op.create_table(
        "plenary_case",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_plenary_case_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_case_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plenary_id", "case_id", name=op.f("pk_plenary_case")),
    )
    with op.batch_alter_table("plenary_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_case_case_id"), ["case_id"], unique=False)

    op.create_table(
        "plenary_group",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["brought_by_id"], ["person.id"], name=op.f("fk_plenary_group_brought_by_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_plenary_group_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_group_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plenary_id", "group_id", name=op.f("pk_plenary_group")),
    )
    with op.batch_alter_table("plenary_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_group_brought_by_id"), ["brought_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "plenary_member",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plenary_member_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_member_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plenary_id", "person_id", name=op.f("pk_plenary_member")),
    )
    with op.batch_alter_table("plenary_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "plenary_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_plenary_theme_lesson_id_lesson"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_plenary_theme_made_by_id_person")),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_theme_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_theme")),
    )
    with op.batch_alter_table("plenary_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_theme_lesson_id"), ["lesson_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_theme_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index("ix_plenary_theme_plenary", ["plenary_id", "position"], unique=False)

    op.create_table(
        "plenary_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_edition", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("behind_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["behind_id"],
            ["plenary_passage.id"],
            name=op.f("fk_plenary_passage_behind_id_plenary_passage"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["brought_by_id"], ["person.id"], name=op.f("fk_plenary_passage_brought_by_id_person")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_plenary_passage_moved_by_id_person")),
        sa.ForeignKeyConstraint(["passage_id"], ["passage.id"], name=op.f("fk_plenary_passage_passage_id_passage")),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_passage_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_passage")),
        sa.UniqueConstraint("plenary_id", "passage_id", name=op.f("uq_plenary_passage_plenary_id_passage_id")),
    )
    with op.batch_alter_table("plenary_passage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_passage_behind_id"), ["behind_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_passage_brought_by_id"), ["brought_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_passage_moved_by_id"), ["moved_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plenary_passage_passage_id"), ["passage_id"], unique=False)

    op.create_table(
        "plenary_placing",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["plenary_passage.id"],
            name=op.f("fk_plenary_placing_card_id_plenary_passage"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["plenary_theme.id"],
            name=op.f("fk_plenary_placing_theme_id_plenary_theme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("card_id", "theme_id", name=op.f("pk_plenary_placing")),
    )
    with op.batch_alter_table("plenary_placing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plenary_placing_theme_id"), ["theme_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("plenary_placing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_placing_theme_id"))

    op.drop_table("plenary_placing")
    with op.batch_alter_table("plenary_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_passage_passage_id"))
        batch_op.drop_index(batch_op.f("ix_plenary_passage_moved_by_id"))
        batch_op.drop_index(batch_op.f("ix_plenary_passage_brought_by_id"))
        batch_op.drop_index(batch_op.f("ix_plenary_passage_behind_id"))

    op.drop_table("plenary_passage")
    with op.batch_alter_table("plenary_theme", schema=None) as batch_op:
        batch_op.drop_index("ix_plenary_theme_plenary")
        batch_op.drop_index(batch_op.f("ix_plenary_theme_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_plenary_theme_lesson_id"))

    op.drop_table("plenary_theme")
    with op.batch_alter_table("plenary_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_member_person_id"))

    op.drop_table("plenary_member")
    with op.batch_alter_table("plenary_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_group_group_id"))
        batch_op.drop_index(batch_op.f("ix_plenary_group_brought_by_id"))

    op.drop_table("plenary_group")
    with op.batch_alter_table("plenary_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_case_case_id"))

    op.drop_table("plenary_case")
    with op.batch_alter_table("plenary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plenary_opened_by_id"))
        batch_op.drop_index("ix_plenary_due_at")
        batch_op.drop_index("ix_plenary_community_opened")

    op.drop_table("plenary")
