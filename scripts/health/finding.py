"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """`mend` is the command that gets it where it is missing or broken. What is not there is `absent`; what is there
    and not good is broken."""

    what: str
    found: str
    good: bool
    needed: bool = True
    mend: str = ""
    absent: bool = False

    @property
    def sign(self) -> str:
        """How it is, in one word."""
        if self.good:
            return "ok"
        if self.absent:
            return "MISSING" if self.needed else "none"
        return "BROKEN" if self.needed else "broken"

    @property
    def urgency(self) -> int:
        """What is to be read last is what has to be mended."""
        return ("ok", "none", "broken", "BROKEN", "MISSING").index(self.sign)

    def told(self) -> dict[str, object]:
        """For a program."""
        return {key: value for key, value in asdict(self).items() if key != "absent"} | {"state": self.sign.lower()}
