"""Losses over two parameters: maps, surfaces, and the ways down."""
