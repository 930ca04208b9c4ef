"""`python -m tests.scenarios.golden --write`: the expected bundles and traces again, but only what is valid R4."""

from __future__ import annotations

import sys

from tests.scenarios.golden.play import play
from tests.scenarios.golden.scenarios import SCENARIOS


def main(arguments: list[str]) -> int:
    """Without `--write` it says what would change. Exit 1 when a bundle is not valid: nothing of it is written."""
    refused = 0
    for scenario in SCENARIOS:
        played = play(scenario)
        if played.issues:
            refused += 1
            print(f"{scenario.kind}: not valid R4, kept as it was: {'; '.join(played.issues[:5])}")
            continue
        for name, text in (("expected.json", played.bundle), ("trace.md", played.trace)):
            path = scenario.folder / name
            if path.exists() and path.read_text("utf-8") == text:
                continue
            print(f"{scenario.kind}/{name}: {'written' if '--write' in arguments else 'would change'}")
            if "--write" in arguments:
                path.write_text(text, "utf-8")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
