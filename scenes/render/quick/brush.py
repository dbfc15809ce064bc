"""The compiled brush (paint.c), where it was built when the package was installed.

Without it everything comes to the same pixels and pictures in more time. `compiled` is the module, or None.
"""

from __future__ import annotations

from typing import Any

compiled: Any
try:
    from scenes.render.quick import _paint as compiled
except ImportError:
    compiled = None
