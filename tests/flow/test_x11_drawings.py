"""Tests that a drawing is taken over from Inkscape only when all of it has arrived.

Inkscape forgets its copy, and the pending requests for it, once it has lost the selection.
"""

from __future__ import annotations

from collections.abc import Callable

from guard.ipc.messages import Asking
from tests.support.brokering import CLEAN, Brokering
from tests.support.copied import PICTURE
from tests.support.guarding import wait_for
from tests.support.x11_client import X11Client

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
OFFERED = {"text/plain": CLEAN.encode(), "image/png": PICTURE, "image/svg+xml": SVG, "image/x-inkscape-svg": SVG,
           "application/pdf": b"%PDF-1.4"}


def test_a_drawing_is_taken_from_its_program_only_when_all_of_it_has_come(
        broker: Brokering, client: Callable[..., X11Client], office: str) -> None:
    source = client(targets={name: (name, 8, data) for name, data in OFFERED.items()})
    source.own()
    source.serve(5, until=lambda: "text/plain" in source.asked)
    source.silent = True
    source.serve(5, until=lambda: set(OFFERED) <= set(source.asked))
    assert source.owner() == source.window.id  # type: ignore[attr-defined]
    source.answer_unanswered()
    wait_for(lambda: source.owner() != source.window.id, "the broker to take it")  # type: ignore[attr-defined]
    assert {target.name for target in broker.expect(Asking).capture.targets} == set(OFFERED)
    assert broker.paste(office, "image/x-inkscape-svg") == SVG
