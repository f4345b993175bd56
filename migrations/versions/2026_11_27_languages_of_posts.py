"""The language that each post is written in"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("post_revision", sa.Column("language", sa.String(length=8), nullable=True))


def downgrade() -> None:
    op.drop_column("post_revision", "language")
