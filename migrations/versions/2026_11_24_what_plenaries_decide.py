"""Drafts of plenaries, where participants stand on them, what was decided, and the report with its next steps"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plenary", sa.Column("quorum", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "plenary_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_revision", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("decided_revision", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('adopted', 'dissent', 'aside', 'issue')", name=op.f("ck_plenary_draft_verdict")
        ),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_plenary_draft_decided")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_plenary_draft_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["lesson.id"], name=op.f("fk_plenary_draft_issue_id_lesson"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_plenary_draft_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_plenary_draft_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_draft_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_draft")),
        sa.UniqueConstraint("plenary_id", "lesson_id", name=op.f("uq_plenary_draft_plenary_id_lesson_id")),
    )
    for column in ("lesson_id", "decided_by_id", "issue_id", "owner_id"):
        op.create_index(op.f(f"ix_plenary_draft_{column}"), "plenary_draft", [column])
    op.create_table(
        "plenary_voice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=8), nullable=False),
        sa.Column("because", sa.String(length=600), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stand IN ('agree', 'remark', 'object', 'context')", name=op.f("ck_plenary_voice_stand")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["plenary_draft.id"], name=op.f("fk_plenary_voice_draft_id_plenary_draft"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_plenary_voice_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_voice")),
        sa.UniqueConstraint(
            "draft_id", "person_id", "revision", name=op.f("uq_plenary_voice_draft_id_person_id_revision")
        ),
    )
    op.create_index(op.f("ix_plenary_voice_person_id"), "plenary_voice", ["person_id"])
    parts = ("introduction", "findings", "conclusions")
    op.create_table(
        "plenary_report",
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(f"{part}{end}", sa.Text(), nullable=False) for part in parts for end in ("", "_html")),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('community', 'public')", name=op.f("ck_plenary_report_audience")),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_report_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_plenary_report_written_by_id_person")),
        sa.PrimaryKeyConstraint("plenary_id", name=op.f("pk_plenary_report")),
    )
    op.create_index(op.f("ix_plenary_report_written_by_id"), "plenary_report", ["written_by_id"])
    op.create_table(
        "plenary_report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(part, sa.Text(), nullable=False) for part in parts),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_plenary_report_version_author_id_person")),
        sa.ForeignKeyConstraint(
            ["plenary_id"],
            ["plenary_report.plenary_id"],
            name=op.f("fk_plenary_report_version_plenary_id_plenary_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_report_version")),
        sa.UniqueConstraint("plenary_id", "number", name=op.f("uq_plenary_report_version_plenary_id_number")),
    )
    op.create_index(op.f("ix_plenary_report_version_author_id"), "plenary_report_version", ["author_id"])
    op.create_table(
        "plenary_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plenary_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_plenary_step_given_by_id_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_plenary_step_owner_id_person")),
        sa.ForeignKeyConstraint(
            ["plenary_id"], ["plenary.id"], name=op.f("fk_plenary_step_plenary_id_plenary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plenary_step")),
    )
    op.create_index("ix_plenary_step_plenary", "plenary_step", ["plenary_id", "id"])
    for column in ("owner_id", "given_by_id"):
        op.create_index(op.f(f"ix_plenary_step_{column}"), "plenary_step", [column])
    op.execute(
        "INSERT INTO plenary_draft (plenary_id, lesson_id, drafted_at, asked_revision, sentence) "
        "SELECT plenary_theme.plenary_id, lesson.id, lesson.created_at, lesson.revision_count, '' FROM lesson "
        "JOIN plenary_theme ON plenary_theme.lesson_id = lesson.id "
        "WHERE plenary_theme.id IN (SELECT MIN(id) FROM plenary_theme GROUP BY plenary_id, lesson_id)"
    )


def downgrade() -> None:
    for table in ("plenary_step", "plenary_report_version", "plenary_report", "plenary_voice", "plenary_draft"):
        op.drop_table(table)
    op.drop_column("plenary", "quorum")
