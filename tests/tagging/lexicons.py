"""Learns which pairs of characters are used alike, from the writers' texts, in which nobody marked spans."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from rules.scan.normalise import normalise
from rules.tagging.lexicon import Lexicon, pairs_of
from rules.tagging.symbols import HAN, classes, folded, points
from tests.support.writers import is_kept_apart, texts_of, writers

_FEWEST = 8
"""Occurrences of a pair at least."""
_GROUPS = 250
_DIMENSIONS = 50
_CONTEXTS = 4000
"""The most frequent pairs: topics are what occurs in a clause with them."""
_SMOOTHING = 0.75
_ENDS = ",。;!?\n\t|"
_MOST_COUNTED = 13


def unmarked() -> Iterator[str]:
    """Yield the normalised texts of the writers that may be learnt from."""
    return (normalise(one.text).text for writer in writers() if not is_kept_apart(writer) for one in texts_of(writer))


def learnt_lexicon() -> Lexicon:
    """Return the lexicon of the writers that may be learnt from."""
    symbols = points("\n\n".join(unmarked()))
    of_class = classes(symbols)
    symbols = folded(symbols, of_class)
    both = np.flatnonzero((of_class[:-1] == HAN) & (of_class[1:] == HAN))
    keys, pair, counts = np.unique(pairs_of(symbols)[both], return_inverse=True, return_counts=True)
    kept = np.flatnonzero(counts >= _FEWEST)
    number = np.full(len(keys), -1)
    number[kept] = np.arange(len(kept))
    known = number[pair] >= 0
    pair, places = number[pair][known], both[known]
    rounded = np.minimum(_MOST_COUNTED, np.log2(counts[kept]) - 1)
    table = np.stack((_groups(_topics(symbols, pair, places, counts[kept])), _groups(_uses(symbols, pair, places)),
                      rounded)).astype(np.uint8)
    return Lexicon(keys[kept].astype(np.uint32), table)


def _topics(symbols: NDArray[np.uint32], pair: NDArray[np.intp], places: NDArray[np.intp],
            counts: NDArray[np.intp]) -> csr_matrix:
    """Return which frequent pairs occur in the clauses of each pair."""
    clause = np.cumsum(np.isin(symbols, list(map(ord, _ENDS))))[places]
    shape = (int(clause.max()) + 1, len(counts))
    within = csr_matrix((np.ones(len(pair), np.float32), (clause, pair)), shape=shape)
    within.data[:] = 1
    return within.T @ within[:, np.argsort(-counts, kind="stable")[:_CONTEXTS]]


def _uses(symbols: NDArray[np.uint32], pair: NDArray[np.intp], places: NDArray[np.intp]) -> csr_matrix:
    """Return which characters are before and after each pair."""
    characters, number = np.unique(symbols, return_inverse=True)
    shape = (int(pair.max()) + 1, len(characters))
    beside = (np.maximum(places - 1, 0), np.minimum(places + 2, len(symbols) - 1))
    return hstack([_informing(csr_matrix((np.ones(len(pair)), (pair, number[at])), shape=shape)) for at in beside],
                  format="csr")


def _informing(counts: csr_matrix) -> csr_matrix:
    """Return the positive part of the pointwise mutual information."""
    found = counts.tocoo()
    rows, columns = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(counts.sum(axis=0)).ravel() ** _SMOOTHING
    values = np.log(found.data / rows[found.row] / (columns[found.col] / columns.sum()))
    more = values > 0
    return csr_matrix((values[more], (found.row[more], found.col[more])), shape=counts.shape)


def _groups(counts: csr_matrix) -> NDArray[np.intp]:
    """Return the group of each row, from 1 on."""
    informing = _informing(counts) if counts.shape[1] == _CONTEXTS else counts
    left, spread, _ = randomized_svd(informing, _DIMENSIONS, n_iter=2, random_state=0)
    vectors = left * np.sqrt(spread)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    groups = MiniBatchKMeans(_GROUPS, random_state=0, n_init=1, batch_size=2048, max_iter=20).fit(vectors).labels_
    return np.asarray(groups, np.intp) + 1
