"""How passages stand today, and words that left a confidential subgroup with names masked"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None


def _of_passages() -> tuple[sa.Column, ...]:
    return (
        sa.Column("masked", sa.Text(), nullable=True),
        sa.Column("standing", sa.String(length=8), nullable=False, server_default="exact"),
        sa.Column("now_section", sa.String(length=40), nullable=True),
        sa.Column("now_anchor", sa.String(length=60), nullable=True),
        sa.Column("now_words", sa.Text(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    for column in _of_passages():
        op.add_column("passage", column)
    op.add_column("evidence", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "passage_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.CheckConstraint("(case_id IS NULL) <> (post_id IS NULL)", name=op.f("ck_passage_check_one_source")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_passage_check_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_passage_check_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_check")),
        sa.UniqueConstraint("case_id", name=op.f("uq_passage_check_case_id")),
        sa.UniqueConstraint("post_id", name=op.f("uq_passage_check_post_id")),
    )
    _ask_for_all()


def _ask_for_all() -> None:
    """Let the worker look for what was marked before anybody looked."""
    for kind in ("case", "post"):
        op.execute(
            sa.text(
                f"INSERT INTO passage_check ({kind}_id) SELECT DISTINCT held.{kind}_id FROM passage "
                f"JOIN {kind}_revision AS held ON held.id = passage.{kind}_revision_id"
            )
        )


def downgrade() -> None:
    op.drop_table("passage_check")
    op.drop_column("evidence", "checked_at")
    for column in reversed(_of_passages()):
        op.drop_column("passage", column.name)
