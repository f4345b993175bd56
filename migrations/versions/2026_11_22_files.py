"""Files and pictures"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=10), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(length=300), nullable=False),
        sa.Column("caption", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=True),
        sa.Column("small_height", sa.Integer(), nullable=True),
        sa.Column("small_size", sa.Integer(), nullable=True),
        sa.Column("large_width", sa.Integer(), nullable=True),
        sa.Column("large_height", sa.Integer(), nullable=True),
        sa.Column("large_size", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('picture', 'pdf', 'document', 'sheet', 'slides', 'text')", name=op.f("ck_file_kind")
        ),
        sa.CheckConstraint("state IN ('waiting', 'ready', 'failed', 'removed')", name=op.f("ck_file_state")),
        sa.CheckConstraint("holder IN ('case')", name=op.f("ck_file_holder")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
        sa.UniqueConstraint("key", name=op.f("uq_file_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_file_holder", "file", ["holder", "holder_id"])
    op.create_index(op.f("ix_file_community_id"), "file", ["community_id"])
    op.create_index(op.f("ix_file_state"), "file", ["state"])


def downgrade() -> None:
    op.drop_table("file")
