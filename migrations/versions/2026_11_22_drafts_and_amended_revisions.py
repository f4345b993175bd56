"""Drafts and amended revisions"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person_id", "kind", "thing", "part", name=op.f("uq_draft_person_id_kind_thing_part")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_person_saved", ["person_id", "saved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "case_presence",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_presence_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_presence_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_presence")),
    )
    with op.batch_alter_table("case_presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_presence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "case_former_state",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_revision.id"],
            name=op.f("fk_case_former_state_revision_id_case_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "amendments", name=op.f("pk_case_former_state")),
    )
    with op.batch_alter_table("case_former_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_former_state_kept_at"), ["kept_at"], unique=False)

    op.add_column("case_revision", sa.Column("amendments", sa.Integer(), server_default="0", nullable=False))
    op.add_column("case_revision", sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_revision", sa.Column("merged_from", sa.String(length=24), nullable=True))
    op.add_column("case_revision", sa.Column("changes", sa.JSON(), nullable=True))
    op.add_column("case_revision", sa.Column("credits", sa.JSON(), nullable=True))


def downgrade() -> None:
    for column in ("credits", "changes", "merged_from", "amended_at", "amendments"):
        op.drop_column("case_revision", column)

    with op.batch_alter_table("case_former_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_former_state_kept_at"))

    op.drop_table("case_former_state")
    with op.batch_alter_table("case_presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_presence_person_id"))

    op.drop_table("case_presence")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_saved_at"))
        batch_op.drop_index("ix_draft_person_saved")

    op.drop_table("draft")
