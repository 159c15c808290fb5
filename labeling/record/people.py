"""Who reviews: names, roles, tokens and sessions.

A token is shown once, when it is made; the record keeps its SHA-256. A session lasts two weeks and
carries the value that state-changing requests have to repeat (CSRF).
"""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, delete, insert, select, update

from edc.errors import InputError
from labeling.record.tables import PERSON, SESSION

Role = Literal["labeler", "adjudicator", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
SESSION_S = 14 * 24 * 3600.0
LOCAL = "local"
"""The person as whom the printed address lets one in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    person_id: str
    name: str
    role: Role
    keys: dict[str, Any]

    def may(self, role: Role) -> bool:
        """Whether the person has this role or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)


def add_person(connection: Connection, name: str, role: str, *, token: str | None = None) -> tuple[str, str]:
    """Gives the id and the token; a name that is known gets a new token, and the old one ends.

    Raises:
        InputError: no such role, or no name.
    """
    if role not in ROLES:
        raise InputError(f"{role!r} is no role: there are {', '.join(ROLES)}.")
    name = name.strip()
    if not 1 <= len(name) <= 100 or name == "machine":
        raise InputError("A name must have 1 to 100 characters and not be 'machine'.")
    token = token or secrets.token_urlsafe(24)
    known = connection.execute(select(PERSON.c.person_id).where(PERSON.c.name == name)).scalar()
    if known is not None:
        connection.execute(
            update(PERSON).where(PERSON.c.person_id == known).values(token_hash=_hash(token), role=role)
        )
        return str(known), token
    person_id = uuid.uuid4().hex
    connection.execute(insert(PERSON).values(person_id=person_id, name=name, role=role, token_hash=_hash(token),
                                             keys={}, created_at=time.time()))  # fmt: skip
    return person_id, token


def people(connection: Connection) -> list[Person]:
    return [_person(row) for row in connection.execute(select(PERSON).order_by(PERSON.c.created_at)).mappings()]


def open_session(connection: Connection, token: str) -> str | None:
    """A new session's secret; None where the token is nobody's."""
    row = connection.execute(select(PERSON.c.person_id).where(PERSON.c.token_hash == _hash(token))).first()
    if row is None:
        return None
    secret = secrets.token_urlsafe(32)
    now = time.time()
    connection.execute(delete(SESSION).where(SESSION.c.expires_at < now))
    connection.execute(insert(SESSION).values(session_hash=_hash(secret), person_id=row[0],
                                              csrf=secrets.token_urlsafe(24), expires_at=now + SESSION_S))  # fmt: skip
    return secret


def session_of(connection: Connection, secret: str) -> tuple[Person, str] | None:
    """The person and the CSRF value of a live session."""
    query = (
        select(PERSON, SESSION.c.csrf).join(SESSION, SESSION.c.person_id == PERSON.c.person_id)
        .where(SESSION.c.session_hash == _hash(secret), SESSION.c.expires_at > time.time())
    )  # fmt: skip
    row = connection.execute(query).mappings().first()
    return None if row is None else (_person(row), str(row["csrf"]))


def set_keys(connection: Connection, person_id: str, keys: dict[str, Any]) -> None:
    connection.execute(update(PERSON).where(PERSON.c.person_id == person_id).values(keys=keys))


def _person(row: Any) -> Person:
    return Person(person_id=row["person_id"], name=row["name"], role=row["role"], keys=row["keys"])


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
