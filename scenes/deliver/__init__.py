"""From rendered files to what people use: captions, transcripts, reports. Nothing here imports Manim itself."""
