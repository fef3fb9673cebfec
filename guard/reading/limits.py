"""The reader's limits, and the reasons. What exceeds a limit is Unreadable(TOO_LARGE), or read in part and reported so.

The limits are the reader's, not the policy's: they keep one hostile or huge input from using up the PC.
"""

from __future__ import annotations

ITEM_BYTES = 256 * 1024 * 1024
"""Bytes of one item. A 64-megapixel screenshot as uncompressed BMP has 192 MB; nothing people paste is larger."""

TEXT_BYTES = 32 * 1024 * 1024
"""Bytes of one text file: ten million characters. Larger ones are logs or dumps that nobody sends by chat."""

PIXELS = 64 * 1024 * 1024
"""Pixels of one decoded frame, checked before anything is allocated: 256 MB as RGBA. An 8K screen has 33 million,
a phone photo 50 million, a long screenshot of 1,080 × 20,000 has 22 million."""

JPEG_PIXELS = 160 * 1024 * 1024
"""Pixels of a JPEG that is decoded at a half, a quarter or an eighth of its size to get below PIXELS: libjpeg skips the
rest instead of allocating it. Phones make 108-megapixel photos."""

FRAMES = 64
"""Frames or pages of one picture that are read. Equal frames count once; an animation of a document has a few."""

FRAMES_LOOKED_AT = 1024
"""Frames that are decoded to find different ones: a 20-second screen recording has 500."""

PICTURE_SECONDS = 15.0
"""Seconds after which no further frame or tile of a picture is begun; what was read until then is returned as partial.
Less than READ_SECONDS, so that the reader can answer before it is killed.
"""

READ_SECONDS = 20.0
"""Seconds the guard waits for one item before it kills the reader."""

SHOW_SECONDS = 5.0
"""Seconds the guard waits for a picture for display, while somebody looks at the window that needs it."""

SHOW_PREPARE_SECONDS = 10.0
"""Seconds the guard waits for a reader that only decodes for display to start; it loads no engine."""

SHOW_IDLE_SECONDS = 20.0
"""Seconds without work after which that reader ends: a person who goes through a list needs it every few seconds."""

PREPARE_SECONDS = 30.0
"""Seconds the guard waits for the reader to start and load its engine: 0.5 on an idle PC, ten times that at log-on."""

PATIENCE = 10.0
"""How many times its seconds a reader at the lowest priority may take by the clock (guard/reading/patience.py)."""

IDLE_SECONDS = 60.0
"""Seconds without work after which the guard ends the reader: a PC with 4 GB needs the memory more than a copy one
minute later needs the 0.4 s that a start takes.
"""

PAGES_PER_LIFE = 500
"""Pages after which a reader is replaced by a new one, between two items: what libraries leak ends with the process,
and so does whatever a hostile picture may have left in it.
"""

RESTING_BYTES = 350 * 1024 * 1024
"""Resident bytes of a reader that has released its memory, above which it is replaced. Normal: 200 MB."""

ADDRESS_SPACE = 4 * 1024 * 1024 * 1024
"""Bytes of address space of the reader on POSIX. Largest seen: 2.1 GB, a 64-megapixel RGBA picture."""

DESCRIPTORS = 64
"""Open files of the reader at once. It has two pipes; importing a library or loading a model needs one more at a time.
"""

LONG_SIDE = 1920
"""Pixels of the long side up to which a page is searched in one piece at full size (see reading/tiles.py)."""

DOCUMENT_SECONDS = 15.0
"""Seconds after which no further part, page or picture of a document is begun; what was read is returned as partial.
Less than READ_SECONDS, as PICTURE_SECONDS."""

DOCUMENT_BYTES = 512 * 1024 * 1024
"""Bytes that all parts of one document together may unpack to. They pass through in chunks and are never stored whole.
"""

DOCUMENT_RATIO = 200
"""How many times its packed size one part may unpack to, above DOCUMENT_RATIO_FROM bytes: text packs to a tenth, tables
full of one value to a hundredth, a bomb to a thousandth.
"""

DOCUMENT_RATIO_FROM = 16 * 1024 * 1024
"""Bytes from which the ratio counts."""

DOCUMENT_MEMBERS = 10_000
"""Parts in one package; a presentation of 500 slides with pictures has 3,000."""

DOCUMENT_CHARACTERS = 8 * 1024 * 1024
"""Characters of one document that are read: 2,000 pages full of text several times over."""

DOCUMENT_PAGES = 5_000
"""Pages, slides or sheets of one document that are read."""

DOCUMENT_DEPTH = 200
"""Levels of nested elements in one part. Word nests tables in text boxes to about 40."""

DOCUMENT_NESTED = 3
"""Levels of nested documents: a table in a letter in a presentation."""

DOCUMENT_PICTURES = 64
"""Pictures of one document, or pages of a scan, that are recognised; usually the time limit ends it before."""

DOCUMENT_ADDRESS_SPACE = 1152 * 1024 * 1024
"""Bytes of address space of the reader while it parses a document, 380 MB of which are its libraries: PDFium keeps a
page's operators, and a page of 86 kB can have 3.4 GB of them. Recognising pictures is not limited by it.
"""

PART_BYTES = 64 * 1024 * 1024
"""Bytes of one picture or embedded document, which must be unpacked as a whole."""

CONTAINER_DEPTH = 6
"""Levels of nested containers: an archive attached to a mail that is in an archive is three."""

CONTAINER_INDEX = 400_000
"""Entries of a ZIP's index that are examined, half a kilobyte of memory each; DOCUMENT_MEMBERS are read."""

KEPT_BYTES = 192 * 1024 * 1024
"""Bytes that members of a 7z archive may have together: they are unpacked before the first of them is read."""
