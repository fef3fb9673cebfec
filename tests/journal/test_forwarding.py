"""Tests that journal records reach a real rsyslog: complete, in the standard's form, whatever happens on the way."""

from __future__ import annotations

import ssl
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from guard.core.events import Event, EventKind
from guard.core.reporting import Field, Receiver, ReceiverKind, Reporting
from guard.journal import Checkpoint, Journal, open_journal, spool, verify
from guard.journal.forwarding import Form, Forwarder, Forwarding
from guard.journal.sinks.port import Reported
from guard.journal.sinks.syslog import Syslog, framed, message
from guard.journal.spool import Place, Spool, load_place
from guard.journal.steady_sink import SteadySink
from tests.support.certificates import public_part, self_signed
from tests.support.guarding import wait_for
from tests.support.rsyslog import Rsyslog, free_port

FACTS = {"pack": "12", "state": "watching"}
HELD = Event(EventKind.HELD, 1_700_000_000.25, case="one-held-copy", outcome="block", rules=("BC-01", "GZ-02"), count=2,
             destination="微信", reason='领导说"]可以\\')


def held(number: int) -> Event:
    return replace(HELD, count=number)


def to(server: Rsyslog, **settings: object) -> Reporting:
    receiver = Receiver(ReceiverKind.SYSLOG, f"127.0.0.1:{server.port}", tls=False)
    return replace(Reporting((receiver,), unit="办公室", device="PC-007"), **settings)


def forwarder(journal: Journal, reporting: Reporting, settle: float = 60.0) -> Forwarder:
    return Forwarder(lambda: Syslog(reporting.receivers[0]), Spool(journal.path), Form(reporting, lambda: FACTS),
                     journal.path.with_name("forwarded.json"), settle)


def send_all(sender: Forwarder) -> None:
    try:
        while sender.send_some():
            pass
    finally:
        sender.close()


def test_a_record_that_is_sent_late_says_what_the_guard_was_when_it_was_written(
        journal: Journal) -> None:
    now = {"pack": "12", "mode": "仅记录", "state": "watching"}
    SteadySink(journal, lambda _: None, lambda: dict(now)).append(HELD)
    journal.append(HELD)
    later = Form(Reporting(device="PC-007"), lambda: {**now, "pack": "13", "mode": "拦截"})
    said = [record.fields for one in Spool(journal.path).read(Place(), 9) if (record := later.reported(one))]
    assert [(one["pack"], one["mode"]) for one in said] == [("12", "仅记录"), ("13", "拦截")]
    assert verify(journal.path)[0]


def test_a_message_says_what_policy_lets_out_and_is_a_checkpoint_of_the_journal(journal: Journal,
                                                                                rsyslog: Rsyslog) -> None:
    journal.append(HELD)
    send_all(forwarder(journal, to(rsyslog)))
    wait_for(rsyslog.numbers, "a record")
    line = rsyslog.collected.read_text("utf-8")
    assert line.startswith("<108>1 2023-11-14T22:13:20.250Z PC-007 mishao - held [mishao@32473 n=\"0\" chain=\"")
    for expected in ('device="PC-007"', 'unit="办公室"', 'pack="12"', 'rules="BC-01,GZ-02"', 'outcome="block"'):
        assert expected in line
    for kept_back in ("one-held-copy", "微信", "领导"):
        assert kept_back not in line
    digest = line.split('digest="')[1].split('"')[0]
    assert verify(journal.path, Checkpoint(1, digest))[0]


def test_every_field_that_policy_names_leaves_and_is_escaped(journal: Journal, rsyslog: Rsyslog) -> None:
    journal.append(HELD)
    send_all(forwarder(journal, to(rsyslog, fields=tuple(Field))))
    wait_for(rsyslog.numbers, "a record")
    assert 'reason="领导说\\"\\]可以\\\\"]' in rsyslog.collected.read_text("utf-8")


def test_a_frame_counts_octets() -> None:
    content = message(Reported(EventKind.STARTED, 0.0, "电脑一", {"unit": "科"}))
    assert content.decode() == '<110>1 1970-01-01T00:00:00.000Z - mishao - started [mishao@32473 unit="科"]'
    assert framed("科".encode()) == "3 科".encode()


def test_what_was_recorded_while_the_receiver_was_away_arrives_when_it_is_back(journal: Journal, rsyslog: Rsyslog
                                                                               ) -> None:
    forwarding = Forwarding(journal.path, lambda: FACTS)
    forwarding.apply(to(rsyslog))
    journal.append(held(0))
    wait_for(lambda: rsyslog.numbers() == [0], "the first record")
    rsyslog.kill()
    for number in range(1, 5):
        journal.append(held(number))
    rsyslog.start()
    wait_for(lambda: set(rsyslog.numbers()) == set(range(5)), "the others")
    forwarding.stop()


def test_nothing_is_sent_twice_once_it_has_settled(journal: Journal, rsyslog: Rsyslog) -> None:
    journal.append(held(0))
    send_all(forwarder(journal, to(rsyslog), settle=0.0))
    journal.append(held(1))
    send_all(forwarder(journal, to(rsyslog), settle=0.0))
    # Each came over a separate connection: rsyslog may write the second one first.
    wait_for(lambda: sorted(rsyslog.numbers()) == [0, 1], "both once")
    assert load_place(journal.path.with_name("forwarded.json")).number == 2


def test_a_record_that_has_not_settled_is_sent_again_after_a_restart(journal: Journal, rsyslog: Rsyslog) -> None:
    journal.append(held(0))
    for _ in range(2):
        send_all(forwarder(journal, to(rsyslog)))
    wait_for(lambda: rsyslog.numbers() == [0, 0], "it twice, under one number")


