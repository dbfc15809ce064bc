"""What stands on a baseline, put into its place."""

from __future__ import annotations

from typing import Any, Self


class Placed:
    """A mobject that knows the height of its `baseline`."""

    baseline: Any

    def at(self, left: float, baseline: float) -> Self:
        """Stand with the left edge and the baseline at these places."""
        return self.shift([left - float(self.get_left()[0]), baseline - self.baseline, 0])  # type: ignore[attr-defined]

    def centered(self, x: float, baseline: float) -> Self:
        """Stand with the middle at x and on this baseline."""
        return self.shift([x - float(self.get_center()[0]), baseline - self.baseline, 0])  # type: ignore[attr-defined]
