"""What the checks of a frame allow, each limit with its source.

Lengths in pixels are those of a frame whose shorter side has 1080 (`frame.layout.REFERENCE_PIXELS`).
"""

from __future__ import annotations

# Graphics safe area: 5 % at each side (EBU R 95, 2017).
SAFE_MARGIN = 0.05

# Cap height of text. ISO 9241-303 asks for 16 minutes of arc at least, and for 20 to 22 to read in comfort; a frame
# 1080 high that fills 18 degrees (seen from three times its height) shows 20 minutes on 20 pixels. AVIXA's DISCAS
# (2016) comes to the same size, 2 % of the image's height, for a room that is five images deep. Sub- and superscripts
# may be smaller (ISO 9241-3, note on the size of sub- and superscripts).
CAP_HEIGHT = 20.0
CAP_HEIGHT_OF_SCRIPTS = 14.0

# WCAG 2.2, 1.4.6 (AAA): 4.5 to 1 for large text, 7 to 1 for smaller text. Large is 24 CSS pixels, which are 31 minutes
# of arc to the em and so 20 to the cap: text of `CAP_HEIGHT` and more. What counts is the contrast of the ink to the
# pixels behind it; a tenth of the ink may have less (a letter may touch the edge of a shape).
CONTRAST_OF_LARGE_TEXT = 4.5
CONTRAST_OF_SMALL_TEXT = 7.0
SHARE_OF_INK_WITH_LESS = 0.1

# Text fainter than this is not to be read now, and text fainter than the second is no obstacle to other text.
READABLE_OPACITY = 0.5
VISIBLE_OPACITY = 0.3

# Lines and edges that differ from what is behind them by less may run behind text, as the grid of a plot does: WCAG
# 2.2, 1.4.11, asks 3 to 1 of what must be seen, so what stays under 2 is background.
FAINT = 2.0
# The edge of a text's own box is looked for even where it is faint.
BARELY_VISIBLE = 1.05

# Netflix, timed text style guides: 17 characters a second for adults, 13 for children; 5/6 of a second at least.
CHARACTERS_A_SECOND = 15.0
LEAST_SECONDS = 5 / 6
LEAST_WORDS = 3
LEAST_GLYPHS = 3

# Things may cross while they move: what is over sooner is no fault.
PASSING_SECONDS = 0.5

# What comes in or goes out slides over the edge of the frame, slowly at the begin or end of its way.
SLIDING_SECONDS = 1.0

# A number that moves may stand still for a moment, between two movements; then it is read.
NUMBER_PAUSES = 0.5

# Two colours in OKLab (Ottosson 2020), where 0.02 is just noticeable side by side, for normal, protan, deutan and
# tritan vision (Machado, Oliveira and Fernandes 2009, severity 1). Across a frame, and a minute later, three times
# that.
COLOUR_DISTANCE = 0.06

# Overlaps, as shares: of the area of the smaller text; of the area of a crossed text; of the ink under a shape; of the
# area beside it.
TEXT_ON_TEXT = 0.04
CROSSED = 0.004
COVERED = 0.02
STICKS_OUT = 0.03
LEAST_PIXELS = 3
