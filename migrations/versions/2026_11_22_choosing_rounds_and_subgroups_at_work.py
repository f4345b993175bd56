"""Choosing rounds and subgroups at work"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "choosing_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("intro", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'choosing') = (settled_at IS NULL)", name=op.f("ck_choosing_round_settled")),
        sa.CheckConstraint("state IN ('choosing', 'formed', 'given_up')", name=op.f("ck_choosing_round_state")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_choosing_round_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_choosing_round_opened_by_id_person")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_choosing_round_settled_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choosing_round")),
    )
    with op.batch_alter_table("choosing_round", schema=None) as batch_op:
        batch_op.create_index("ix_choosing_round_group_id", ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_choosing_round_opened_by_id"), ["opened_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_choosing_round_settled_by_id"), ["settled_by_id"], unique=False)
        batch_op.create_index(
            "uq_choosing_round_unsettled",
            ["group_id"],
            unique=True,
            sqlite_where=sa.text("state = 'choosing'"),
            postgresql_where=sa.text("state = 'choosing'"),
        )

    op.create_table(
        "meeting",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_meeting_group_id_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_meeting_set_by_id_person")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_set_by_id"), ["set_by_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_report_group_id_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_report_written_by_id_person")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_written_by_id"), ["written_by_id"], unique=False)

    op.create_table(
        "subgroup_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(decided_at IS NULL) = (is_accepted IS NULL)", name=op.f("ck_subgroup_request_decided")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_subgroup_request_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_subgroup_request_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_subgroup_request_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subgroup_request")),
    )
    with op.batch_alter_table("subgroup_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_subgroup_request_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_subgroup_request_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_subgroup_request_pending",
            ["group_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("change_count", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_task_given_by_id_person")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_task_group_id_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_task_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_given_by_id"), ["given_by_id"], unique=False)
        batch_op.create_index("ix_task_group_done", ["group_id", "done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "round_group",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_round_group_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["choosing_round.id"], name=op.f("fk_round_group_round_id_choosing_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "group_id", name=op.f("pk_round_group")),
    )
    with op.batch_alter_table("round_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "round_case",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_round_case_case_id_case"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["round_id"], ["choosing_round.id"], name=op.f("fk_round_case_round_id_choosing_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "case_id", name=op.f("pk_round_case")),
    )
    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_case_case_id"), ["case_id"], unique=False)

    op.create_table(
        "wish",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("strength", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("strength IN ('strong', 'willing')", name=op.f("ck_wish_strength")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "case_id"],
            ["round_case.round_id", "round_case.case_id"],
            name=op.f("fk_wish_round_id_case_id_round_case"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", "case_id", name=op.f("pk_wish")),
    )
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wish_person_id"), ["person_id"], unique=False)

    # Never by copying these two tables: what refers to them would be deleted along with the former copy.
    op.add_column("group", sa.Column("is_open", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("thread", sa.Column("guide", sa.String(length=40), nullable=True))
    op.create_index(
        "uq_thread_guide",
        "thread",
        ["group_id", "guide"],
        unique=True,
        sqlite_where=sa.text("guide IS NOT NULL"),
        postgresql_where=sa.text("guide IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_thread_guide", table_name="thread")
    op.execute("ALTER TABLE thread DROP COLUMN guide")
    op.execute('ALTER TABLE "group" DROP COLUMN is_open')

    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wish_person_id"))

    op.drop_table("wish")
    with op.batch_alter_table("round_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_case_case_id"))

    op.drop_table("round_case")
    with op.batch_alter_table("round_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_group_group_id"))

    op.drop_table("round_group")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_owner_id"))
        batch_op.drop_index("ix_task_group_done")
        batch_op.drop_index(batch_op.f("ix_task_given_by_id"))

    op.drop_table("task")
    with op.batch_alter_table("subgroup_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_subgroup_request_pending",
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_subgroup_request_person_id"))
        batch_op.drop_index(batch_op.f("ix_subgroup_request_decided_by_id"))

    op.drop_table("subgroup_request")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_written_by_id"))

    op.drop_table("report")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_set_by_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("choosing_round", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_choosing_round_unsettled",
            sqlite_where=sa.text("state = 'choosing'"),
            postgresql_where=sa.text("state = 'choosing'"),
        )
        batch_op.drop_index(batch_op.f("ix_choosing_round_settled_by_id"))
        batch_op.drop_index(batch_op.f("ix_choosing_round_opened_by_id"))
        batch_op.drop_index("ix_choosing_round_group_id")

    op.drop_table("choosing_round")
