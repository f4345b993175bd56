"""Editions of vocabularies, and an index of the questions that wait for an answer"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNANSWERED = sa.text("kind = 'question' AND post_count <= 1")


def upgrade() -> None:
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.BigInteger(), nullable=False, server_default="1"))
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.alter_column("edition", server_default=None)
        batch_op.create_index(batch_op.f("ix_term_edition"), ["edition"], unique=False)
    op.create_index(
        "ix_thread_unanswered", "thread", ["started_at"], sqlite_where=UNANSWERED, postgresql_where=UNANSWERED
    )


def downgrade() -> None:
    op.drop_index("ix_thread_unanswered", table_name="thread")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_edition"))
        batch_op.drop_column("edition")
