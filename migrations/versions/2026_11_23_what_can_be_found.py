"""What is found has a summary, an author, and what it is narrowed by; how far all things were entered"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("search_entry") as table:
        table.alter_column("group_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("marks", sa.JSON(), nullable=True))
        table.add_column(sa.Column("places", sa.JSON(), nullable=True))
        table.create_foreign_key(
            op.f("fk_search_entry_author_id_person"), "person", ["author_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_search_entry_author_id"), ["author_id"])
    op.execute("UPDATE search_entry SET marks = '{}', places = '[]'")
    with op.batch_alter_table("search_entry") as table:
        table.alter_column("marks", existing_type=sa.JSON(), nullable=False)
        table.alter_column("places", existing_type=sa.JSON(), nullable=False)
    op.create_table(
        "search_filling",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_search_filling")),
    )


def downgrade() -> None:
    op.drop_table("search_filling")
    # What the former version does not know, nor whom it is for.
    op.execute("DELETE FROM search_entry WHERE group_id IS NULL OR kind NOT IN ('case', 'lesson', 'issue', 'post')")
    with op.batch_alter_table("search_entry") as table:
        table.drop_index(op.f("ix_search_entry_author_id"))
        table.drop_constraint(op.f("fk_search_entry_author_id_person"), type_="foreignkey")
        for column in ("places", "marks", "author_id", "summary"):
            table.drop_column(column)
        table.alter_column("group_id", existing_type=sa.Integer(), nullable=False)
