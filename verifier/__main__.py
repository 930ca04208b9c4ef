"""`python -m verifier log|receipt|heads FILE… --key KEY`: exit 0 whole, 1 with a finding a line."""

import argparse

from verifier import checks
from verifier.notes import Key

TEXT = argparse.FileType(encoding="utf-8", errors="replace")
asked = argparse.ArgumentParser(prog="verifier", description="Check the audit log of a wijkdossier gateway")
asked.add_argument("what", choices=["log", "receipt", "heads"], help="an export, a receipt, or checkpoints alone")
asked.add_argument("file", type=TEXT, nargs="+")
asked.add_argument("--key", required=True, type=Key.read, help="verifier key of the log, got from elsewhere")
asked.add_argument("--kept", type=TEXT, nargs="*", default=[], help="checkpoints that were kept elsewhere")
asked.add_argument("--witness", type=Key.read, action="append", default=[], help="verifier key of a witness")
asked.add_argument("--quorum", type=int, default=0, help="how many of those witnesses must have signed")
chosen = asked.parse_args()
texts, kept = ([file.read() for file in files] for files in (chosen.file, chosen.kept))
key, known, findings, good = chosen.key, tuple(chosen.witness), list[str](), ["whole"]
if chosen.what == "heads":
    findings, good = checks.heads([*texts, *kept], key, known), ["no two roots at one size"]
for text in texts if chosen.what == "log" else ():
    findings += checks.export(text, key, kept, known, chosen.quorum)
    good = good if findings else [*checks.contents(text), *good]
for text in texts if chosen.what == "receipt" else ():
    findings += checks.receipt(text, key, known, chosen.quorum)
print("\n".join([*findings, "NOT whole"] if findings else good))
raise SystemExit(1 if findings else 0)
