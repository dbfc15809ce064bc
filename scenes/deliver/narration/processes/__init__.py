"""Programs that speak, each in a process of its own: JSON with voice, texts and files comes in, sound files go out."""
