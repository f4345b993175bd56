"""A community's own form and vocabularies; co-authors of a case, and what its partners agree to"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_vocabulary",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_own_vocabulary_changed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_own_vocabulary_group_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "vocabulary", "number", name=op.f("pk_own_vocabulary")),
    )
    op.create_index(op.f("ix_own_vocabulary_edition"), "own_vocabulary", ["edition"])
    op.create_table(
        "case_form",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_case_form_changed_by_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_case_form_group_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "number", name=op.f("pk_case_form")),
    )
    op.create_table(
        "case_author",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_case_author_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_author_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_author_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_author")),
    )
    op.create_index(op.f("ix_case_author_person_id"), "case_author", ["person_id"])
    op.create_table(
        "case_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('not_asked', 'given', 'conditions', 'refused')", name=op.f("ck_case_consent_state")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_consent_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["noted_by_id"], ["person.id"], name=op.f("fk_case_consent_noted_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_consent")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_consent_case_id_number")),
    )
    op.add_column("case", sa.Column("consent_count", sa.Integer(), nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    op.drop_column("case", "consent_count")
    for table in ("case_consent", "case_author", "case_form", "own_vocabulary"):
        op.drop_table(table)
