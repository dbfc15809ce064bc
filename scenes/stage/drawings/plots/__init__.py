"""Axes, scales and what stands on them: curves, data, number lines, gauges, tables."""
