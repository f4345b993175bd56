"""Links between cases, lessons and threads"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.String(length=2000), nullable=False),
        sa.Column("to_case_id", sa.Integer(), nullable=True),
        sa.Column("to_lesson_id", sa.Integer(), nullable=True),
        sa.Column("to_thread_id", sa.Integer(), nullable=True),
        sa.Column("wanted", sa.String(length=100), nullable=True),
        sa.CheckConstraint(_one_of("case_id", "post_id", "lesson_id"), name=op.f("ck_link_one_source")),
        sa.CheckConstraint(
            _one_of("to_case_id", "to_lesson_id", "to_thread_id", "wanted"), name=op.f("ck_link_one_target")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_link_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (
                ("community_id", "group"),
                ("case_id", "case"),
                ("post_id", "post"),
                ("lesson_id", "lesson"),
                ("to_case_id", "case"),
                ("to_lesson_id", "lesson"),
                ("to_thread_id", "thread"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("case_id", "typed", name=op.f("uq_link_case_id_typed")),
        sa.UniqueConstraint("post_id", "typed", name=op.f("uq_link_post_id_typed")),
        sa.UniqueConstraint("lesson_id", "typed", name=op.f("uq_link_lesson_id_typed")),
    )
    for column in ("to_case_id", "to_lesson_id", "to_thread_id"):
        op.create_index(op.f(f"ix_link_{column}"), "link", [column])
    op.create_index("ix_link_wanted", "link", ["community_id", "wanted"])
    op.create_index("ix_case_community_title", "case", ["community_id", "title"])
    op.create_index("ix_lesson_community_title", "lesson", ["community_id", "title"])


def downgrade() -> None:
    op.drop_index("ix_lesson_community_title", "lesson")
    op.drop_index("ix_case_community_title", "case")
    op.drop_table("link")


def _one_of(*columns: str) -> str:
    return " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns) + " = 1"
