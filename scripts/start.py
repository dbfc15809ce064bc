"""The first moments of `backreel`: who asks it to stop while it is being loaded gets one line too."""

from __future__ import annotations

import sys

from scenes.render import stopping


def main() -> None:
    """Load the command line and run it."""
    stopping.listen()
    try:
        from scripts.main import main as run
    except KeyboardInterrupt:
        print(f"backreel: {stopping.what_is_left(0)}", file=sys.stderr)
        stopping.leave()
    run()


if __name__ == "__main__":
    main()
