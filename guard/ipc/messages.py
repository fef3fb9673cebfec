"""The messages between processes: one frozen struct each, MessagePack on the wire, types checked on arrival.

No message carries code, and a frame that does not decode is an error of the connection, never a crash of its reader.
"""

from __future__ import annotations

import msgspec

from guard.core.model import (
    Answer,
    Capture,
    Decision,
    Destination,
    FileMark,
    Fill,
    Item,
    Judged,
    Kind,
    Origin,
    Outcome,
    Target,
    Unreadable,
)
from guard.core.policy import Policy
from guard.core.tickets import Bearer, Granting
from guard.ipc.confinement import Confinement
from guard.ipc.exact_files import Exact
from guard.ipc.raster import Raster
from guard.sentences.catalogue import sentence
from rules.model import Earlier
from rules.sentences.sentence import NOTHING, Sentence
from rules.text import Text


class Message(msgspec.Struct, frozen=True, tag=True):
    """Base of every message; the class name is the tag on the wire."""


# ------------------------------------------------------------------ guard → broker
class Remember(Message, frozen=True):
    """Remember the words of an item that was held, by these pieces (rules.judge.kinship.write)."""

    earlier: Earlier
    pieces: bytes


class Forget(Message, frozen=True):
    """Forget these pieces, whichever items they were in, and do not remember them when they are held again.

    ``seen`` is since when, by guard.util.clocks.elapsed.
    """

    pieces: bytes
    seen: float


class Remembered(Message, frozen=True):
    """What the guard remembers and what it must no longer remember, and the key of all pieces."""

    key: bytes = b""
    items: tuple[Remember, ...] = ()
    cleared: tuple[Forget, ...] = ()


class Arm(Message, frozen=True):
    """Begin or continue guarding with these packs (rules.pack.encoded, already proven), this policy and these weights
    (guard.supply.learnt_weights; b"" for none). Answered by Armed.

    ``wary``: the previous broker ended by a mistake of its own, perhaps over what is copied now. That is held without
    being read: it would end every other broker, too.
    """

    packs: tuple[bytes, ...]
    policy: Policy
    wary: bool = False
    remembered: Remembered = Remembered()
    weights: bytes = b""
    exact: Exact = Exact()
    """The indexes of the unit's tables."""


class Decided(Message, frozen=True):
    """The decision for a capture the broker asked about; one for a capture that is gone is ignored.

    Before a copy of files that no longer match ``marks`` goes to anyone but office programs, the guard is asked again.
    """

    capture: str
    decision: Decision
    marks: tuple[FileMark, ...] = ()


class Grant(Message, frozen=True):
    """Let a chat destination paste the original of this capture once within ``seconds`` (guard/core/tickets.py).

    ``executable`` is the program that was refused and that the user was asked about, "" when nobody asked yet; ``page``
    is the page of a browser, by its name in the policy. ``decision`` is the one that was answered: under a stricter one
    nothing is granted.
    ``masked`` is pasted in place of the original when it is given. Answered by Granted once a paste would be served.
    """

    capture: str
    seconds: float
    executable: str = ""
    masked: tuple[Target, ...] = ()
    page: str = ""
    decision: Decision | None = None

    @property
    def bearer(self) -> Bearer | None:
        """Return whom the ticket is for, None for the chat destination that asks first."""
        return Bearer(self.executable, page=self.page) if self.executable else None


class Place(Message, frozen=True):
    """Put this content on the clipboard, held under this decision: an item brought back from the vault."""

    capture: str
    kind: Kind
    targets: tuple[Target, ...]
    decision: Decision


class Restore(Message, frozen=True):
    """Offer again what a broker that died had taken over, unless the clipboard has a newer owner.

    ``decision`` None: Decided is still to come. Sent only to brokers whose capabilities contain "restore".
    """

    capture: str
    kind: Kind
    targets: tuple[Target, ...]
    decision: Decision | None = None


class Drop(Message, frozen=True):
    """Forget this capture: its content was destroyed. From now on only the notice is served for it."""

    capture: str


class Focused(Message, frozen=True):
    """A frame of the browser with this process number has the keyboard, by its address and that of the page around it;
    both empty: none of which its extension knows.

    ``host`` is the process that carries the extension's word, and ``started`` when that began: its word ends with it.
    """

    host: int
    started: int
    process: int
    frame: str
    top: str


class Watch(Message, frozen=True):
    """Pause (False) or resume (True) judging. What is already held stays held."""

    enabled: bool


class Ping(Message, frozen=True):
    """Show that you work; the guard asks now and then. Answered by Pong in its turn, after earlier messages."""


class Stop(Message, frozen=True):
    """End after giving the clipboard back as far as the decision allows."""


# ------------------------------------------------------------------ broker → guard
class Armed(Message, frozen=True):
    """The broker guards now. ``capabilities`` are words for doctor and status, such as "x11", "requestor-identity".
    ``lacking`` names the tables of the unit whose index it could not open."""

    capabilities: tuple[str, ...]
    pack: str
    lacking: tuple[str, ...] = ()


class Flagged(Message, frozen=True):
    """Text was judged in the broker and is held; ``elapsed_ms`` is from the owner change until it was owned."""

    capture: Capture
    judged: Judged
    decision: Decision
    elapsed_ms: float


