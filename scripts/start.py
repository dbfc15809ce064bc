"""The first moments of `backreel`: who asks it to stop while it is being loaded gets one line too."""

from __future__ import annotations

import sys

from scenes.render import stopping
from scripts.streams import open_closed_ones


def main() -> None:
    """Load the command line and run it."""
    open_closed_ones()
    stopping.listen()
    try:
        from scripts.main import main as run
    except KeyboardInterrupt:
        print(f"backreel: {stopping.what_is_left(0)}", file=sys.stderr)
        stopping.leave()
    except MemoryError:
        print("backreel: there is not enough memory even to begin", file=sys.stderr)
        sys.exit(1)
    except ImportError as fault:
        if fault.name != "click":
            raise
        install = f"{sys.executable} -m pip install click"
        print(f"backreel: the package click is missing or broken ({fault}); get it with: {install}", file=sys.stderr)
        sys.exit(1)
    run()


if __name__ == "__main__":
    main()
