"""One thing wrong or doubtful in a pairing, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong or doubtful in a pairing of output, labels, loss and metrics.

    Args:
        code: Stable code, e.g. ``"R103"``.
        name: Stable name in kebab-case, e.g. ``"missing-from-logits"``.
        severity: ``"error"``: can never be meant; ``"warning"``: legal, rarely meant;
            ``"note"``: depends on intent.
        title: What is wrong, in one sentence.
        seen: The facts, as (what, fact) pairs.
        needed: What would be right, in one sentence.
        consequence: What happens otherwise, in one sentence.
        use: A line to paste instead.
        output: Name of the output it concerns, if the model has several.
    """

    code: str
    name: str
    severity: Severity
    title: str
    seen: tuple[tuple[str, str], ...]
    needed: str
    consequence: str
    use: str
    output: str | None = None

    def __str__(self) -> str:
        where = f" (output {self.output!r})" if self.output else ""
        width = max((len(what) for what, _ in self.seen), default=0)
        facts = "\n".join(f"  {what:<{width}}  {fact}" for what, fact in self.seen)
        return (
            f"{self.code} {self.name}{where}: {self.title}\n\n{facts}\n\n"
            f"  {self.needed}\n  {self.consequence}\n\nUse: {self.use}"
        )
