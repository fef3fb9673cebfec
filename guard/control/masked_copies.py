"""The guard's answer with a masked copy of a text, a picture or files."""

from __future__ import annotations

from guard.core.policy import MaskStyle
from guard.ipc.messages import Message
from guard.ipc.raster import Raster
from guard.redact.mask_kinds import Masked
from rules.sentences.sentence import Sentence


class MaskedFile(Message, frozen=True):
    """A file that a copy becomes: the copy's picture, or its words up to ``end`` in ``text``, from where the file
    before it ends, or of several files ``content``, a picture. Its name ends with ``ending``; ``pages`` are where pages
    but the first begin, counted in its own words. What is for display comes without ``content``.
    """

    ending: str
    end: int = 0
    pages: tuple[int, ...] = ()
    content: bytes = b""


class MaskedCopy(Message, frozen=True):
    """A masked copy that may be sent: exactly one of ``text`` and ``picture`` (PNG) is set.

    ``files``: it is given as these files, in the order in which the originals were read; of a text or picture that was
    copied there are none. ``paths`` are the files once they were written for a program, ``beside`` their original or
    not; ``without`` says what of the original it does not have.

    ``kinds`` are what was hidden and how many different values, in the order of first appearance; ``spans`` say where,
    in code points of the original's text, of several files nowhere. ``raster`` is the picture for display, when pixels
    were requested and can be shown; ``rasters`` are those of files, () for one that is words. ``placed``: it is on the
    clipboard; when it was to be put there and is not, the client puts it there. ``by_rules``: rules alone found what to
    hide, without the learnt tagger; ``doubts`` are the kinds of which something may still be legible.
    """

    case: str
    kinds: tuple[tuple[Sentence, int], ...]
    text: str = ""
    picture: bytes = b""
    spans: tuple[Masked, ...] = ()
    raster: Raster | None = None
    rasters: tuple[tuple[Raster | None, ...], ...] = ()
    placed: bool = False
    style: MaskStyle = MaskStyle.WHOLE
    by_rules: bool = False
    doubts: tuple[Sentence, ...] = ()
    files: tuple[MaskedFile, ...] = ()
    without: tuple[Sentence, ...] = ()
    paths: tuple[str, ...] = ()
    beside: bool = False

    def words(self) -> tuple[str, ...]:
        """Return the words of each file, of a copied text all of them."""
        ends = [file.end for file in self.files] or [len(self.text)]
        return tuple(self.text[start:end] for start, end in zip((0, *ends), ends, strict=False))
