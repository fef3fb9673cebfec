"""What is in force, as the guard holds it: the policy, and the packs as bytes that a loader process made and proved."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from io import BytesIO

from guard.core.inspection_order import InspectionOrder
from guard.core.policy import Policy
from guard.feedback.answers import FeedbackAnswer
from guard.ipc.exact_files import Exact, opened
from guard.ipc.framing import FrameError, FrameReader
from guard.ipc.messages import Message
from guard.pipeline.pipeline import Rules
from guard.sentences.catalogue import sentence
from guard.supply.loader_start import NotInForceError, begin_loading, cannot_run, loader_of
from guard.supply.provenance import Provenance
from guard.util.version import VERSION
from rules.sentences.sentence import NOTHING, Sentence

LOAD_SECONDS = 300.0
"""Time for reading and proving the packs: ten thousand rules take seconds."""

_IDENTITY_LENGTH = 32


class InForce(Message, frozen=True):
    """The proven packs (rules.pack.encoded), also for the broker, the policy, the answers to 误报反馈, and the orders
    to inspect folders.
    """

    packs: tuple[bytes, ...]
    policy: Policy
    provenance: Provenance = Provenance()
    answers: tuple[FeedbackAnswer, ...] = ()
    unconfigured: Sentence = NOTHING
    """Why the user's own configuration is not in force, in words for people, or ""."""
    weights: bytes = b""
    """The weights of the learnt judge (guard.supply.learnt_weights), b"" when there are no valid ones."""
    unlearnt: Sentence = NOTHING
    """Why it does not work, or not with the weights that were issued, in words for people, or ""."""
    exact: Exact = Exact()
    """The indexes of the unit's tables, proven, and the unit's key."""
    inexact: Sentence = NOTHING
    """Why an index, or the hashed words of a pack, are not in force, in words for people, or ""."""
    orders: tuple[InspectionOrder, ...] = ()
    groups: tuple[str, ...] = ()
    """The groups of this computer: they tell which orders are for it."""

    def identity(self) -> str:
        """Return an identifier of these rules, this policy and the program that judges by them, the same in each of its
        processes; others do not have it.
        """
        digest = hashlib.sha256(f"{VERSION}\0{self.policy!r}".encode())
        for part in (*self.packs, self.weights, self.exact.key,
                     *(file.sha256.encode() for file in self.exact.files)):
            digest.update(hashlib.sha256(part).digest())
        return digest.hexdigest()[:_IDENTITY_LENGTH]

    def rules(self) -> Rules:
        """Build the judge from the packs and return it with the policy."""
        # Loaded when the guard itself judges, which it does not do before its broker is armed.
        from rules.judge.assembled import judge_of
        from rules.pack.encoded import decode

        return Rules(judge_of([decode(pack) for pack in self.packs], self.weights, self.policy.sensitivity,
                              opened(self.exact), self.exact.key), self.policy)


class NotInForce(Message, frozen=True):
    """Why nothing can be put in force, in words that name file, line and rule."""

    words: Sentence


def load_apart(command: Sequence[str], slot: str = "") -> InForce:
    """Run the loader process and return what it found valid. Raises NotInForceError.

    ``slot`` names a stored release to try; "" means what is in force.
    """
    with loader_of(command) as loader:
        begin_loading(loader, slot)
        return loaded(loader)


def loaded(loader: subprocess.Popen[bytes]) -> InForce:
    """Wait for a loader and return what it found valid. Raises NotInForceError."""
    try:
        said, _ = loader.communicate(timeout=LOAD_SECONDS)
        frames: FrameReader[InForce | NotInForce] = FrameReader(BytesIO(said), InForce | NotInForce)
        found = frames.read()
    except subprocess.TimeoutExpired:
        loader.kill()
        found = NotInForce(sentence("loading.too-slow", seconds=f"{LOAD_SECONDS:.0f}"))
    except (OSError, FrameError) as error:
        found = NotInForce(cannot_run(error))
    if found is None:
        found = NotInForce(sentence("loading.ended", code=loader.returncode))
    if isinstance(found, NotInForce):
        raise NotInForceError(found.words)
    return found
