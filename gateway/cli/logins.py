"""`wijkdossier login`: who somebody at a login provider is here, and what that provider must know of us.

What identifies people comes on standard input.
"""

from __future__ import annotations

import argparse
import sys

from gateway.auth import providers
from gateway.cli.commands import Commands
from gateway.cli.opening import open_house
from gateway.errors import Fault
from gateway.flows import entering
from gateway.identifiers import Bsn
from gateway.settings import Settings
from gateway.wire import json


def add(commands: Commands) -> None:
    login = commands.add_parser(
        "login", help="link a person at a login provider to somebody registered (subject on standard input)"
    )
    login.add_argument("--provider", required=True, help="its id in the file of WD_LOGIN_PROVIDERS")
    which = login.add_mutually_exclusive_group(required=True)
    which.add_argument("--professional", help="id of the professional it is")
    which.add_argument("--client", action="store_true", help="it is a client; the BSN is the second line")
    which.add_argument("--remove", action="store_true", help="it is nobody any more")
    which.add_argument("--jwks", action="store_true", help="print the public key that the provider knows us by")
    login.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    if chosen.jwks:
        return _jwks(chosen.provider)
    house = open_house()
    lines = [line.strip() for line in sys.stdin.read().splitlines() if line.strip()]
    if len(lines) != (2 if chosen.client else 1):
        print(
            "wijkdossier login: standard input is the subject, and for a client the BSN on a second line",
            file=sys.stderr,
        )
        return 2
    if chosen.remove:
        entering.unlink(house, chosen.provider, lines[0])
    elif chosen.client:
        entering.link_client(house, chosen.provider, lines[0], Bsn(lines[1]))
    else:
        entering.link_professional(house, chosen.provider, lines[0], chosen.professional)
    print("unlinked" if chosen.remove else "linked")
    return 0


def _jwks(id_: str) -> int:
    """What is registered at a provider that takes `private_key_jwt` (RFC 7517)."""
    key = providers.provider(Settings().login_providers, id_).key
    if key is None:
        raise Fault(
            "login-providers", "This login provider has no key_file", mend="WD_LOGIN_PROVIDERS; docs/settings.md"
        )
    print(json.dumps({"keys": [{**key.jwk, "alg": "ES256", "use": "sig", "kid": key.thumbprint}]}))
    return 0
