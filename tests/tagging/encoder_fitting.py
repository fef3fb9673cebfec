"""Learns the encoder further from marked texts: the first layers of a pretrained network and a head for characters.

Tables have the names of rules.tagging.encoder_weights, so that learning and use are the same sums.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
import optax
from msgspec.structs import replace
from numpy.typing import NDArray

from rules.tagging.encoder import channels_of, windows
from rules.tagging.encoder_weights import (
    CHANNELS,
    PLACES,
    REACH,
    VERSION,
    EncoderHeader,
    EncoderWeights,
    pack,
    parse,
    shapes,
)
from rules.tagging.kinds import KINDS
from rules.tagging.pieces import END, PADDING, SPECIAL, START, Vocabulary
from tests.tagging.material import Lesson
from tests.tagging.pretrained import Pretrained

LAYERS = 6
"""Of twelve: half the time and the size."""
POSITIONS = 256
"""Pieces that are seen together, with the start and the end: more take longer each."""
_SEEN = 160
_PASSES = 3
_TOGETHER = 4096
"""Pieces per step, with what fills the rows of a step."""
_STEP, _HEAD_STEP = 1.5e-4, 1.5e-3
_WARM = 12
"""The steps grow during one in so many of all."""
_DECAY = 0.01
_LEFT_OUT, _HEAD_LEFT_OUT = 0.1, 0.2
_SEED = 1
_WIDER = {"pieces": 64, "characters": 128}
"""Rows of a step are filled to a multiple of this, so that few shapes are compiled."""
_STEPS = 127
_FEWEST = 2
"""Texts of the vocabulary contain a piece so often, or it is a single character."""
_KNOWN = re.compile("▁?[\u0020-\u007e\u3000-\u303f\u3400-\u9fff\uff00-\uffef·—…℃×“”‘’\u2460-\u24ff■□●○△▲★☆→√]*")
_LONGEST_PIECE = 8

Tables = dict[str, jax.Array]
HIDE, STRICT, DOUBT = 0.02, 0.02, 0.005
"""Of the tagger with the encoder: `make masks-report` prints what these miss and hide of hands that were left out."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A part of a text as the network sees it: its pieces, and for each character its piece, its place in it, what
    rules found and its label (0 is none, then the kinds)."""

    pieces: NDArray[np.int32]
    owners: NDArray[np.int32]
    places: NDArray[np.int32]
    channels: NDArray[np.float32]
    labels: NDArray[np.int32]


def vocabulary_of(model: Pretrained, texts: Iterable[str]) -> tuple[Vocabulary, list[int]]:
    """Return the pieces that these normalised texts contain, with their numbers in the model."""
    known = {piece: number for number, piece in enumerate(model.pieces)
             if piece not in SPECIAL and len(piece) <= _LONGEST_PIECE and _KNOWN.fullmatch(piece)}
    every = Vocabulary((*SPECIAL, *known), [0.0] * len(SPECIAL) + [float(model.scores[one]) for one in known.values()])
    counts = Counter(piece.number for text in texts for piece in every.divided(text))
    kept = [piece for number, piece in enumerate(every.pieces)
            if number >= len(SPECIAL) and (counts[number] >= _FEWEST or len(piece) == 1)]
    numbers = [known[piece] for piece in kept]
    space = known["▁"]
    return (Vocabulary((*SPECIAL, *kept), [0.0] * len(SPECIAL) + model.scores[numbers].tolist()),
            [*range(4), space, space, *numbers])


def fit_encoder(lessons: Sequence[Lesson], model: Pretrained, vocabulary: Vocabulary,
                numbers: Sequence[int]) -> EncoderWeights:
    """Learn from these texts."""
    rows = [row for one in lessons for row in _rows(one, vocabulary)]
    tables = _descend({name: jnp.asarray(table) for name, table in _beginning(model, numbers)}, rows, model.heads)
    label = f"{len({one.marked.hand for one in lessons})}人"
    return _rounded(tables, model, vocabulary, label)


def _beginning(model: Pretrained, numbers: Sequence[int]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield the tables before learning: those of the model, and a head by chance."""
    width, inner = model.width, model.inner
    chosen = np.random.default_rng(_SEED)
    yield "pieces", model.rows("emb.word", width)[list(numbers)]
    yield "positions", model.floats("emb.pos").reshape(-1, width)[:POSITIONS] + model.floats("emb.type")[:width]
    yield from _both("start", model, "emb.ln")
    for layer in range(LAYERS):
        yield f"{layer}.attended", np.concatenate([model.rows(f"l{layer}.{one}.w", width).T for one in "qkv"], axis=1)
        yield f"{layer}.attended.bias", np.concatenate([model.floats(f"l{layer}.{one}.b") for one in "qkv"])
        for name, other, rows in (("joined", "ao", width), ("inner", "fi", width), ("outer", "fo", inner)):
            yield f"{layer}.{name}", model.rows(f"l{layer}.{other}.w", rows).T
            yield f"{layer}.{name}.bias", model.floats(f"l{layer}.{other}.b")
        yield from _both(f"{layer}.first", model, f"l{layer}.aln")
        yield from _both(f"{layer}.second", model, f"l{layer}.oln")
    together = (2 * REACH + 1) * _SEEN
    for name, shape, share in (("narrowed", (width, _SEEN), 1.0), ("places", (PLACES, _SEEN), 0.3),
                               ("channels", (CHANNELS, _SEEN), 0.5), ("near", (together, _SEEN), 1.0),
                               ("far", (together, _SEEN), 1.0), ("told", (_SEEN, 1 + len(KINDS)), 0.3)):
        yield name, (chosen.normal(0, share / np.sqrt(shape[0]), shape)).astype(np.float32)
    for name, size in (("narrowed", _SEEN), ("near", _SEEN), ("far", _SEEN), ("told", 1 + len(KINDS))):
        yield f"{name}.bias", np.zeros(size, np.float32)


