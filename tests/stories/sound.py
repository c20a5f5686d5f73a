"""Says whether a house is sound, in one process beside its server: ``flask check``, then ``flask audit verify``.

Run as a program with the server's environment; it prints what the commands say and ends as they do.
"""

from __future__ import annotations

import sys

from app import create_app

COMMANDS = (["check"], ["audit", "verify"])


def main() -> int:
    runner = create_app().test_cli_runner()
    told = [runner.invoke(args=words) for words in COMMANDS]
    print(*(one.output for one in told if one.exit_code), sep="\n")
    return max(one.exit_code for one in told)


if __name__ == "__main__":
    sys.exit(main())
