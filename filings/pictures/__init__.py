"""Geometry of the drawings on pages. Templates draw; nothing here knows of HTML or of Django.

Across, everything is a percentage of the drawing's width, so that a picture fits any screen without
script while its letters keep their size; down, everything is in pixels.
"""

from filings.pictures.bars import Bar, bars
from filings.pictures.ladders import Ladder, Spot, ladder
from filings.pictures.timeline import Axis, axis

__all__ = ["Axis", "Bar", "Ladder", "Spot", "axis", "bars", "ladder"]