def test_the_rate_is_that_of_the_policy(journal: Journal, rsyslog: Rsyslog) -> None:
    for number in range(20):
        journal.append(held(number))
    started = time.monotonic()
    forwarding = Forwarding(journal.path, lambda: FACTS)
    forwarding.apply(to(rsyslog, per_second=8))
    wait_for(lambda: len(rsyslog.numbers()) == 20, "twenty records")
    forwarding.stop()
    assert time.monotonic() - started > 20 / 8 - 1


def test_a_journal_that_was_begun_anew_is_sent_from_its_first_record(journal: Journal, tmp_path: Path) -> None:
    journal.append(held(0))
    place = Spool(journal.path).read(Place(), 9)[-1].after
    other = open_journal(tmp_path / "other")
    other.append(held(7))
    assert [each.number for each in Spool(other.path).read(place, 9)] == [0]
    assert Spool(journal.path).read(place, 9) == ()
    other.close()


def test_a_line_that_is_being_written_waits(journal: Journal) -> None:
    journal.append(held(0))
    with journal.path.open("ab") as file:
        file.write(b'{"at":17')
    assert [each.number for each in Spool(journal.path).read(Place(), 9)] == [0]


@pytest.mark.parametrize("read", [0, 1, 2, 7], ids="after {} new records".format)
def test_after_the_end_of_the_journal_was_cut_off_every_new_record_is_sent(journal: Journal, read: int) -> None:
    for number in range(20):
        journal.append(held(number))
    spool = Spool(journal.path)
    place = spool.read(Place(), 99)[-1].after
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:15]))
    sent = list[int]()
    again = open_journal(journal.path.parent)
    for number in range(8):
        again.append(replace(HELD, reason="长短不一" * number))
        if number >= read:
            found = spool.read(place, 99)
            sent += [each.number for each in found]
            place = found[-1].after
    again.close()
    assert sent == list(range(20, 29)), "that of the cut end is the first"


def test_after_its_end_was_cut_off_the_journal_is_searched_once(journal: Journal,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        journal.append(held(number))
    reader = Spool(journal.path)
    place = reader.read(Place(), 99)[-1].after
    journal.path.write_bytes(b"".join(journal.path.read_bytes().splitlines(keepends=True)[:15]))
    searches, search = list[Place](), spool._searched

    def counted(file: BinaryIO, wanted: Place) -> Place:
        searches.append(wanted)
        return search(file, wanted)

    monkeypatch.setattr(spool, "_searched", counted)
    for _ in range(3):
        assert reader.read(place, 99) == ()
    assert searches == [place]


def test_only_the_pinned_certificate_is_sent_to(journal: Journal, tmp_path: Path) -> None:
    certificate = self_signed(tmp_path / "server.pem")
    server = Rsyslog(tmp_path / "rsyslog", free_port(), tls=certificate)
    server.start()
    journal.append(held(0))
    receiver = Receiver(ReceiverKind.SYSLOG, f"127.0.0.1:{server.port}")
    with pytest.raises(ssl.SSLCertVerificationError):
        send_all(forwarder(journal, Reporting((receiver,))))
    pinned = replace(receiver, certificates=public_part(certificate))
    send_all(forwarder(journal, Reporting((pinned,))))
    wait_for(lambda: server.numbers() == [0], "a record over TLS")
    server.stop()


def test_a_receiver_that_cannot_be_used_is_told_and_the_others_are_sent_to(journal: Journal, rsyslog: Rsyslog) -> None:
    told = threading.Semaphore(0)
    forwarding = Forwarding(journal.path, lambda: FACTS, told.release)
    reporting = to(rsyslog)
    hopeless = (Receiver(ReceiverKind.SYSLOG, "log..unit.local:514", tls=False),
                Receiver(ReceiverKind.SYSLOG, "127.0.0.1:1", certificates="证书"))
    forwarding.apply(replace(reporting, receivers=(*hopeless, *reporting.receivers)))
    journal.append(held(0))
    assert told.acquire(timeout=30)
    assert told.acquire(timeout=30)
    words = "".join(forwarding.unusable)
    assert all(receiver.address in words for receiver in hopeless)
    wait_for(lambda: rsyslog.numbers() == [0], "a record at the other one")
    forwarding.stop()


def every_record_arrives(journal: Journal, rsyslog: Rsyslog, records: int, kills: int) -> None:
    """Send while rsyslog is killed and restarted; fail unless it has finally written every record."""
    for number in range(records):
        journal.append(held(number))
    forwarding = Forwarding(journal.path, lambda: FACTS)
    forwarding.apply(to(rsyslog, per_second=max(400, records // 4)))
    for kill in range(1, kills + 1):
        wait_for(lambda share=records * kill // (kills + 2): len(set(rsyslog.numbers())) > share, "a share of them")
        rsyslog.kill()
        rsyslog.start()
    wait_for(lambda: set(rsyslog.numbers()) == set(range(records)), "every record", 100)
    forwarding.stop()


def test_an_rsyslog_that_is_killed_twice_loses_none_of_400(journal: Journal, rsyslog: Rsyslog) -> None:
    every_record_arrives(journal, rsyslog, 400, 2)


@pytest.mark.soak
def test_an_rsyslog_that_is_killed_three_times_loses_none_of_5000(journal: Journal, rsyslog: Rsyslog) -> None:
    every_record_arrives(journal, rsyslog, 5_000, 3)
