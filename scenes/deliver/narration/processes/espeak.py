"""espeak-ng, by the interface of its library (speak_lib.h of espeak-ng 1.52)."""

from __future__ import annotations

import ctypes
import json
import sys
import wave

import espeakng_loader

_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: sound is handed over, not played
_RATE = 1  # espeakRATE, in words a minute
_UTF8 = 1  # espeakCHARS_UTF8
_WORDS_A_MINUTE = 165  # its own 175 are a little quick for what is heard for the first time
_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main() -> None:
    """Speak what standard input asks for."""
    asked = json.load(sys.stdin)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        sys.exit("espeak-ng does not find its data")
    if library.espeak_SetVoiceByName(asked["voice"].encode()):
        sys.exit(f"espeak-ng has no voice {asked['voice']}")
    library.espeak_SetParameter(_RATE, _WORDS_A_MINUTE, 0)
    heard = bytearray()

    @_Heard
    def hear(samples: ctypes._Pointer[ctypes.c_short], count: int, events: int) -> int:
        if samples and count:
            heard.extend(ctypes.string_at(samples, 2 * count))
        return 0

    library.espeak_SetSynthCallback(hear)
    for text, file in zip(asked["texts"], asked["files"], strict=True):
        heard.clear()
        told = text.encode()
        if library.espeak_Synth(told, ctypes.c_size_t(len(told) + 1), 0, 0, 0, _UTF8, None, None):
            sys.exit("espeak-ng could not speak a text")
        library.espeak_Synchronize()
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(rate)
            sound.writeframes(bytes(heard))


if __name__ == "__main__":
    main()
