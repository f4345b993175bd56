"""How far lessons have come: proposed, in plenary, adopted, under review, superseded, withdrawn"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lesson", sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lesson", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lesson", sa.Column("reason", sa.String(length=400), nullable=True))
    op.execute(
        "UPDATE lesson SET status = 'adopted', adopted_at = published_at, settled_at = published_at WHERE status = 'published'"
    )
    op.create_table(
        "succession",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("lesson_id <> successor_id", name=op.f("ck_succession_another")),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_succession_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["lesson.id"], name=op.f("fk_succession_successor_id_lesson"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lesson_id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_successor_id"), "succession", ["successor_id"])


def downgrade() -> None:
    op.drop_table("succession")
    op.execute("UPDATE lesson SET status = 'published' WHERE status <> 'draft'")
    op.drop_column("lesson", "reason")
    op.drop_column("lesson", "settled_at")
    op.drop_column("lesson", "adopted_at")
