"""A copy on X11: its window and server time, who owns the selection meanwhile, and what was fetched."""

from __future__ import annotations

from dataclasses import dataclass, field

from guard.clipboard.content import NOT_CONTENT, Content
from guard.clipboard.stages import Stage, StagedCopy
from guard.clipboard.x11.snapshot import Snapshot
from guard.core.model import Target
from guard.platform.x11.events import SelectionRequest


@dataclass(slots=True)
class Copy(StagedCopy[SelectionRequest]):
    """Mutable on purpose: it lives in one selection of one broker. ``since`` is server time, ``started`` monotonic.

    ``owner`` is the window that copied; ``lent``: the selection is ours in that window's name. ``brief``: the program
    that copied ends, or forgets, once it has lost the selection, whatever it was asked for. ``stays``: its program
    keeps it until there is a verdict or its user turns to another program. ``renew_at``: when it is to be offered again
    (monotonic, 0 for not), as owned at the server time ``renew_since``.
    """

    selection: int
    since: int
    owner: int = 0
    snapshot: Snapshot | None = None
    placed: dict[str, Target] = field(default_factory=dict)
    claimed: bool = False
    lent: bool = False
    brief: bool = False
    stays: bool = False
    renew_at: float = 0.0
    renew_since: int = 0

    @property
    def clean(self) -> bool:
        """True when it may go everywhere."""
        decision = self.holding.decision
        return self.stage is Stage.LEFT or (decision is not None and not decision.hold)

    @property
    def undecided(self) -> bool:
        """True while it is read, judged or taken over."""
        return self.stage is not Stage.HELD and not self.clean

    def served(self) -> dict[str, Target]:
        """Return the content targets that can be served."""
        if self.snapshot is None:
            return self.placed
        return {name: target for name, target in self.snapshot.fetched().items() if name not in NOT_CONTENT}

    def names(self) -> tuple[str, ...]:
        """Return what TARGETS lists of the original: what the owner offered and did not refuse on request."""
        if self.snapshot is None:
            return tuple(self.placed)
        results = self.snapshot.results
        pending = self.snapshot.waiting
        return tuple(name for name in self.offered
                     if name not in NOT_CONTENT and (results.get(name) is not None or pending([name])))

    def close(self) -> None:
        """Request nothing more."""
        if self.snapshot is not None:
            self.snapshot.close()

    def leave(self) -> None:
        """Leave the copy alone for good."""
        self.close()
        self.stage, self.snapshot, self.content, self.placed = Stage.LEFT, None, Content(), {}

    def forget(self) -> None:
        """Keep nothing of the content; the selection stays ours."""
        self.holding.drop()
        self.close()
        self.stage, self.snapshot, self.content, self.placed = Stage.HELD, None, Content(), {}
