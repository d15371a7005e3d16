"""What is always true of a finding of one name."""

from __future__ import annotations

from typing import NamedTuple

from resolver.core.finding import Severity


class Kind(NamedTuple):
    """What is always true of a finding of this name.

    Args:
        code: Stable code.
        severity: How certain the rule is, unless a case of it says otherwise.
        title: What is wrong.
        needed: What would be right.
        consequence: What happens otherwise.
    """

    code: str
    severity: Severity
    title: str
    needed: str
    consequence: str
