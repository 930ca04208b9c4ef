"""Writes docs/errors.md from the code: `python -m tests.architecture.error_page`."""

from __future__ import annotations

from gateway import errors
from tests.architecture.source import ROOT, error_codes

HEAD = """# Error codes

Every refusal names a stable code, a sentence, and where known the place and how to mend it. Systems get an
OperationOutcome
(`details.coding.code` is the code, `expression` the place), people a page. This table is written from the code by
`python -m tests.architecture.error_page`; a test fails when a code is missing.

| code | HTTP | meaning |
|---|---|---|
"""


def main() -> None:
    rows = []
    for code, (name, sentence) in error_codes().items():
        status = getattr(errors, name, errors.BadInput).status
        rows.append(f"| `{code}` | {405 if name == 'MethodNotAllowed' else status} | {sentence} |\n")
    (ROOT / "docs" / "errors.md").write_text(HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
