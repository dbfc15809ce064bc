"""piper, by its Python interface (piper-tts 1.3 and later)."""

from __future__ import annotations

import json
import sys
import wave

from piper import PiperVoice


def main() -> None:
    """Speak what standard input asks for."""
    asked = json.load(sys.stdin)
    voice = PiperVoice.load(asked["voice"])
    for text, file in zip(asked["texts"], asked["files"], strict=True):
        with wave.open(file, "wb") as sound:
            voice.synthesize_wav(text, sound)


if __name__ == "__main__":
    main()
