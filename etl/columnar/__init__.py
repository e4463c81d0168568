"""Read publishers' tables of trade column by column, strictly, and write them sorted: the one place that uses polars.

Codes become small integers, the key of a row one packed number, and a year is sorted by it: several times faster
and smaller than rows of text. Whatever is not as it should be is looked for again in the text and told by row.
"""

from __future__ import annotations

import os

# Polars' allocator reads this when it is loaded: memory given back a second after it was freed keeps a
# year of 11 million rows below 1.3 GB; by default it is kept for the next use, and added to what that needs.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:1000,muzzy_decay_ms:0,thp:always,background_thread:true")

from etl.columnar.part import Part
from etl.columnar.read import read_part, tidy
from etl.columnar.text import HEAD
from etl.columnar.write import Written, write

__all__ = ["HEAD", "Part", "Written", "read_part", "tidy", "write"]
