"""Runs `make learn-encoder`: learns the encoder from the marked texts and writes rules/tagging/encoder.bin.

    python -m tests.tagging.learn_encoder
"""

from __future__ import annotations

import sys
from pathlib import Path

from rules.tagging.encoder_weights import EncoderWeights, pack
from tests.tagging.encoder_fitting import fit_encoder, vocabulary_of
from tests.tagging.lexicons import learnt_lexicon, unmarked
from tests.tagging.material import Lesson, hands, lesson, marked_by
from tests.tagging.pretrained import pretrained
from tests.tagging.word_lists import word_list

OUTPUT = Path(__file__).parents[2] / "rules" / "tagging" / "encoder.bin"


def learnt(lessons: list[Lesson]) -> EncoderWeights:
    """Learn from these texts, with the pieces that writers used who are not kept apart."""
    model = pretrained()
    vocabulary, numbers = vocabulary_of(model, unmarked())
    print(f"{len(lessons)} texts, {len(vocabulary.pieces)} of {len(model.pieces)} pieces", flush=True)
    return fit_encoder(lessons, model, vocabulary, numbers)


def main() -> int:
    """Learn and write."""
    lexicon, words = learnt_lexicon(), word_list()
    weights = learnt([lesson(marked, lexicon, words) for hand in hands() for marked in marked_by(hand)])
    OUTPUT.write_bytes(pack(weights.header, weights.vocabulary.pieces, weights.tables))
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes, {weights.header.label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
