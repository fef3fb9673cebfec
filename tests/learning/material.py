"""Collects what the judge learns from: texts with their action, known grams and the rules' matches.

Texts of writers that are kept apart are never here, nor the half of the real texts that only measures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.judge.judge import Judge
from rules.judge.weighing import Seen
from rules.learnt.grams import fold, hashes
from rules.learnt.layout import layout_of
from rules.learnt.occurrences import occurrences
from rules.learnt.scoring import owners_of
from rules.learnt.vocabulary import Vocabulary
from rules.model import Action
from rules.pack.loading import load
from rules.text import Text
from tests.learning.fitting import LEAST_TEXTS
from tests.support.corpus import PRACTICE, UNSEEN, samples, written
from tests.support.pictured_texts import pictured
from tests.support.real_text import chat_lines, news, reviews
from tests.support.writers import is_kept_apart, texts_of, writers

NATURES = ("国家秘密", "工作秘密", "批示", "聊天记录", "个人信息", "过程稿", "不实信息", "口令/商业秘密")
JOINED = "joined"
"""The kind of a text beside a harmless one (tests.learning.joining)."""

REAL = "real"
OURS = "ours"
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Learnable:
    """``group`` is the writer, OURS or REAL; ``action`` is the required action, None when the text may be sent."""

    group: str
    text: Text
    action: Action | None
    nature: str = ""
    kind: str = ""
    hits: tuple[str, ...] = ()
    id: str = ""


def of_writer(writer: str) -> list[Learnable]:
    """Return what one writer wrote."""
    return [Learnable(writer, Text(one.text, from_picture=one.kind == "ocr"), one.action, one.nature, one.kind,
                      one.hits, one.id) for one in texts_of(writer)]


def pictures_of(writer: str) -> list[Learnable]:
    """Return the OCR readings of a writer's drawn texts."""
    return [Learnable(writer, one.read, one.written.action, one.written.nature, "picture", (), one.written.id)
            for one in pictured(writer)]


def learnable_writers() -> tuple[str, ...]:
    """Return the writers that may be learnt from."""
    return tuple(writer for writer in writers() if not is_kept_apart(writer))


def kept_apart() -> tuple[str, ...]:
    """Return the writers that only measure."""
    return tuple(writer for writer in writers() if is_kept_apart(writer))


def ours() -> list[Learnable]:
    """Return the project's own texts, and those of its first writers: the rules were tuned by most of them."""
    own = [Learnable(OURS, Text(one.text, from_picture=one.from_picture), one.action) for one in samples()]
    return own + [Learnable(OURS, Text(one.text, from_picture=one.from_picture), Action.BLOCK if one.internal else None)
                  for folder in (PRACTICE, UNSEEN) for one in written(folder)]


def real(*, learnt: bool) -> list[Learnable]:
    """Return the half of the real texts that is learnt from, or the other one; by the hash of each text."""
    kinds = (("news", news()), ("reviews", reviews()), ("chat", chat_lines()))
    return [Learnable(REAL, Text(text), None, kind=kind) for kind, texts in kinds for text in dict.fromkeys(texts)
            if (hashlib.sha256(text.encode()).digest()[0] % 2 == 0) is learnt]


@dataclass(frozen=True, slots=True)
class Seeing:
    """The features of some texts: each as the judge reads it, a row of grams, its layout, and the rules' matches."""

    normalised: tuple[str, ...]
    vocabulary: Vocabulary
    rows: csr_matrix
    layouts: NDArray[np.float64]
    seen: tuple[tuple[Seen, ...], ...]


def seeing(texts: Sequence[Learnable], rules: Judge, vocabulary: Vocabulary | None = None) -> Seeing:
    """Compute the features of some texts as a judge does; without a vocabulary it is made of them."""
    normalised, seen = [], []
    for one in texts:
        said = rules.said(one.text, _SECONDS)
        normalised.append(said.normalised.text)
        seen.append(tuple(place for place in said.seen if place is not None))
    layouts = np.array([layout_of(text, fold(text).symbols) for text in normalised])
    if vocabulary is None:
        vocabulary = vocabulary_of([text for text, one in zip(normalised, texts, strict=True) if one.kind != JOINED])
    grams = [part for text in normalised for part in grams_of_parts(text, [0], vocabulary)]
    return Seeing(tuple(normalised), vocabulary, rows_of(grams, vocabulary), layouts, tuple(seen))


def grams_of_parts(normalised: str, starts: Sequence[int], vocabulary: Vocabulary) -> list[NDArray[np.intp]]:
    """Return the distinct known grams of each part of a text, which begin at these positions."""
    folded = fold(normalised)
    found = occurrences(folded.padded(), vocabulary).of_parts(owners_of(folded.positions(), starts))
    return [found.of(part) for part in range(len(starts))]


def vocabulary_of(normalised: Sequence[str]) -> Vocabulary:
    """Return the grams that enough of these texts contain."""
    grams = [np.unique(np.concatenate(hashes(fold(text).padded()))) for text in normalised]
    found, texts = np.unique(np.concatenate(grams), return_counts=True)
    return Vocabulary.of(found[texts >= LEAST_TEXTS])


def rows_of(grams: Sequence[NDArray[np.intp]], vocabulary: Vocabulary) -> csr_matrix:
    """Return a row for each text, with a one for each gram of the vocabulary that occurs in it."""
    ends = np.cumsum([0, *map(len, grams)])
    flat = np.concatenate(grams).astype(np.int32)
    return csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(grams), len(vocabulary)))


def built_in_rules() -> Judge:
    """Return the built-in pack's judge, without any weighing."""
    return Judge([load(builtin_pack(), BUILTIN_PACK)])
