"""`python -m verifier log|receipt|heads FILE… --key KEY`: exit 0 whole, 1 with a finding a line."""

import argparse

from verifier import checks
from verifier.notes import Key


def main() -> int:
    asked = argparse.ArgumentParser(prog="verifier", description="Check the audit log of a wijkdossier gateway")
    asked.add_argument("what", choices=["log", "receipt", "heads"], help="an export, a receipt, or checkpoints alone")
    asked.add_argument("file", type=argparse.FileType(encoding="utf-8"), nargs="+")
    asked.add_argument("--key", required=True, type=Key.read, help="verifier key of the log, got from elsewhere")
    asked.add_argument("--kept", type=argparse.FileType(encoding="utf-8"), nargs="*", default=[], help="kept elsewhere")
    asked.add_argument("--witness", type=Key.read, action="append", default=[], help="verifier key of a witness")
    asked.add_argument("--quorum", type=int, default=0, help="how many of those witnesses must have signed")
    chosen = asked.parse_args()
    texts, kept = ([file.read() for file in files] for files in (chosen.file, chosen.kept))
    witnesses, findings = tuple(chosen.witness), list[str]()
    if chosen.what == "heads":
        findings += checks.heads([*texts, *kept], chosen.key, witnesses)
    for text in texts if chosen.what != "heads" else ():
        if chosen.what == "log":
            findings += checks.export(text, chosen.key, kept, witnesses, chosen.quorum)
        else:
            findings += checks.receipt(text, chosen.key, witnesses, chosen.quorum)
    good = "no two roots at one size" if chosen.what == "heads" else "whole"
    print("\n".join([*findings, "NOT whole" if findings else good]))
    return 1 if findings else 0


raise SystemExit(main())
