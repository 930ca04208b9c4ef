"""Writes jws.json anew, with fresh keys: `python -m tests.vectors`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.vectors import forging
from tests.vectors.forging import Signer

FILE = Path(__file__).with_name("jws.json")
ALGORITHMS = ("ES256", "ES384", "RS384")


def main() -> None:
    signers = [Signer.make(f"key-{alg.lower()}", alg) for alg in ALGORITHMS]
    other = Signer.make("key-other", "ES256")
    cases = []
    for signer in signers:
        cases += [*forging.valid(signer), *forging.forged(signer, other, Signer.make("key-nobody", signer.alg))]
    value = {
        "about": "Tokens and how they must be judged; made by python -m tests.vectors",
        "now": forging.NOW,
        "issuer": forging.ISSUER,
        "audience": forging.AUDIENCE,
        "keys": {signer.kid: signer.jwk for signer in signers},
        "keys_of_another_issuer": {other.kid: other.jwk},
        "counts": dict(sorted(Counter(case.why or "valid" for case in cases).items())),
        "tests": [
            {
                "tcId": number,
                "comment": case.comment,
                "flag": case.why or "valid",
                "kid": case.kid,
                "result": "invalid" if case.why else "valid",
                "token": case.token,
            }
            for number, case in enumerate(cases, 1)
        ],
    }
    FILE.write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n", "utf-8")
    print(value["counts"])


if __name__ == "__main__":
    main()
