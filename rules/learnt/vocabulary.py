"""Looks up the vocabulary: the grams that the weights know, as sorted hashes.

A gram that few texts contain says nothing about the next text. It would only make the vector of a text longer, and so
reduce the effect of the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def known(hashes: NDArray[np.uint32], vocabulary: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Return the indexes in the vocabulary of those hashes that it contains, in the order of the hashes."""
    places, found = looked_up(hashes, vocabulary)
    return places[found]


def looked_up(hashes: NDArray[np.uint32], vocabulary: NDArray[np.uint32]) -> tuple[NDArray[np.intp],
                                                                                  NDArray[np.bool_]]:
    """Return for each hash an index in the vocabulary, and whether the hash is there; sorted hashes are found faster.
    """
    places = vocabulary.searchsorted(hashes)
    places[places == len(vocabulary)] = 0
    return places, vocabulary.take(places) == hashes
