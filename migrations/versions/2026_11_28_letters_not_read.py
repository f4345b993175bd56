"""Find what is unread without looking at each, and the letters about a place that nobody has read since"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

IS_MAILED = sa.text("mailed_at IS NOT NULL AND read_at IS NULL")
IS_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_notification_mailed", "notification", ["person_id"], sqlite_where=IS_MAILED, postgresql_where=IS_MAILED
    )
    _find_unread_by("person_id", "happening_id")


def downgrade() -> None:
    _find_unread_by("person_id", "id")
    op.drop_index("ix_notification_mailed", table_name="notification")


def _find_unread_by(*columns: str) -> None:
    op.drop_index("ix_notification_unread", table_name="notification")
    op.create_index(
        "ix_notification_unread", "notification", list(columns), sqlite_where=IS_UNREAD, postgresql_where=IS_UNREAD
    )