class Passed(Message, frozen=True):
    """Text was judged and left alone; ``rules`` are those that matched, ``would`` what they asked for and did not get
    (guard.core.trial). No content.

    ``outcome`` is not ALLOW when policy let something pass that the rules would hold (仅记录). Also sent of what its
    program marks as nothing to keep: the broker alone holds it, and the guard has nothing to do with it.
    """

    capture: str
    origin: Origin
    rules: tuple[str, ...]
    elapsed_ms: float
    outcome: Outcome = Outcome.ALLOW
    would: tuple[tuple[str, str], ...] = ()


class Asking(Message, frozen=True):
    """A picture or file list is held until Decided arrives. File items carry a path in ``name`` and no bytes."""

    capture: Capture


class Served(Message, frozen=True):
    """A destination requested the content of a capture and got this answer; ``target`` is the requested atom.

    ``concealed``: no guard has this capture, because its program marks it as nothing to keep.
    """

    capture: str
    destination: Destination
    answer: Answer
    target: str
    concealed: bool = False


class Granted(Message, frozen=True):
    """A Grant was obeyed, or why not: never BROUGHT."""

    capture: str
    granting: Granting

    @property
    def given(self) -> bool:
        """Return whether a paste would be served."""
        return self.granting is Granting.GIVEN


class Replaced(Message, frozen=True):
    """A capture that this broker had taken over is no longer on the clipboard."""

    capture: str


class Pong(Message, frozen=True):
    """The answer to a Ping: the broker's own thread reads its messages."""


class Trouble(Message, frozen=True):
    """Something does not work; ``what`` is for people and has no content."""

    what: Sentence


# ------------------------------------------------------------------ guard → reader, reader → guard
NO_ENGINE = ""
"""The OCR engine of a reader that recognises nothing."""


class Prepare(Message, frozen=True):
    """Choose the OCR engine and load it; NO_ENGINE for a reader that only decodes for display. Answered by Prepared.

    ``shared`` is the descriptor of the memory that guard and reader share, -1 when there is none. ``patience``: how
    many times its seconds by the clock it may take to have them of a processor (guard/reading/patience.py).
    """

    engine: str
    shared: int = -1
    patience: float = 0.0


class Prepared(Message, frozen=True):
    """The engine in use: the requested one, or the first that works, with why it is not the requested one.

    ``confinement`` is what confines the reader while it reads.
    """

    engine: str
    why: Sentence = NOTHING
    confinement: Confinement = Confinement()

    def stand_in(self, asked: str) -> Sentence:
        """Return, for people, which engine replaces ``asked``, and why; "" when none does or none works."""
        if self.engine in (NO_ENGINE, asked):
            return NOTHING
        return sentence("reading.stand-in", engine=self.engine, asked=asked, why=self.why)


class Read(Message, frozen=True):
    """Read one item. Answered by any number of ReadPart and one ReadDone, all with its number.

    ``shared`` above 0: the item has no bytes, and this many are in the memory that Prepare named.
    """

    number: int
    item: Item
    shared: int = 0


class ReadPart(Message, frozen=True):
    """What was read so far of the item with this number: it has a trait PARTIAL, and another part or ReadDone follows.
    """

    number: int
    text: Text


class ReadDone(Message, frozen=True):
    """What was read: exactly one of ``text`` and ``unreadable`` is set."""

    number: int
    text: Text | None = None
    unreadable: Unreadable | None = None


class Redact(Message, frozen=True):
    """Fill these parts of a picture (pixels of the picture as it is shown). Answered by Redacted, the same number.

    ``shared`` as in Read.
    """

    number: int
    item: Item
    fills: tuple[Fill, ...]
    shared: int = 0


class Straighten(Message, frozen=True):
    """Turn a picture until its text is level. Answered by Redacted, the same number. ``shared`` as in Read."""

    number: int
    item: Item
    shared: int = 0


class Draw(Message, frozen=True):
    """Draw this page of a scan, counted from 1, as people see it. Answered by Redacted, the same number; NOT_FOUND when
    it has fewer pages. ``shared`` as in Read.
    """

    number: int
    item: Item
    page: int
    shared: int = 0


class Bind(Message, frozen=True):
    """Make a PDF whose pages are these pictures: that of the item, then the others. Answered by Redacted, the same
    number. ``shared`` as in Read.
    """

    number: int
    item: Item
    others: tuple[bytes, ...] = ()
    shared: int = 0


class Redacted(Message, frozen=True):
    """The changed picture as a PNG without metadata, or the PDF that Bind asks for, or why there is none: exactly one
    of the two is set.
    """

    number: int
    png: bytes | None = None
    unreadable: Unreadable | None = None


class Show(Message, frozen=True):
    """Decode a picture for display, with at most ``pixels`` pixels. Answered by Shown, the same number.

    ``shared`` as in Read.
    """

    number: int
    item: Item
    pixels: int
    shared: int = 0


class Shown(Message, frozen=True):
    """The pixels for display, or why there are none: exactly one of the two is set."""

    number: int
    raster: Raster | None = None
    unreadable: Unreadable | None = None


ToBroker = Arm | Remember | Forget | Decided | Grant | Place | Restore | Drop | Focused | Watch | Ping | Stop
FromBroker = Armed | Flagged | Passed | Asking | Served | Granted | Replaced | Pong | Trouble
AboutPicture = Read | Redact | Straighten | Draw | Bind | Show
ToReader = Prepare | AboutPicture
FromReader = Prepared | ReadPart | ReadDone | Redacted | Shown
