"""The guard: joins sources, workers, the pipeline, the held items, and the answers to its clients."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from guard.authorisation.authority import Authority
from guard.authorisation.trusted import parse_keys
from guard.channels.mark_records import MarkRecords
from guard.channels.outputs import Marked
from guard.channels.received_files import Judging
from guard.channels.service import EgressChannels
from guard.clipboard.held_words import Kinship
from guard.control.endpoint import Server
from guard.control.requests import CaseChanged, Push, StatusChanged
from guard.core.destination_kinds import classify
from guard.core.events import Event, EventKind
from guard.core.model import (
    COPIED,
    Capture,
    Case,
    CaseState,
    CaseSummary,
    Decision,
    Judged,
    Kind,
    Origin,
    Reason,
    Unreadable,
)
from guard.core.own_numbers import Own
from guard.core.ports import Sink
from guard.core.tickets import CHAT_KINDS
from guard.daemon.broker_link import BrokerLink, Reports
from guard.daemon.commands import Commands
from guard.daemon.gate_side import GateSide
from guard.daemon.handlers import Handlers
from guard.daemon.housekeeping import STEADY_SECONDS, Housekeeping
from guard.daemon.leaving import Leaving
from guard.daemon.left_out import LeftOut
from guard.daemon.lost_tables import LostTables
from guard.daemon.masking import Masking
from guard.daemon.opened_files import RefusalEnds
from guard.daemon.ordered_inspections import Ends, OrderedInspections
from guard.daemon.page_side import PageSide
from guard.daemon.pausing import Pausing
from guard.daemon.previews import Previews
from guard.daemon.quarantine import Quarantine
from guard.daemon.reader_processes import ReaderProcesses
from guard.daemon.refused_pastes import RefusedPastes
from guard.daemon.remembering import Remembering
from guard.daemon.retention_sweep import RetentionSweep
from guard.daemon.ruling import Ruling
from guard.daemon.self_check import SelfCheckEnds, SelfChecking
from guard.daemon.status import StatusCollector
from guard.daemon.stores import Folders, RuleSource, Stores
from guard.daemon.window_pictures import picture_judge
from guard.feedback.desk import FeedbackDesk
from guard.files.copied import files_of, flagged_paths
from guard.folders import PictureSource
from guard.ipc.exact_files import lacking
from guard.ipc.messages import Passed, Served
from guard.journal.reporter import Reporter
from guard.journal.steady_sink import SteadySink
from guard.ordered.desk import OrderDesk
from guard.ordered.ledger import OrderLedger
from guard.own_numbers.desk import OwnNumbersDesk
from guard.pipeline.pipeline import Pipeline
from guard.platform import memory, this_platform
from guard.platform.browsers import without_extension
from guard.platform.foreground import ForegroundWatch
from guard.platform.idle import IdleWatch
from guard.redact.nearby import suspected_near
from guard.sentences.catalogue import sentence
from guard.supply.provenance import SupplyState
from guard.supply.rules_in_force import InForce, load_apart
from guard.supply.tag_weights import Tagging
from guard.supply.updating import Means, Updates
from guard.util.clocks import Steadiness
from guard.util.os_errors import why
from guard.util.worker_pool import Job, Workers
from guard.vault import MemoryVault

STOP_SECONDS = 5.0

BROKER_SECONDS = 3.0
"""At start-up, CPU-heavy work (reader, judge, screen) waits for the broker, so that the first copy is not delayed."""

CAPTURES_AT_ONCE = 2
"""With two, a picture that is copied while a folder is read does not wait for the whole folder."""


class Guard:
    """One guard. ``ended`` is set when a client asked it to end, ``restarts`` before that where it must go on."""

    def __init__(self, in_force: InForce, stores: Stores, commands: Commands, socket: Path,
                 folders: Folders, source: RuleSource, broker: subprocess.Popen[bytes] | None = None) -> None:
        self.ended, self.restarts = threading.Event(), threading.Event()
        self._ruling = Ruling(in_force, stores.own.own())
        self._broker_ready = threading.Event()
        self._stores, self._rule_source = stores, source
        self._memory, self._tagging = MemoryVault(), Tagging()
        self._source = PictureSource(this_platform(), folders.chosen, folders.chats)
        self.quarantine = Quarantine(stores.vault, self._memory, lambda: self._ruling.policy, self._source.let_pass,
                                     lambda words: self.status.trouble("quarantine", words),
                                     self._source.when_closed)
        self.status = StatusCollector(self.quarantine.count_held, lambda status: self._publish(StatusChanged(status)))
        self._sink: Sink = SteadySink(stores.journal, lambda words: self.status.trouble("journal", words),
                                      self.status.reported)
        self._left_out = LeftOut(self.status.trouble, self._sink)
        self._sweep = RetentionSweep((stores.vault, self._memory), lambda: self._ruling.policy, self._sink,
                                     self.status.trouble, self.status.stored, stores.copies, self.quarantine.expired)
        self._foreground = ForegroundWatch(os.environ.get("DISPLAY", ""), self._came_up)
        self._events, self._reading = Workers(1, self._failed), Workers(CAPTURES_AT_ONCE, self._failed)
        self._readers = ReaderProcesses(commands.reader, lambda: self._ruling.policy, self._reading.offer, self.status,
                                        self._sink)
        self._refused = RefusedPastes(self.quarantine, self._sink, self._publish)
        self._kinship = Kinship()
        self._broker = self._broker_of(commands, broker)
        self._remembering = Remembering(self._ruling.rules, self._kinship, self.quarantine, stores.feedback,
                                        self._broker.tell)
        self._pipeline = self._pipeline_of()
        self._marks, self._reporter = self._records_of(source, stores)
        self._updates = self._updates_of(source, commands, in_force)
        self._lost = LostTables(self.status.trouble, self._sink, self._updates.lacks)
        self._channels = self._channels_of(folders, stores)
        self._gate = self._gate_of(source, stores)
        self._pages = PageSide(self._ends(), self._broker.focused, self._broker.current)
        self._feedback = FeedbackDesk(stores.feedback, self._sink, self.status.answered, self._publish,
                                      self._remembering.answered, self._tagging.tagger)
        self._inspections = self._inspections_of(stores.orders, commands)
        self._handlers = self._handlers_of(stores)
        self._server = Server(socket, self._handlers.answer)
        self._housekeeping = self._housekeeping_of(stores)

    def _broker_of(self, commands: Commands, begun: subprocess.Popen[bytes] | None) -> BrokerLink:
        reports = Reports(self._flagged, self.submit, self._passed, self._served, self._broker_ready.set,
                          lambda names: self._lost.of("broker", names))
        return BrokerLink(commands.broker, lambda: self._ruling.in_force, self.status, reports, self._kinship, begun)

    def _pipeline_of(self) -> Pipeline:
        return Pipeline(self._remembering.knowing, self._readers.captured, self.quarantine, self._decided,
                        self._refused.held, self._completed, self._sink, self._remembering.held, suspected_near)

    def _records_of(self, source: RuleSource, stores: Stores) -> tuple[MarkRecords, Reporter]:
        journal = stores.journal.path if stores.journal else None
        marks = MarkRecords(self._sink, journal, lambda: self._server.subscribed(),  # noqa: PLW0108 - made later
                            self.status.mark_drawn)
        return marks, Reporter(journal, source.machine, self._sink, self.status.reported,
                               lambda words: self.status.trouble("reporting", words))

    def _updates_of(self, source: RuleSource, commands: Commands, in_force: InForce) -> Updates:
        means = Means(lambda slot: load_apart(commands.loader, slot), self._swap, self._supplied)
        return Updates(source.trust, source.packs, means, in_force)

    def _channels_of(self, folders: Folders, stores: Stores) -> EgressChannels:
        quiet = self._readers.quiet
        marked = Marked(self.status.marking, self._marks.shown, self._reporter.computer,
                        picture_judge(self._ruling.rules, quiet), self.status.windows_unread)
        pipeline = replace(self._pipeline, reader=quiet)
        judging = Judging(pipeline.look, lambda capture: pipeline.judge(capture)[1],
                          lambda: self._ruling.rules().identity)
        return EgressChannels(folders.chats, stores.files, lambda: self._ruling.policy, judging, self._sink,
                              self._publish, lambda: not self.status.is_paused(), marked)

    def _ends(self) -> RefusalEnds:
        return RefusalEnds(self._pipeline, self.quarantine, self._channels, self._sink, self._publish, self._finish,
                           self.status.is_paused, self._failed)

    def _gate_of(self, source: RuleSource, stores: Stores) -> GateSide:
        return GateSide(source.machine.gate, self._ruling, stores.files, self._ends(), self.status,
                        source.packs)

    def _inspections_of(self, ledger: OrderLedger, commands: Commands) -> OrderedInspections:
        desk = OrderDesk(ledger, self._sink, lambda: (self._reporter.computer()[1],),
                         lambda: self._ruling.policy.ordered_folders, this_platform(),
                         lambda words: self.status.trouble("orders", words), Steadiness(STEADY_SECONDS).steady)
        return OrderedInspections(Ends(commands.inspector, lambda: self._ruling.in_force, self.status.is_paused,
                                       self.status.inspections, self.status.trouble, IdleWatch), desk)

    def _handlers_of(self, stores: Stores) -> Handlers:
        previews = Previews(self._readers.showing)
        self_checking = SelfChecking(SelfCheckEnds(
            self._ruling.rules, self._readers.first, previews, stores.receipt_key, self._sink, self.quarantine.copied,
            self._remembering.knowing, self._tagging))
        masking = Masking(self._ruling.rules, self.quarantine, self._readers.first, self._tagging, stores.copies)
        self._pausing = Pausing(self._broker.watch, self.status, self._sink, self._events.offer,
                                lambda: self._ruling.policy, self.ended.set, self._restart,
                                Leaving(lambda: self._server))
        self._letting = self._pages.letting(self._gate.letting(self._broker))
        return Handlers(self.quarantine, masking, previews, self_checking, self._letting,
                        self.status, self._sink, self._publish, self._pausing, self._ruling.rules,
                        self._updates.update, self._refused.released, self._remembering.let_go,
                        Authority.here(lambda: (*self._rule_source.code_keys(),
                                                *parse_keys(self._ruling.policy.authorisation_keys)), stores.codes),
                        OwnNumbersDesk(stores.own, self._registered, self._sink), self._feedback, self._pages.answer,
                        self._inspections.answer, self._marks)

    def _housekeeping_of(self, stores: Stores) -> Housekeeping:
        tended = (self._readers.tend, self._broker.tend, self._pages.tend, self._pausing.tend, self._tagging.tend)
        return Housekeeping(tended, self._gate.tend, self._reporter.tick, self._hourly, self._vault_opened,
                            self._events.offer, self.status, self.quarantine, stores.vault, self._memory)

    def start(self) -> None:
        """Listen, watch and guard. Raises ControlError when the control socket cannot be made."""
        self._report_in_force(self._ruling.in_force)
        self.status.vault(self._stores.vault.describe())
        for part, words in self._stores.troubles:
            self.status.trouble(part, words)
        self._server.start()
        self._events.start()
        self._reading.start()
        self._broker.start()
        self._source.start(self.submit, self.status.folders)
        self._sink.append(Event(EventKind.STARTED, time.time()))
        self.status.reports(self._reporter.apply(self._ruling.policy.reporting))
        self._broker_ready.wait(BROKER_SECONDS)
        self._foreground.start()
        self._updates.start()
        self._channels.start()
        self._gate.start()
        self._pages.start()
        self.status.begun()
        self._lost.of("guard", lacking(self._ruling.in_force.exact, self._ruling.rules().judge.ids))
        memory.settle()
        self._events.offer(self.quarantine.finish)
        self._readers.prepare_soon()
        self._reading.offer(self._remembering.recall)
        self.status.browsers(without_extension())
        self._inspections.start()
        self._housekeeping.start(self.ended)

    def stop(self, why: str = "") -> None:
        """End everything after finishing what waits in the queues. ``why`` is recorded unless a client asked."""
        self.ended.set()
        if why:
            self._sink.append(Event(EventKind.STOPPED, time.time(), reason=why))
        self._updates.stop()
        self._inspections.stop()
        self._source.stop()
        self._gate.stop(STOP_SECONDS)
        self._pages.stop(STOP_SECONDS)
        self._channels.stop()
        self._marks.close()
        self._foreground.stop()
        self._broker.stop()
        self._events.stop(STOP_SECONDS)
        self._reading.stop(STOP_SECONDS)
        self._readers.close()
        self.status.stopped()
        self._server.stop()
        self._reporter.stop()
        self._memory.close()

    def _restart(self) -> None:
        self.restarts.set()
        self.ended.set()

    def submit(self, capture: Capture) -> None:
        """Take a capture from a source; returns at once. Files that landed in a folder are read at low priority.

        In a pause what comes from folders is not judged. The broker asks about nothing new then, and what it asks about
        it gives to nobody before it is told.
        """
        if capture.origin not in COPIED and self.status.is_paused():
            self.status.count("unjudged-while-paused")
            return
        if capture.origin is Origin.LANDED:
            if not self._channels.landed(capture):
                self.status.passed_over()
        elif not self._reading.offer(lambda: self._take(capture)):
            self._overflow(capture)

    # -------------------------------------------------------------- new rules
    def _registered(self, own: Own) -> None:
        """Judge by these own numbers from now on, here and in the broker."""
        self._ruling.know(own)
        self._broker.arm_again()
        self._channels.rules_changed()

    def _swap(self, in_force: InForce) -> None:
        """Judge by these from now on; what is being judged is finished by the old ones."""
        ids = self._ruling.put_in_force(in_force).judge.ids
        self._kinship.keep(ids)
        self._lost.of("guard", lacking(in_force.exact, ids))
        memory.settle()
        self._broker.arm_again()
        self._channels.rules_changed()
        self._report_in_force(in_force)
        self.status.reports(self._reporter.apply(in_force.policy.reporting))
        self._sink.append(Event(EventKind.UPDATED, time.time(), count=in_force.provenance.number,
                                reason=in_force.provenance.label))

    def _report_in_force(self, in_force: InForce) -> None:
        """Put in the status what is in force, and what is wrong with it."""
        self.status.policy(in_force.policy)
        self.status.provenance(in_force.provenance)
        self.status.trouble("configuration", in_force.unconfigured)
        self.status.trouble("learnt", in_force.unlearnt)
        self.status.trouble("exact", in_force.inexact)
        self._feedback.answered(in_force.answers)
        self._inspections.take(in_force.orders, in_force.groups)

    def _supplied(self, supply: SupplyState) -> None:
        self.status.supply(supply)
        self._reporter.rules_refused(supply.refused)

    # -------------------------------------------------------------- broker reports
    def _flagged(self, capture: Capture, judged: Judged, decision: Decision) -> None:
        self.status.count("judged")
        self._soon(capture.id, lambda: self._finish(self._pipeline.take_judged(capture, (judged,), decision)))

    def _passed(self, passed: Passed) -> None:
        self.status.count("judged")
        if passed.rules:
            self._sink.append(Event(EventKind.JUDGED, time.time(), case=passed.capture, outcome=passed.outcome.value,
                                    rules=passed.rules, count=len(passed.rules), what=Kind.TEXT.value,
                                    would=passed.would))

    def _served(self, served: Served) -> None:
        self._soon(served.capture, lambda: self._refused.served(served))

    def _soon(self, item: str, job: Job, origin: Origin = Origin.CLIPBOARD) -> None:
        """Queue what must be done about an item. When too much waits, it is left out, and said."""
        if not self._events.offer(job):
            left_out = self._left_out.copied if origin in COPIED else self._left_out.unjudged
            left_out(item)

    # -------------------------------------------------------------- the ends of the pipeline
    def _take(self, capture: Capture) -> None:
        self.status.count("judged")
        case = self._finished(capture, lambda: self._pipeline.take(files_of(capture)))
        if case is not None:
            self._channels.flagged(flagged_paths(capture, case.judged), case.decision)

    def _overflow(self, capture: Capture) -> None:
        """Count a capture as unread when too much waits, and answer at once, because a program may wait for it."""
        judged, decision = self._pipeline.unread(capture, Unreadable(Reason.TIMED_OUT, sentence("guard.queue-full")))
        self._decided(capture, decision)

        def take() -> None:
            self._finished(capture, lambda: self._pipeline.take_judged(capture, judged, decision))

        self._soon(capture.id, take, capture.origin)

    def _decided(self, capture: Capture, decision: Decision) -> None:
        if capture.origin in COPIED:
            self._broker.decided(capture, decision)
        self._channels.decided(capture, decision)

    def _completed(self, case: Case, anew: bool) -> None:
        """Tell of an item that was completed; one that is held by another decision is let go no longer."""
        if anew and case.state is CaseState.HELD:
            self._letting.withdraw(case)
        self._publish(CaseChanged(CaseSummary.of(case)))

    def _finished(self, capture: Capture, take: Callable[[], Case | None]) -> Case | None:
        """Take a capture and do what follows; files that are an item already do not count as another one."""
        again = self.quarantine.holds(capture)
        case = take()
        self._finish(case, again=again)
        return case

    def _finish(self, case: Case | None, *, again: bool = False) -> None:
        if case is not None:
            if not again:
                self.status.count("held")
            self._refused.let_go_again(case, self._letting)
            self._events.offer(self._sweep.make_room)
            self.status.vault(self._stores.vault.describe())

    def _publish(self, push: Push) -> None:
        self._server.publish(push)
        if isinstance(push, CaseChanged) and push.case.state is CaseState.DESTROYED:
            self._events.offer(self._sweep.make_room)  # now there is more room

    def _failed(self, error: OSError) -> None:
        self.status.trouble("worker", sentence("guard.item-not-finished", why=why(error)))

    def _came_up(self, window_classes: tuple[str, ...]) -> None:
        """Get the reader ready: when a chat client comes to the foreground, a picture may soon be pasted."""
        if classify("", (), window_classes, self._ruling.policy) in CHAT_KINDS:
            self._readers.first.warm()

    def _vault_opened(self) -> None:
        """Do what the start does with a vault that can be read."""
        self._registered(self._stores.own.own())
        self._remembering.recall()

    def _hourly(self) -> None:
        self._left_out.over()
        self.status.browsers(without_extension())
        self._events.offer(lambda: self._sweep.hourly(self._broker.pasteable()))
