"""Subgroups that are dissolved, and by whom"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("group", sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "dissolution",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dissolution_by_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_dissolution_group_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_dissolution")),
    )
    op.create_index(op.f("ix_dissolution_by_id"), "dissolution", ["by_id"])


def downgrade() -> None:
    op.drop_table("dissolution")
    op.drop_column("group", "dissolved_at")
