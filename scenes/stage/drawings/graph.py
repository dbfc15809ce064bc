"""A computational graph: leaves on the left, the output on the right, every number at its node or edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import Circle, RoundedRectangle, Triangle, VGroup, VMobject
from numpy.typing import NDArray

from engine import Trace
from engine.backward import Walk
from engine.graph import Node, nodes_under
from scenes.stage.declared import stands_for
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.graph_layout import Layers, heights, layers
from scenes.stage.drawings.graph_signs import sign
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import meaning_of
from scenes.stage.writing import formulas
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.pen import INK, Pen
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value
