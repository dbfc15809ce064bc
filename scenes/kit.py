"""What a lesson of your own is built from, in one place (`docs/a-lesson-of-your-own.md`). A name is loaded when it is
asked for: parameters and numbers need no Manim."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.stage.declared import beyond_frame, constant, overlapping, stands_for
    from scenes.stage.drawings.plots.axes import Axes
    from scenes.stage.drawings.plots.live_curve import LiveCurve
    from scenes.stage.drawings.plots.number_line import NumberLine
    from scenes.stage.drawings.plots.scales import Linear, Logarithmic
    from scenes.stage.drawings.plots.tangent import Tangent
    from scenes.stage.lesson import Lesson
    from scenes.stage.motion.live import Live
    from scenes.stage.motion.moves import Fly, pulse
    from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TableParameter, TextParameter
    from scenes.stage.settings import Settings
    from scenes.stage.writing.rows import Row

_PLACES = {
    "scenes.stage.declared": ("beyond_frame", "constant", "overlapping", "stands_for"),
    "scenes.stage.drawings.plots.axes": ("Axes",),
    "scenes.stage.drawings.plots.live_curve": ("LiveCurve",),
    "scenes.stage.drawings.plots.number_line": ("NumberLine",),
    "scenes.stage.drawings.plots.scales": ("Linear", "Logarithmic"),
    "scenes.stage.drawings.plots.tangent": ("Tangent",),
    "scenes.stage.lesson": ("Lesson",),
    "scenes.stage.motion.live": ("Live",),
    "scenes.stage.motion.moves": ("Fly", "pulse"),
    "scenes.stage.parameters": (
        "ChoiceParameter",
        "NumberParameter",
        "SettingError",
        "TableParameter",
        "TextParameter",
    ),
    "scenes.stage.settings": ("Settings",),
    "scenes.stage.writing.rows": ("Row",),
}
_MODULES = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "Axes",
    "ChoiceParameter",
    "Fly",
    "Lesson",
    "Linear",
    "Live",
    "LiveCurve",
    "Logarithmic",
    "NumberLine",
    "NumberParameter",
    "Row",
    "SettingError",
    "Settings",
    "TableParameter",
    "Tangent",
    "TextParameter",
    "beyond_frame",
    "constant",
    "overlapping",
    "pulse",
    "stands_for",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    return getattr(import_module(_MODULES[name]), name)
