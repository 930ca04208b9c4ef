"""Who is at the browser, and that a form was really sent from our own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData

from gateway.crypto.primitives import same
from gateway.errors import Refused
from gateway.flows import login
from gateway.flows.answers import Session
from gateway.flows.house import House
from gateway.portal import cookies, forms

COOKIE = cookies.SESSION


@dataclass(frozen=True, slots=True)
class Submission:
    """A posted form whose CSRF token was checked."""

    session: Session
    form: FormData

    def text(self, name: str) -> str:
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def signed_in(request: Request) -> Session:
    """Raises NotAuthenticated."""
    return login.session(house_of(request), cookies.read(request, COOKIE))


InHouse = Annotated[House, Depends(house_of)]
SignedIn = Annotated[Session, Depends(signed_in)]


def professional(session: SignedIn) -> Session:
    """Pages of professionals are not for clients; what a client may see has its own pages."""
    if session.caller.client is not None:
        raise Refused("page-for-professionals", "This page is for professionals")
    return session


def client(session: SignedIn) -> Session:
    if session.caller.client is None:
        raise Refused("page-for-clients", "This page is for the client")
    return session


Form = Annotated[FormData, Depends(forms.read)]


def checked(session: SignedIn, form: Form) -> Submission:
    """Every POST of somebody logged in passes here. Raises Refused when the form is not from this session's page."""
    submission = Submission(session, form)
    if not same(submission.text("csrf"), session.csrf):
        raise Refused("csrf", "The form was not sent from a page of this session", mend="open the page again")
    return submission


Posted = Annotated[Submission, Depends(checked)]
Professional = Annotated[Session, Depends(professional)]
Client = Annotated[Session, Depends(client)]


def posted_by_professional(submission: Posted, _session: Professional) -> Submission:
    return submission


def posted_by_client(submission: Posted, _session: Client) -> Submission:
    return submission


ProfessionalPost = Annotated[Submission, Depends(posted_by_professional)]
ClientPost = Annotated[Submission, Depends(posted_by_client)]
