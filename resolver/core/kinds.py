"""Every kind of finding: its code, its name, how certain it is, and what is said of it.

Codes never change and are never used again. R1: head and loss. R2: labels. R3: metrics.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from resolver.core.kind import Kind
from resolver.core.kinds_heads import HEADS
from resolver.core.kinds_labels import LABELS
from resolver.core.kinds_metrics import METRICS

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({**HEADS, **LABELS, **METRICS})
"""Every kind by name."""
