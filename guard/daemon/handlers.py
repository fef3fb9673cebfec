"""Answers the requests of the tray and the command line: one method per request, listed in one table."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from guard.authorisation.authority import Asked, Authority
from guard.channels.mark_records import MarkRecords
from guard.control.mark_requests import ListMarks, MarkHistory, ReportMark
from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import AboutOffered, GiveReceipt, MaskOffered, SelfCheck, TakeOffered
from guard.control.page_requests import AboutPage, AskSite, DropUpload, FocusFrame, JudgePage, PutPiece, TakeOpened
from guard.control.release_checks import refuse_destroy, refuse_release
from guard.control.requests import (
    AboutGuard,
    AboutItem,
    AboutWatching,
    AskActCode,
    AskCode,
    CaseChanged,
    CaseContent,
    CaseHeadings,
    CaseList,
    CleanFiles,
    CountRules,
    DescribeCases,
    DestroyCase,
    GetPolicy,
    GetStatus,
    ListCases,
    ListClean,
    MakeWay,
    MaskCase,
    Pause,
    PolicyReply,
    ReleaseCase,
    Reply,
    ReportFalseAlarm,
    Request,
    RequestCode,
    Resume,
    RuleCounts,
    SendMasked,
    ShowCase,
    Shutdown,
    StatusReply,
    Subscribe,
    TakeMasked,
    Update,
)
from guard.core.decide import tightens
from guard.core.events import Event, EventKind
from guard.core.locks import NEEDS_CODE, Lock
from guard.core.masked_use import MaskedUse
from guard.core.model import Case, CaseState, CaseSummary, Kind, Origin, Release
from guard.core.own_numbers import NOBODY
from guard.core.ports import Sink
from guard.core.reasons import LONGEST_REASON, SHORTEST_REASON
from guard.core.tickets import TICKET_SECONDS, Granting
from guard.daemon.clean_files import clean_files
from guard.daemon.copy_files import export
from guard.daemon.granting import NOT_GRANTED, Clipboard
from guard.daemon.judged_key import is_as_judged, judged_key
from guard.daemon.masked_files import for_display
from guard.daemon.masking import Masking, targets_of
from guard.daemon.pausing import Pausing
from guard.daemon.previews import Previews
from guard.daemon.quarantine import Quarantine
from guard.daemon.self_check import SelfChecking
from guard.daemon.statistics import count_rules
from guard.daemon.status import StatusCollector
from guard.feedback.answers import AskOffice, GetFeedback, QuoteCase, SeeFeedback
from guard.feedback.desk import FeedbackDesk
from guard.ipc.replies import Done, Refused
from guard.ordered.requests import AboutInspection, GetInspections, GoOn, PauseInspection, StopInspection
from guard.own_numbers.desk import OwnNumbersDesk
from guard.own_numbers.requests import ForgetOwn, GetOwn, KeepOwn
from guard.pipeline.pipeline import Rules
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import path_text, text_path
from guard.vault import VaultError
from rules.sentences.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Handlers:
    """Handles every request. ``publish`` tells subscribers.

    ``let_go`` is told what was released to a program, ``cleared`` every item whose words may be sent from now on.
    """

    quarantine: Quarantine
    masking: Masking
    previews: Previews
    self_checking: SelfChecking
    clipboard: Clipboard
    status: StatusCollector
    sink: Sink
    publish: Callable[[CaseChanged], None]
    pausing: Pausing
    rules: Callable[[], Rules]
    update: Callable[[str], Reply]
    let_go: Callable[[Case], None]
    cleared: Callable[[Case], None]
    authority: Authority
    own_numbers: OwnNumbersDesk
    feedback: FeedbackDesk
    pages: Callable[[AboutPage], Reply]
    inspections: Callable[[AboutInspection], Reply]
    marks: MarkRecords

    def answer(self, request: Request) -> Reply:
        """Return the reply to one request; never raises for an error that a user can cause."""
        try:
            return self._answer(request)
        except VaultError as error:
            return Refused(error.code, error.words)
        except FileExistsError as error:
            return Refused("exists", sentence("guard.file-exists", name=error.filename))
        except OSError as error:
            return Refused("io", sentence("guard.not-done", why=why(error), name=error.filename or ""))

    def _answer(self, request: Request) -> Reply:
        match request:
            case (GetStatus() | Subscribe() | ListCases() | DescribeCases() | GetPolicy() | CountRules() | ListMarks()
                  | ReportMark()):
                return self._answer_about_guard(request)
            case SelfCheck() | MaskOffered() | TakeOffered() | GiveReceipt():
                return self._answer_about_offered(request)
            case GetOwn() | KeepOwn() | ForgetOwn():
                return self.own_numbers.answer(request)
            case GetFeedback() | SeeFeedback():
                return self.feedback.answer(request)
            case Pause() | Resume() | Shutdown() | MakeWay() | AskActCode():
                return self._answer_about_watching(request)
            case AskSite() | PutPiece() | TakeOpened() | JudgePage() | DropUpload() | FocusFrame():
                return self.pages(request)
            case GetInspections() | PauseInspection() | GoOn() | StopInspection():
                return self.inspections(request)
            case Update(archive=archive):
                return self.update(archive)
            case item:
                return self._answer_about_item(item, self.quarantine.case(item.case))

    def _answer_about_guard(self, request: AboutGuard) -> Reply:
        match request:
            case GetStatus() | Subscribe():
                return StatusReply(self.status.current())
            case ListCases():
                return CaseList(self.quarantine.summaries())
            case DescribeCases(cases=cases):
                return CaseHeadings(self.quarantine.headings(cases))
            case GetPolicy():
                return PolicyReply(replace(self.rules().policy, own=NOBODY))
            case CountRules(since=since):
                return RuleCounts(count_rules(self.quarantine.summaries(), self.rules().judge, since))
            case ListMarks(since=since):
                return MarkHistory(self.marks.history(since))
            case ReportMark(drawn=drawn):
                self.marks.drawn(drawn)
                return Done()

    def _answer_about_watching(self, request: AboutWatching) -> Reply:
        match request:
            case Pause(minutes=minutes, reason=reason, code=code):
                return self.pausing.pause(minutes, reason, lambda act: self._refuse_act(act, code))
            case Resume():
                return self.pausing.resume()
            case Shutdown(reason=reason, again=again, code=code):
                return self.pausing.shut_down(reason.strip(), again, lambda act: self._refuse_act(act, code))
            case MakeWay():
                return self.pausing.make_way()
            case AskActCode(act=act):
                if not self.rules().policy.needs_code(act):
                    return Refused("no-code-needed", sentence("code.act-not-needed"))
                return _request_code(self.authority.request_act(act))

    def _answer_about_offered(self, request: AboutOffered) -> Reply:
        match request:
            case SelfCheck(offered=offered, after=after):
                return self.self_checking.check(offered, after)
            case MaskOffered(offered=offered):
                return self._with_raster(self.self_checking.masked(offered), offered.pixels)
            case TakeOffered(copy=number):
                copy = self.self_checking.copy(number)
                return self._offered(self.masking.handed(copy)) if isinstance(copy, MaskedCopy) else copy
            case GiveReceipt(check=check):
                return self.self_checking.receipt(check)

    def _answer_about_item(self, request: AboutItem, case: Case) -> Reply:
        match request:
            case ShowCase(pixels=pixels):
                untrusted_pictures = self.quarantine.pictures(case) if pixels > 0 else ()
                return CaseContent(case, self.previews.rasters(untrusted_pictures, pixels))
            case ReleaseCase():
                return self._release(case, request)
            case AskCode():
                return _request_code(self.authority.request(case))
            case MaskCase(pixels=pixels):
                return self._with_raster(self._mask(case, request), pixels)
            case TakeMasked():
                return self._take_masked(case, request)
            case SendMasked():
                return self._send_masked(case)
            case ListClean():
                held = case.kind is Kind.FILES and case.origin is Origin.CLIPBOARD
                return CleanFiles(clean_files(case, self.quarantine.targets(case)) if held else ())
            case ReportFalseAlarm() | QuoteCase() | AskOffice():
                return self._answer_about_alarm(request, case)
            case DestroyCase():
                return self._destroy(case)

    def _answer_about_alarm(self, request: ReportFalseAlarm | QuoteCase | AskOffice, case: Case) -> Reply:
        if isinstance(request, QuoteCase):
            return self.feedback.excerpt(case)
        if isinstance(request, AskOffice):
            return self.feedback.ask_office(case)
        return self.feedback.take(case, request.reason.strip()[:LONGEST_REASON])

    def _with_raster(self, copy: MaskedCopy | Refused, pixels: int) -> Reply:
        """Add the pixels of a masked picture, or of those among files, to the reply."""
        if isinstance(copy, Refused):
            return copy
        if copy.picture and pixels > 0:
            (raster,) = self.previews.rasters((copy.picture,), pixels)
            return msgspec.structs.replace(copy, raster=raster)
        return for_display(copy, self.previews, pixels)

    def _release(self, case: Case, request: ReleaseCase) -> Reply:
        refusal, to = refuse_release(case, request), text_path(request.to) if request.to else None
        granted = case.file is None and to is None
        if refusal is None:
            self.quarantine.check_place(case, to)
            refusal = (self.clipboard.check_grant(case) if granted else None) or self._refuse_code(case, request)
        if refusal is not None:
            self._record(EventKind.REFUSED, case, refusal.code)
            return refusal
        words = self._let_go(case, to)
        if isinstance(words, Refused):
            return words
        approver = request.reason.strip()[:LONGEST_REASON] if case.decision.release is Release.APPROVER else ""

        def released(current: Case) -> Case:
            if granted and tightens(current.decision, case.decision):
                return current
            return replace(current, state=CaseState.RELEASED, approver=approver)

        now = self.quarantine.note(case, released)
        if now.state is not CaseState.RELEASED:
            self.clipboard.withdraw(now)
            return self._not_granted(case, Granting.REFUSED)
        self.cleared(now)
        by_code = case.decision.release is Release.CODE
        self._record(EventKind.RELEASED, now, "授权码" if by_code else request.reason.strip()[:LONGEST_REASON])
        if granted:
            self.let_go(now)
        self.publish(CaseChanged(CaseSummary.of(now)))
        return Done(words)

    def _mask(self, case: Case, request: MaskCase) -> MaskedCopy | Refused:
        """Make a masked copy; leaving something visible in it needs a reason, as a release does."""
        reason = request.reason.strip()
        if request.shown and len(reason) < SHORTEST_REASON:
            return Refused("reason", sentence("guard.unmask-needs-reason"))
        copy = self.masking.copy_of(case, request.shown)
        if request.shown and isinstance(copy, MaskedCopy):
            self._record(EventKind.UNMASKED, case, reason[:LONGEST_REASON])
        return copy

    def _take_masked(self, case: Case, request: TakeMasked) -> Reply:
        """Give a masked copy away; what it leaves visible must have been requested with a reason under the current
        rules.
        """
        if request.shown and not self.masking.remembers(case, request.shown):
            return Refused("again", sentence("guard.rules-just-renewed"))
        copy = self.masking.copy_of(case, request.shown)
        if isinstance(copy, Refused):
            self._record(EventKind.REFUSED, case, copy.code)
            return copy
        if request.to:
            copy = msgspec.structs.replace(copy, paths=tuple(map(path_text, export(text_path(request.to), copy))))
        else:
            copy = self._taken(copy, case)
        self.cleared(case)
        self._masked_used(case, MaskedUse.TAKEN)
        return copy

    def _taken(self, copy: MaskedCopy, case: Case) -> MaskedCopy:
        """Hand a copy over on the clipboard, that of a file that a client opened also where that client opens files."""
        opened = case.origin is Origin.OPENED
        return self._offered(self.masking.handed_beside(copy, case) if opened else self.masking.handed(copy))

    def _offered(self, copy: MaskedCopy) -> MaskedCopy:
        """Put a masked copy on the clipboard: it was judged when made, so what masks leave does not stop it a second
        time.
        """
        kind = Kind.FILES if copy.paths else Kind.PICTURE if copy.picture else Kind.TEXT
        return msgspec.structs.replace(copy, placed=self.clipboard.offer(kind, targets_of(copy)))

    def _refuse_act(self, act: Lock, code: str) -> Refused | None:
        """Spend the code for stopping or pausing, before either is done."""
        if not code.strip():
            return Refused(NEEDS_CODE, sentence("guard.act-needs-code"))
        return self.authority.spend_act(act, code)

    def _refuse_code(self, case: Case, request: ReleaseCase) -> Refused | None:
        """Spend the code of an item that needs one, before the release, so that no crash lets it be used twice."""
        return self.authority.spend(case, request.code) if case.decision.release is Release.CODE else None

    def _send_masked(self, case: Case) -> Reply:
        """Grant one paste of the copy that was judged again; the original stays held."""
        if case.origin is Origin.FOLDER:
            return Refused("no-copy", sentence("guard.folder-picture-not-on-clipboard"))
        if case.origin is Origin.OPENED:
            return Refused("no-copy", sentence("guard.opened-file-not-on-clipboard"))
        if case.origin is Origin.BROWSER:
            return Refused("no-copy", sentence("page.copy-by-clipboard"))
        copy = self.masking.copy_of(case)
        if isinstance(copy, Refused):
            self._record(EventKind.REFUSED, case, copy.code)
            return copy
        copy = self.masking.handed(copy)
        granting = self.clipboard.grant(case, TICKET_SECONDS, lambda: self.quarantine.targets(case), targets_of(copy))
        if granting in NOT_GRANTED:
            return self._not_granted(case, granting)
        self.cleared(case)
        self._masked_used(case, MaskedUse.SENT)
        if granting is Granting.BROUGHT:
            return Done(sentence("guard.masked-copy-granted-and-placed", seconds=f"{TICKET_SECONDS:.0f}"))
        return Done(sentence("guard.masked-copy-granted", seconds=f"{TICKET_SECONDS:.0f}"))

    def _masked_used(self, case: Case, use: MaskedUse) -> None:
        """Record that a masked copy was given away, for the journal and for the list."""
        self._record(EventKind.MASKED, case, "")
        if case.masked is not MaskedUse.SENT:
            self.publish(CaseChanged(CaseSummary.of(
                self.quarantine.note(case, lambda current: replace(current, masked=use)))))

    def _not_granted(self, case: Case, granting: Granting) -> Refused:
        """Refuse what was decided anew while its user answered, or what nobody can serve."""
        self._record(EventKind.REFUSED, case, NOT_GRANTED[granting].code)
        return NOT_GRANTED[granting]

    def _let_go(self, case: Case, to: Path | None) -> Sentence | Refused:
        """Return what people are told of the release, or why nothing was let go."""
        if case.file is None and to is None:
            granting = self.clipboard.grant(case, TICKET_SECONDS, lambda: self.quarantine.targets(case))
            if granting in NOT_GRANTED:
                return self._not_granted(case, granting)
            if granting is Granting.BROUGHT:
                return sentence("guard.granted-and-placed", seconds=f"{TICKET_SECONDS:.0f}")
            if case.origin is Origin.OPENED:
                as_judged = is_as_judged(judged_key(self.quarantine.targets(case)), self.quarantine.paths(case))
                return sentence("guard.opened-file-let-go" if as_judged else "guard.opened-file-changed")
            if case.origin is Origin.BROWSER and case.kind is Kind.FILES:
                return sentence("page.file-let-go", seconds=f"{TICKET_SECONDS:.0f}")
            return sentence("guard.granted", seconds=f"{TICKET_SECONDS:.0f}")
        return sentence("guard.given-back", path=self.quarantine.give_back(case, to))

    def _destroy(self, case: Case) -> Reply:
        refusal = refuse_destroy(case)
        if refusal is not None:
            self._record(EventKind.REFUSED, case, refusal.code)
            return refusal
        self.clipboard.drop(case.id)
        self.masking.forget(case.id)
        destroyed, stays = self.quarantine.destroy(case)
        self._record(EventKind.DESTROYED, destroyed, "")
        self.publish(CaseChanged(CaseSummary.of(destroyed)))
        return Done(sentence("guard.destroyed-but-changed" if stays else "guard.destroyed"))

    def _record(self, kind: EventKind, case: Case, reason: str) -> None:
        rules = (case.decision.rule,) if case.decision.rule else ()
        self.sink.append(Event(kind, time.time(), case=case.id, rules=rules, reason=reason,
                               nature=case.decision.nature or ""))


def _request_code(asked: Asked | Refused) -> Reply:
    return asked if isinstance(asked, Refused) else RequestCode(asked.request.text(), asked.valid_until)
