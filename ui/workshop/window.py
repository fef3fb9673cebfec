"""The window of 规则工坊: the rules, one of them as form, YAML or changes, and its examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QScrollArea, QStackedWidget, QTabBar, QWidget

from guard.inspect.impact import Impact, compare
from guard.supply.unit_pack import UnitPackError
from rules.definition import Pack
from rules.judge.judge import Judge
from rules.pack.diff import changes
from rules.pack.known_writing import PlaceError
from ui.i18n.say import say
from ui.kit.display_text import one_line, visible
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, bring_forward, button, column, frame, label, open_with, row
from ui.workshop.background import Background
from ui.workshop.changes import ChangesView
from ui.workshop.checks import Report, baseline, check
from ui.workshop.code_words import CodeWordsWindow
from ui.workshop.draft import UNIT_PACK, Draft
from ui.workshop.examples import Examples
from ui.workshop.faults import faults_of
from ui.workshop.form import RuleForm
from ui.workshop.hashed import HashedWindow
from ui.workshop.pages import PagesWindow, open_now, policy_file
from ui.workshop.policy_editor import PolicyWindow
from ui.workshop.preview import PreviewBar, PreviewWindow
from ui.workshop.publish import PublishWindow
from ui.workshop.rule_list import RuleList
from ui.workshop.source import SourceView
from ui.workshop.sources import Named, Sources
from ui.workshop.tables import TablesWindow
from ui.workshop.trial import Trial

_LIVE_WIDTH = 424
_WIDTH, _HEIGHT = 1280, 800
_DEBOUNCE_MS = 200
_KEEP_MS = 2000


class Workshop(QWidget):
    """One draft in one window. ``wanted`` names another pack that is to be opened instead."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, draft: Draft, sources: Sources, settings: QSettings) -> None:
        super().__init__()
        Help(theme, self)
        self._theme, self.draft, self._sources, self._settings = theme, draft, sources, settings
        self.report: Report | None = None
        self._before: Pack | None = None
        self._impact = Impact()
        self._work, self._reading = Background(self), Background(self)
        self._windows: list[QWidget] = []
        self.setObjectName("page")
        self.setWindowTitle(say("规则工坊 — 密哨"))
        self.rules, self.form, self.source = RuleList(theme), RuleForm(theme), SourceView(theme)
        self.changes, self.examples = ChangesView(theme), Examples(theme)
        self.trial = Trial(theme, self._work, self._reading, sources.file)
        self.preview = PreviewBar(theme)
        self._place()
        self._connect()
        open_with(self, theme, (_WIDTH, _HEIGHT))
        self._work.ask("baseline", lambda: baseline(draft.opened), self._has_baseline)
        self._refresh()
        self.rules.choose(0)
        if draft.carried is not None:
            self._tell_carried()
        elif draft.resumed:
            self.preview.saved(say("接着上次没写完的草稿"))
        self._check()

    # ------------------------------------------------------------------ building
    def _place(self) -> None:
        theme = self._theme
        self.title = label("", "h1")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self._pages = QStackedWidget()
        for name, page in ((say("表单"), self.form), (say("YAML 原文"), self.source), (say("改动"), self.changes)):
            self.tabs.addTab(name)
            self._pages.addWidget(page)
        self._told = Paragraph(theme, "", 13, 20, "hold")
        self._told.hide()
        head = row(theme, self.title, None, self.tabs, margins=(24, 16, 4, 0))
        told = row(theme, self._told, margins=(24, 0, 20, 0))
        middle = column(theme, head, told, self._pages, spacing=0)
        live = QWidget()
        live.setLayout(column(theme, self.examples, self.trial, None, spacing=20, margins=(20, 18, 20, 16)))
        scroll = QScrollArea()
        scroll.setObjectName("live")
        scroll.setAccessibleName(say("样例"))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(live)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        right = frame("live")
        right.setLayout(column(theme, scroll, spacing=0))
        right.setFixedWidth(theme.px(_LIVE_WIDTH))
        body = row(theme, self.rules, middle, right, spacing=0)
        body.setStretch(1, 1)
        whole = column(theme, self._bar(), body, self.preview, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _bar(self) -> QWidget:
        self._pack = button("")
        self._pack.setObjectName("menu")
        menu = QMenu(self._pack)
        menu.addAction(say("打开规则包…"), self._open)
        menu.addAction(say("新建规则包…"), self._begin)
        menu.addAction(say("单位策略…"), self._open_policy)
        menu.addAction(say("名单索引…"), self._open_tables)
        menu.addAction(say("代号词表…"), self._open_code_words)
        menu.addAction(say("发布的样子…"), self._open_hashed)
        self._pack.setMenu(menu)
        self.status = label("")
        self.status.setProperty("chip", "plain")
        self.pages, self.impact = button(say("网页…")), button(say("影响预览…"))
        self.save, self.publish = button(say("保存草稿")), button(say("签名并发布…"), "primary")
        self.save.setEnabled(not self.draft.read_only)
        self.impact.setObjectName("menu")
        sources = QMenu(self.impact)
        sources.addAction(say("用一个文件夹…"), self._preview_folder)
        sources.addAction(say("用本机拦下的内容"), lambda: self._preview(say("本机拦下的内容"), self._sources.held))
        self.impact.setMenu(sources)
        bar = frame("bar")
        bar.setLayout(row(self._theme, self._pack, self.status, None, self.pages, self.impact, self.save, self.publish,
                          margins=(16, 10, 16, 10)))
        return bar

    def _connect(self) -> None:
        self._soon, self._later = QTimer(self), QTimer(self)
        for timer, milliseconds, then in ((self._soon, _DEBOUNCE_MS, self._check), (self._later, _KEEP_MS, self._keep)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(then)
        self.draft.changed.connect(self._changed)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.rules.chosen.connect(lambda _number: self._show_rule())
        self.rules.new.connect(lambda: self._edit(lambda: self.rules.choose(self.draft.add_rule())))
        self.form.edited.connect(lambda key, value: self._edit(lambda: self.draft.set(self._at(), key, value)))
        self.form.removed.connect(lambda: self._edit(lambda: self.draft.remove_rule(self._at())))
        self.examples.edited.connect(self._example_edited)
        self.source.written.connect(lambda text: self._edit(lambda: self.draft.write(text)))
        self.source.set_read_only(self.draft.read_only)
        self.pages.clicked.connect(self._open_pages)
        self.save.clicked.connect(self._save)
        self.publish.clicked.connect(self._publish)
        self.preview.detail.connect(lambda: self._show(PreviewWindow(self._theme, self._impact)))

    # ------------------------------------------------------------------ editing
    def _at(self) -> int:
        return self.rules.current()

    def _edit(self, change: Callable[[], object]) -> None:
        """Change the draft through the form; a change that is not possible there is explained above it."""
        try:
            change()
        except PlaceError as error:
            self._explain(told(error.words))
            self._refresh()
            return
        self._told.hide()

    def _example_edited(self, key: str, examples: object) -> None:
        if key:
            self._edit(lambda: self.draft.set(self._at(), key, examples))  # type: ignore[arg-type]
        self._show_rule()

    def _changed(self) -> None:
        """Drop all results: they do not apply to the new text; new ones are requested when typing pauses."""
        self.report = None
        self._work.forget("check")
        self._soon.start()
        self._later.start()
        self._refresh()

    def _refresh(self) -> None:
        report = self.report
        self.rules.show_rules([(str(rule.get("编号", "")), str(rule.get("名称", "")), self._state(rule, report))
                               for rule in self.draft.rules])
        if self._at() < 0 and self.draft.rules:
            self.rules.choose(0)
        self.source.show_text(self.draft.text)
        self._pack.setText(one_line(self._label(), 36))
        self._show_rule()
        reason = report.reason() if report is not None else say("正在检查，稍后才能签名")
        passed = say("程序自带，只能看和试") if self.draft.read_only else say("样例全部通过，可以签名")
        self.status.setText(one_line(reason or passed, 60))
        self.status.setToolTip(reason)
        self.status.setProperty("chip", "plain" if report is None else "hold" if reason else "clear")
        self.status.style().polish(self.status)
        self.publish.setEnabled(report is not None and report.green and not self.draft.read_only)
        self.publish.setAccessibleDescription(reason)

    def _label(self) -> str:
        pack = self.report.pack if self.report is not None else None
        name = self.draft.path.name
        if pack is None:
            return name
        return say("{name} · 草稿 {version}（{file}）", name=pack.name, version=pack.version, file=name)

    def _state(self, rule: object, report: Report | None) -> str:
        if report is None:
            return "log"
        number = str(rule.get("编号", "")) if isinstance(rule, dict) else ""
        return "fail" if report.trouble_of(number) else "clear" if report.pack is not None else "log"

    def _show_rule(self) -> None:
        at = self._at()
        if not 0 <= at < len(self.draft.rules):
            return
        rule = self.draft.rules[at]
        self.title.setText(visible(one_line(f"{rule.get('编号', '')}  {rule.get('名称', '')}", 26)))
        self.form.show_rule(rule, self.draft.definitions)
        self.form.show_faults(faults_of(self.report.problems if self.report is not None else (), at))
        self.examples.show_rule(rule, self.report)

    # ------------------------------------------------------------------ checking
    def _check(self) -> None:
        text = self.draft.text
        self._work.ask("check", lambda: check(text), self._checked)

    def _checked(self, report: Report) -> None:
        self.report = report
        self.source.show_problems(report.problems, report.warnings)
        self.trial.use(report.judge)
        self._show_changes()
        self._refresh()

    def _has_baseline(self, pack: Pack) -> None:
        self._before = pack
        self._show_changes()

    def _show_changes(self) -> None:
        if self._before is not None and self.report is not None:
            pack = self.report.pack
            self.changes.show_changes(changes(self._before, pack) if pack is not None else None)

    def _preview_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, say("用哪个文件夹"))
        if name:
            self.preview_folder(Path(name))

    def _preview(self, name: str, texts: Callable[[], Named]) -> None:
        before, after = self._before, self.report.judge if self.report else None
        if before is None or after is None:
            self.preview.saved(say("草稿改好以后才能预览"))
            return
        self.preview.busy(name)

        def done(impact: Impact) -> None:
            self._impact = impact
            self.preview.show_impact(name, impact)

        self._reading.ask("impact", lambda: compare(Judge([before]), after, texts()), done)

    def preview_folder(self, path: Path) -> None:
        """Preview the impact on a folder."""
        self._preview(path.name, lambda: self._sources.folder(path))

    # ------------------------------------------------------------------ saving and signing
    def _keep(self) -> None:
        self._write(self.draft.keep, say("刚刚自动保存"))

    def _save(self) -> bool:
        """Write the pack when it passes, otherwise a draft beside it."""
        self._later.stop()
        if self.draft.read_only:
            return False
        if self.report is not None and self.report.green:
            return self._write(self.draft.save, say("已保存到 {name}", name=one_line(self.draft.path.name, 28)))
        self._write(self.draft.keep, say("草稿已保存；样例全部通过以后才写进规则包"))
        return False

    def _write(self, write: Callable[[], bool | None], words: str) -> bool:
        carried, failed = self.draft.carried, ""
        try:
            done = write() is not False
        except UnitPackError as error:
            done, failed = False, one_line(told(error.words), 60)
        if done:
            self._told.hide()
            self.preview.saved(words)
            return True
        if self.draft.carried is not carried:
            self._tell_carried()
        self.preview.saved(failed)
        return False

    def _tell_carried(self) -> None:
        """Say what became of what is written here, because the pack was changed elsewhere."""
        if self.draft.carried is not None:
            self._explain(self.draft.carried.words(one_line(self.draft.path.name, 28)))

    def _explain(self, words: str) -> None:
        """Say something above the rule, until its next change."""
        self._told.show_text(words)
        self._told.show()

    def _publish(self) -> None:
        if self._save():
            window = PublishWindow(self._theme, self.draft.path, self._settings)
            window.published.connect(self.preview.saved)
            self._show(window)

    def _office(self) -> Path | None:
        """Return the publishing folder of the last release that was signed here."""
        folder = str(self._settings.value("folder", ""))
        return Path(folder) if folder else None

    def _open_policy(self) -> None:
        shown = next((one for one in self._windows if isinstance(one, PolicyWindow) and one.isVisible()), None)
        if shown is not None:  # a second one would write over what the first keeps
            bring_forward(shown)
            return
        self._show(PolicyWindow(self._theme, policy_file(self._settings), self._office(),
                                self.draft.path if self.draft.path.exists() else None))

    def _open_tables(self) -> None:
        window = TablesWindow(self._theme, self._settings)
        window.published.connect(self.preview.saved)
        self._show(window)

    def _open_code_words(self) -> None:
        self._show(CodeWordsWindow(self._theme, self.draft, self._open_hashed))

    def _open_hashed(self) -> None:
        self._show(HashedWindow(self._theme, self.draft.text, self.draft.path.name, self._settings))

    def _open_pages(self) -> None:
        self._show(PagesWindow(self._theme, policy_file(self._settings), open_now, self._office()))

    def _show(self, window: QWidget) -> None:
        self._windows = [one for one in self._windows if one.isVisible()] + [window]
        window.show()

    # ------------------------------------------------------------------ other packs
    def _open(self) -> None:
        folder, kinds = str(self.draft.path.parent), "YAML (*.yaml *.yml)"
        self._want(QFileDialog.getOpenFileName(self, say("打开规则包"), folder, kinds)[0])

    def _begin(self) -> None:
        place, kinds = str(self.draft.path.parent / UNIT_PACK), "YAML (*.yaml)"
        self._want(QFileDialog.getSaveFileName(self, say("新建规则包"), place, kinds)[0])

    def _want(self, name: str) -> None:
        if name:
            self.wanted.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Ctrl+S saves, Ctrl+W closes."""
        if event.matches(QKeySequence.StandardKey.Save):
            self._save()
        elif event.matches(QKeySequence.StandardKey.Close):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Save unfinished work and end what runs."""
        if self._later.isActive():
            self._keep()
        self._work.close()
        self._reading.close()
        super().closeEvent(event)
