"""Confines the reader process before it sees the first hostile byte; one file per layer.

The process applies ``rlimits`` (resources.py), ``landlock`` and ``seccomp`` itself. The guard puts ``bubblewrap``
around it, on kernels without landlock. Both the layers in effect and those missing are reported: nothing here fails in
silence, and decide.py says what happens to content that no sandbox may read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from guard.ipc.confinement import Confinement
from guard.platform import proc
from guard.reading.sandbox import bubblewrap, landlock, profiles, resources, seccomp
from guard.reading.sandbox.model import Profile
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

__all__ = ["Confinement", "Profile", "confine", "enclosed"]


def confine(profile: Profile) -> Confinement:
    """Confine this process for good to what the profile allows; call before it has a second thread."""
    layers: list[str] = []
    missing: list[Sentence] = []
    if resources.limit():
        layers.append("rlimits")
    if sys.platform != "linux":
        return Confinement(tuple(layers), (sentence("sandbox.no-such-system", name=sys.platform),))
    if landlock.version() < 1:
        missing.append(sentence("sandbox.no-landlock"))
    elif len(proc.threads(os.getpid())) == 1 and landlock.restrict(profile.readable, profile.programs):
        layers.append("landlock")
    else:
        missing.append(sentence("sandbox.landlock-failed"))
    if seccomp.restrict(programs=bool(profile.programs)):
        layers.append("seccomp")
    else:
        missing.append(sentence("sandbox.seccomp-failed"))
    return Confinement(tuple(layers), tuple(missing))


def enclosed(command: Sequence[str], engine: str) -> tuple[tuple[str, ...], str]:
    """Return how the guard starts this reader here, and the layer that this puts around it ("" when none is needed)."""
    if sys.platform == "linux" and landlock.version() < 1:
        within = bubblewrap.around(command, profiles.of(engine))
        if within is not None:
            return within, "bubblewrap"
    return tuple(command), ""
