"""The record as it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("act", "effect", "answer")


def upgrade() -> None:
    op.create_table('answer',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('act_id', sa.String(length=32), nullable=False),
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=True),
    sa.Column('team', sa.String(length=12), nullable=True),
    sa.Column('start_s', sa.Double(), nullable=True),
    sa.Column('anchor_s', sa.Double(), nullable=True),
    sa.Column('end_s', sa.Double(), nullable=True),
    sa.Column('verdict', sa.String(length=16), nullable=False),
    sa.Column('at', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('seq')
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index('answer_by_moment', ['game_id', 'moment_id'], unique=False)

    op.create_table('game',
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('folder', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('duration_s', sa.Double(), nullable=False),
    sa.Column('fps', sa.String(length=32), nullable=False),
    sa.Column('model_version', sa.Text(), nullable=True),
    sa.Column('feed_revision', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('game_id')
    )
    op.create_table('gold',
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=True),
    sa.Column('team', sa.String(length=12), nullable=True),
    sa.Column('anchor_s', sa.Double(), nullable=True),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('game_id', 'moment_id')
    )
    op.create_table('moment',
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('state', sa.JSON(), nullable=False),
    sa.Column('aside', sa.JSON(), nullable=False),
    sa.Column('by', sa.String(length=200), nullable=True),
    sa.Column('at', sa.Double(), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('game_id', 'moment_id')
    )
    op.create_table('person',
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('keys', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('person_id'),
    sa.UniqueConstraint('name'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_table('queue_item',
    sa.Column('queue_id', sa.String(length=32), nullable=False),
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('gain', sa.Double(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('for_whom', sa.JSON(), nullable=False),
    sa.Column('lease_by', sa.String(length=32), nullable=True),
    sa.Column('lease_tab', sa.String(length=64), nullable=True),
    sa.Column('lease_until', sa.Double(), nullable=True),
    sa.Column('start_s', sa.Double(), nullable=True),
    sa.Column('end_s', sa.Double(), nullable=True),
    sa.Column('made_at', sa.Double(), nullable=False),
    sa.Column('act_id', sa.String(length=32), nullable=True),
    sa.PrimaryKeyConstraint('queue_id')
    )
    with op.batch_alter_table('queue_item', schema=None) as batch_op:
        batch_op.create_index('queue_by_state', ['state', 'gain'], unique=False)

    op.create_table('act',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('act_id', sa.String(length=32), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=True),
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=True),
    sa.Column('action', sa.String(length=20), nullable=False),
    sa.Column('change', sa.JSON(), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.Double(), nullable=False),
    sa.Column('client_at', sa.Double(), nullable=True),
    sa.Column('seen_anchor', sa.Boolean(), nullable=True),
    sa.Column('base_revision', sa.Integer(), nullable=True),
    sa.Column('batch_id', sa.String(length=32), nullable=True),
    sa.Column('undoes', sa.String(length=32), nullable=True),
    sa.Column('model_version', sa.Text(), nullable=True),
    sa.Column('feed_revision', sa.Text(), nullable=True),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['game_id'], ['game.game_id'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('act_id'),
    sa.UniqueConstraint('client_id')
    )
    with op.batch_alter_table('act', schema=None) as batch_op:
        batch_op.create_index('act_by_game', ['game_id', 'seq'], unique=False)
        batch_op.create_index('act_by_person', ['person_id', 'seq'], unique=False)
        batch_op.create_index(batch_op.f('ix_act_batch_id'), ['batch_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_act_undoes'), ['undoes'], unique=False)

    op.create_table('session',
    sa.Column('session_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('csrf', sa.String(length=64), nullable=False),
    sa.Column('expires_at', sa.Double(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.person_id'], ),
    sa.PrimaryKeyConstraint('session_hash')
    )
    op.create_table('effect',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('act_id', sa.String(length=32), nullable=False),
    sa.Column('game_id', sa.String(length=64), nullable=False),
    sa.Column('moment_id', sa.String(length=64), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('patch', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.act_id'], ),
    sa.PrimaryKeyConstraint('seq'),
    sa.UniqueConstraint('game_id', 'moment_id', 'revision', name='one_effect_a_revision')
    )
    with op.batch_alter_table('effect', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_effect_act_id'), ['act_id'], unique=False)
    for table in APPEND_ONLY:
        _append_only(table)


def _append_only(table: str) -> None:
    """Nobody changes or deletes a row of this table, not even by hand."""
    if op.get_context().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
    )


def downgrade() -> None:
    with op.batch_alter_table('effect', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_effect_act_id'))

    op.drop_table('effect')
    op.drop_table('session')
    with op.batch_alter_table('act', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_act_undoes'))
        batch_op.drop_index(batch_op.f('ix_act_batch_id'))
        batch_op.drop_index('act_by_person')
        batch_op.drop_index('act_by_game')

    op.drop_table('act')
    with op.batch_alter_table('queue_item', schema=None) as batch_op:
        batch_op.drop_index('queue_by_state')

    op.drop_table('queue_item')
    op.drop_table('person')
    op.drop_table('moment')
    op.drop_table('gold')
    op.drop_table('game')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('answer_by_moment')

    op.drop_table('answer')
