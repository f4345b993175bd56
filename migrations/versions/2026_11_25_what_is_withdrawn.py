"""Cases that are withdrawn with a reason, and posts that are taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "case", sa.Column("withdrawn_why", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("post", sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("post", sa.Column("is_removed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column(
        "post", sa.Column("taken_back_why", sa.String(length=300), server_default=sa.text("''"), nullable=False)
    )


def downgrade() -> None:
    for column in ("taken_back_why", "is_removed", "taken_back_at"):
        op.drop_column("post", column)
    for column in ("withdrawn_why", "withdrawn_at"):
        op.drop_column("case", column)
    op.execute("""UPDATE "case" SET status = 'described' WHERE status = 'withdrawn'""")
