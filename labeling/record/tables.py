"""The tables of the record, the same on SQLite and PostgreSQL.

`act`, `effect` and `answer` are append-only (triggers see to it); `moment` is the present state that
the effects add up to, kept so that it need not be added up at each request.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

PERSON = Table(
    "person", METADATA,
    Column("person_id", String(32), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("keys", JSON, nullable=False),
    Column("created_at", Double, nullable=False),
)  # fmt: skip
"""Who may review. A token is kept as its SHA-256 only."""

SESSION = Table(
    "session", METADATA,
    Column("session_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("person.person_id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Double, nullable=False),
)  # fmt: skip

GAME = Table(
    "game", METADATA,
    Column("game_id", String(64), primary_key=True),
    Column("folder", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("duration_s", Double, nullable=False),
    Column("fps", String(32), nullable=False),
    Column("model_version", Text),
    Column("feed_revision", Text),
)  # fmt: skip

ACT = Table(
    "act", METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("act_id", String(32), nullable=False, unique=True),
    Column("client_id", String(64), unique=True),
    Column("game_id", ForeignKey("game.game_id"), nullable=False),
    Column("moment_id", String(64)),
    Column("action", String(20), nullable=False),
    Column("change", JSON, nullable=False),
    Column("why", Text),
    Column("person_id", String(32), nullable=False),
    Column("at", Double, nullable=False),
    Column("client_at", Double),
    Column("seen_anchor", Boolean),
    Column("base_revision", Integer),
    Column("batch_id", String(32), index=True),
    Column("undoes", String(32), index=True),
    Column("model_version", Text),
    Column("feed_revision", Text),
    Column("answer", JSON, nullable=False),
    Index("act_by_game", "game_id", "seq"),
    Index("act_by_person", "person_id", "seq"),
)  # fmt: skip
"""What somebody (or reprocessing, as the person "machine") did. `answer` is what the client was told."""

EFFECT = Table(
    "effect", METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("act_id", ForeignKey("act.act_id"), nullable=False, index=True),
    Column("game_id", String(64), nullable=False),
    Column("moment_id", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("patch", JSON, nullable=False),
    Column("before", JSON, nullable=False),
    UniqueConstraint("game_id", "moment_id", "revision", name="one_effect_a_revision"),
)  # fmt: skip
"""What an act changed of one moment. The unique revision is what makes a silent overwrite impossible."""

MOMENT = Table(
    "moment", METADATA,
    Column("game_id", String(64), primary_key=True),
    Column("moment_id", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    Column("aside", JSON, nullable=False),
    Column("by", String(200)),
    Column("at", Double, nullable=False),
    Column("why", Text),
)  # fmt: skip

ANSWER = Table(
    "answer", METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("act_id", String(32), nullable=False),
    Column("game_id", String(64), nullable=False),
    Column("moment_id", String(64), nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("label", String(100)),
    Column("team", String(12)),
    Column("start_s", Double),
    Column("anchor_s", Double),
    Column("end_s", Double),
    Column("verdict", String(16), nullable=False),
    Column("at", Double, nullable=False),
    Index("answer_by_moment", "game_id", "moment_id"),
)  # fmt: skip
"""What one person holds to be true of a moment: open, blind second, or of a gold item."""

QUEUE = Table(
    "queue_item", METADATA,
    Column("queue_id", String(32), primary_key=True),
    Column("game_id", String(64), nullable=False),
    Column("moment_id", String(64)),
    Column("kind", String(12), nullable=False),
    Column("gain", Double, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("for_whom", JSON, nullable=False),
    Column("lease_by", String(32)),
    Column("lease_tab", String(64)),
    Column("lease_until", Double),
    Column("start_s", Double),
    Column("end_s", Double),
    Column("made_at", Double, nullable=False),
    Column("act_id", String(32)),
    Index("queue_by_state", "state", "gain"),
)  # fmt: skip
"""What is to be looked at; kinds: gain, random, second, gold, conflict, requeue, sweep; states open, done.
`for_whom` is {"not": [person ids], "only": person id or null}; `act_id` is the act that settled it."""

GOLD = Table(
    "gold", METADATA,
    Column("game_id", String(64), primary_key=True),
    Column("moment_id", String(64), primary_key=True),
    Column("label", String(100)),
    Column("team", String(12)),
    Column("anchor_s", Double),
    Column("by", String(32), nullable=False),
    Column("at", Double, nullable=False),
)  # fmt: skip
