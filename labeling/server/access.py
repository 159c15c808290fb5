"""Who may do what: sessions by cookie, the CSRF header, roles.

Everything but the address with a token needs a session; everything that changes something needs the
header `X-CSRF-Token` too. As dependencies of routes they give the person.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from labeling.record.database import reading
from labeling.record.people import Person, Role, session_of
from labeling.server.desk import Desk

COOKIE = "edc_review"
CSRF = "X-CSRF-Token"
_SAFE = ("GET", "HEAD", "OPTIONS")


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]


def signed_in(request: Request, desk: AtDesk) -> Person:
    """The person of the session.

    Raises:
        HTTPException: 401 without a session, 403 where a change lacks its CSRF header.
    """
    secret = request.cookies.get(COOKIE)
    found = None
    if secret:
        with reading(desk.engine) as connection:
            found = session_of(connection, secret)
    if found is None:
        raise HTTPException(401, "Not signed in: open the address that `edc review` printed.")
    person, csrf = found
    request.state.csrf = csrf
    if request.method not in _SAFE and request.headers.get(CSRF) != csrf:
        raise HTTPException(403, f"The header {CSRF} is missing or wrong: take it from GET /api/me.")
    return person


Signed = Annotated[Person, Depends(signed_in)]


def _at_least(role: Role, person: Person) -> Person:
    if not person.may(role):
        raise HTTPException(403, f"Only a person with the role {role} may do this; yours is {person.role}.")
    return person


def adjudicator(person: Signed) -> Person:
    return _at_least("adjudicator", person)


def admin(person: Signed) -> Person:
    return _at_least("admin", person)


Adjudicating = Annotated[Person, Depends(adjudicator)]
Administering = Annotated[Person, Depends(admin)]
IsSigned = Depends(signed_in)
"""For routes that need a session and not the person."""
IsAdmin = Depends(admin)
"""For routes that only an admin may use and that do not ask who it is."""
