"""Every error and warning of the package, at the bottom of the house.

::

    ValueError
    └── ResolverError
        ├── InvalidArgument        an argument that cannot be read or has no meaning
        │   └── InvalidType        (also a TypeError) an argument of a kind that is not understood
        ├── AmbiguousPairing       two readings stay possible; names them and what settles it
        ├── PairingError           output, labels, loss and metrics that cannot be meant together
        ├── StockMetricError       exact=False asked for what no stock Keras class can count
        ├── CountsMismatch         counts of different decisions were to be added
    ├── NotInstalled           (also an ImportError) a package that is needed is not there
        └── WorkerFailed           another worker has an error in place of its counts
    UserWarning
    └── PairingWarning             legal, rarely meant
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resolver.core.finding import Finding

__all__ = [
    "AmbiguousPairing",
    "CountsMismatch",
    "InvalidArgument",
    "InvalidType",
    "NotInstalled",
    "PairingError",
    "PairingWarning",
    "ResolverError",
    "StockMetricError",
    "WorkerFailed",
]


class ResolverError(ValueError):
    """The base of every error this package raises."""


class InvalidArgument(ResolverError):
    """An argument that cannot be read, or that has no meaning where it stands."""


class InvalidType(InvalidArgument, TypeError):
    """An argument of a kind that is not understood."""


class AmbiguousPairing(ResolverError):
    """More than one reading of the evidence stays possible.

    Attributes:
        readings: The readings that are left, one clause each.
        settle: The arguments that settle it, as they are written in a call.
    """

    def __init__(
        self, message: str, readings: tuple[str, ...] = (), settle: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message)
        self.readings = readings
        self.settle = settle


class PairingError(ResolverError):
    """A pairing of output, labels, loss and metrics that cannot be meant.

    Attributes:
        findings: Everything that was found, not only the first.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class StockMetricError(ResolverError):
    """`exact=False` asks for a stock Keras metric where none counts rightly."""


class CountsMismatch(ResolverError):
    """Counts of two different decisions were to be added."""


class NotInstalled(ResolverError, ImportError):
    """Something needs a package that is not installed."""


class WorkerFailed(ResolverError):
    """Of some workers, one has an error where its counts should be.

    Attributes:
        workers: The numbers of the workers that failed.
    """

    def __init__(self, message: str, workers: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.workers = workers


class PairingWarning(UserWarning):
    """A pairing that is legal and rarely meant."""
