"""The report of shown numbers: which string stood on the screen for which quantity, from when to when."""

from __future__ import annotations

import json

from scenes.stage.timeline import Timeline


def numbers(timeline: Timeline) -> str:
    """JSON: a list of {"path", "exact", "value", "shown", "relation", "shot", "from", "to"}; times in seconds."""
    rows = [
        {
            "path": number.path,
            "exact": number.exact,
            "value": number.value,
            "shown": number.shown,
            "relation": number.relation,
            "shot": number.shot,
            "from": round(timeline.seconds(number.first_frame), 6),
            "to": round(timeline.seconds(number.end_frame), 6),
        }
        for number in timeline.numbers
    ]
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