def _both(name: str, model: Pretrained, other: str) -> Iterator[tuple[str, NDArray[np.float32]]]:
    yield f"{name}.gain", model.floats(f"{other}.w")
    yield f"{name}.bias", model.floats(f"{other}.b")


def _rows(one: Lesson, vocabulary: Vocabulary) -> Iterator[_Row]:
    """Yield a text in the parts in which the network will see it."""
    text = one.normalised.text
    labels = ((one.allowed.argmax(axis=1) + 1) // 2).astype(np.int32)
    channels = channels_of(len(text), one.hints)
    for pieces, again in windows(text, list(vocabulary.divided(text)), POSITIONS):
        sizes = [piece.end - piece.start for piece in pieces]
        start, new, end = pieces[0].start, pieces[again].start, pieces[-1].end
        yield _Row(np.array([START, *(piece.number for piece in pieces), END], np.int32),
                   np.repeat(np.arange(len(pieces), dtype=np.int32) + 1, sizes),
                   np.minimum(np.concatenate([np.arange(size) for size in sizes]), PLACES - 1).astype(np.int32),
                   channels[start:end], np.where(np.arange(start, end) < new, -1, labels[start:end]).astype(np.int32))


def _descend(tables: Tables, rows: Sequence[_Row], heads: int) -> Tables:
    """Take the steps in several passes (AdamW, a step that grows and then falls as a cosine)."""
    count = len(list(_steps(rows, np.random.default_rng(0)))) * _PASSES
    learner = _learner(count)
    state = learner.init(tables)

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def step(tables: Tables, state: optax.OptState, key: jax.Array,
             *some: jax.Array) -> tuple[Tables, optax.OptState, jax.Array]:
        loss, slopes = jax.value_and_grad(_loss)(tables, heads, key, *some)
        changes, state = learner.update(slopes, state, tables)
        return optax.apply_updates(tables, changes), state, loss

    key = jax.random.PRNGKey(_SEED)
    for turn in range(_PASSES):
        chosen = np.random.default_rng(turn + 1)
        steps = list(_steps(rows, chosen))
        chosen.shuffle(steps)
        lost = 0.0
        for some in steps:
            key, now = jax.random.split(key)
            tables, state, loss = step(tables, state, now, *_filled(some))
            lost += float(loss)
        print(f"pass {turn + 1} of {_PASSES}: {lost / len(steps):.3f} lost per character", flush=True)
    return tables


def _learner(count: int) -> optax.GradientTransformation:
    def rising(most: float) -> optax.Schedule:
        return optax.warmup_cosine_decay_schedule(0, most, count // _WARM, count, most / 50)

    groups = {True: optax.adamw(rising(_STEP), weight_decay=_DECAY),
              False: optax.adamw(rising(_HEAD_STEP), weight_decay=_DECAY)}
    return optax.chain(optax.clip_by_global_norm(1.0), optax.multi_transform(
        groups, lambda tables: {name: _of_model(name) for name in tables}))


def _of_model(name: str) -> bool:
    """Tell whether a table was learnt before."""
    return name.split(".")[0].isdigit() or name.split(".")[0] in ("pieces", "positions", "start")


def _steps(rows: Sequence[_Row], chosen: np.random.Generator) -> Iterator[list[_Row]]:
    """Yield texts of about one length that fill a step together."""
    some: list[_Row] = []
    for place in np.argsort([len(row.pieces) + chosen.uniform(0, 30) for row in rows], kind="stable"):
        longest = max(_wide("pieces", len(row.pieces)) for row in (*some, rows[place]))
        if some and longest * (len(some) + 1) > _TOGETHER:
            yield some
            some = []
        some.append(rows[place])
    yield some


def _wide(what: str, size: int) -> int:
    return -(-size // _WIDER[what]) * _WIDER[what]


def _filled(rows: Sequence[_Row]) -> tuple[NDArray[np.int32] | NDArray[np.float32], ...]:
    """Return texts as arrays of one shape; a label below 0 does not count."""
    pieces = max(_wide("pieces", len(row.pieces)) for row in rows)
    characters = max(_wide("characters", len(row.labels)) for row in rows)
    count = max(len(rows), _TOGETHER // pieces)
    numbers = np.full((count, pieces), PADDING, np.int32)
    owners, places = (np.zeros((count, characters), np.int32) for _ in range(2))
    labels = np.full((count, characters), -1, np.int32)
    channels = np.zeros((count, characters, CHANNELS), np.float32)
    for number, row in enumerate(rows):
        size = len(row.labels)
        numbers[number, :len(row.pieces)] = row.pieces
        owners[number, :size], places[number, :size], labels[number, :size] = row.owners, row.places, row.labels
        channels[number, :size] = row.channels
    return numbers, owners, places, channels, labels


def _loss(tables: Tables, heads: int, key: jax.Array, numbers: jax.Array, owners: jax.Array, places: jax.Array,
          channels: jax.Array, labels: jax.Array) -> jax.Array:
    """Return the cross entropy per character."""
    first, second, third = jax.random.split(key, 3)
    meant = _product(tables, "narrowed", _encoded(tables, heads, numbers, first))
    meant = _left_out(second, meant, _HEAD_LEFT_OUT)
    seen = _curved(jnp.take_along_axis(meant, owners[..., None], 1) + tables["places"][places]
                   + channels @ tables["channels"])
    seen = seen + _curved(_product(tables, "near", _with_neighbours(seen)))
    seen = _left_out(third, seen, _HEAD_LEFT_OUT)
    seen = seen + _curved(_product(tables, "far", _with_neighbours(seen)))
    told = jax.nn.log_softmax(_product(tables, "told", seen))
    counts = labels >= 0
    of_labels = jnp.take_along_axis(told, jnp.maximum(labels, 0)[..., None], -1)[..., 0]
    return -(of_labels * counts).sum() / counts.sum()


def _encoded(tables: Tables, heads: int, numbers: jax.Array, key: jax.Array) -> jax.Array:
    count, length = numbers.shape
    hidden = jnp.where(numbers != PADDING, 0.0, -1e9)[:, None, None, :]
    values = _normalised(tables, "start", tables["pieces"][numbers] + tables["positions"][:length])
    for layer in range(LAYERS):
        key, first, second = jax.random.split(key, 3)
        parts = _product(tables, f"{layer}.attended", values).reshape(count, length, 3, heads, -1)
        asked, offered, given = parts.transpose(2, 0, 3, 1, 4)
        shares = jax.nn.softmax(asked @ offered.swapaxes(-1, -2) / np.sqrt(asked.shape[-1]) + hidden)
        joined = (shares @ given).swapaxes(1, 2).reshape(count, length, -1)
        joined = _left_out(first, _product(tables, f"{layer}.joined", joined), _LEFT_OUT)
        values = _normalised(tables, f"{layer}.first", values + joined)
        outer = _product(tables, f"{layer}.outer", _curved(_product(tables, f"{layer}.inner", values)))
        values = _normalised(tables, f"{layer}.second", values + _left_out(second, outer, _LEFT_OUT))
    return values


def _product(tables: Tables, name: str, values: jax.Array) -> jax.Array:
    return values @ tables[name] + tables[f"{name}.bias"]


def _normalised(tables: Tables, name: str, values: jax.Array) -> jax.Array:
    centred = values - values.mean(-1, keepdims=True)
    spread = jax.lax.rsqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
    return centred * spread * tables[f"{name}.gain"] + tables[f"{name}.bias"]


def _curved(values: jax.Array) -> jax.Array:
    return jax.nn.gelu(values, approximate=True)


def _with_neighbours(values: jax.Array) -> jax.Array:
    length = values.shape[1]
    padded = jnp.pad(values, ((0, 0), (REACH, REACH), (0, 0)))
    return jnp.concatenate([padded[:, place:place + length] for place in range(2 * REACH + 1)], axis=-1)


def _left_out(key: jax.Array, values: jax.Array, share: float) -> jax.Array:
    return values * jax.random.bernoulli(key, 1 - share, values.shape) / (1 - share)


def _rounded(tables: Mapping[str, jax.Array], model: Pretrained, vocabulary: Vocabulary, label: str) -> EncoderWeights:
    """Return the weights in whole steps."""
    header = EncoderHeader(version=VERSION, label=label, pieces=len(vocabulary.pieces), text=0,
                           positions=POSITIONS, layers=LAYERS, heads=model.heads, width=model.width,
                           inner=model.inner, seen=_SEEN, hide=HIDE, strict=STRICT, doubt=DOUBT)
    found: dict[str, NDArray[np.int8] | NDArray[np.float32]] = {"scores": np.array(vocabulary.scores, np.float32)}
    for name, _, kind in shapes(header):
        if kind is np.int8:
            table = np.asarray(tables[name])
            scales = np.abs(table).max(axis=1 if name == "pieces" else 0) / _STEPS
            scales[scales == 0] = 1
            steps = table / (scales[:, None] if name == "pieces" else scales)
            found[name], found[f"{name}.scales"] = np.rint(steps).astype(np.int8), scales.astype(np.float32)
        elif name in tables:
            found[name] = np.asarray(tables[name], np.float32)
    digest = hashlib.sha256(b"".join(found[name].tobytes() for name, _, _ in shapes(header))).hexdigest()[:12]
    return parse(pack(replace(header, label=f"打码语境 {label} {digest}"), vocabulary.pieces, found))
