"""Tests the classification of requestors: a table of facts about a program and its kind."""

from __future__ import annotations

import pytest

from guard.core.destination_kinds import classify, is_browser, is_general_program, name_around, page_shown, program_name
from guard.core.model import DestinationKind as Kind
from guard.core.pages import Page, PageKind, Pages
from guard.core.policy import Policy, Programs
from tests.support.built_in import built_in

POLICY = Policy("样例", programs=(
    Programs(Kind.CHAT, names=("wechat", "WeChat.exe", "qq"), window_classes=("wechat", "QQ.exe")),
    Programs(Kind.GOVERNMENT_CHAT, paths=("/opt/wwlocal/wwlocal",), names=("zwdingtalk",), window_classes=("taurus",)),
    Programs(Kind.CLIPBOARD_MANAGER, names=("copyq",), window_classes=("klipper",)),
    Programs(Kind.OFFICE, paths=("/opt/kingsoft/*/wps", "/opt/office/*", "/usr/bin/python3.11", "C:\\Office\\*.exe"),
             names=("wps", "xclip"), window_classes=("wps",)),
    Programs(Kind.BROWSER, names=("firefox",)),
), pages=(Pages(PageKind.ASSISTANT, ("豆包", "DeepSeek")), Pages(PageKind.ORDINARY, ("县OA",))))
ASSISTANT = Page(PageKind.ASSISTANT, "豆包")


@pytest.mark.parametrize(("executable", "around", "classes", "kind"), [
    # only a path allows a program
    ("/opt/kingsoft/office6/wps", (), (), Kind.OFFICE),
    ("/opt/kingsoft/office6/wps (deleted)", (), (), Kind.OFFICE),
    ("/home/a/wps", (), ("wps",), Kind.UNKNOWN),
    ("wps", (), ("wps",), Kind.UNKNOWN),
    ("", (), ("wps",), Kind.UNKNOWN),
    ("/opt/kingsoft/a/b/wps", (), (), Kind.UNKNOWN),
    ("/opt/office/../../home/a/x", (), (), Kind.UNKNOWN),
    ("opt/office/x", (), (), Kind.UNKNOWN),
    ("/opt/wwlocal/wwlocal", (), (), Kind.GOVERNMENT_CHAT),
    ("c:\\office\\WINWORD.EXE", (), (), Kind.OFFICE),
    ("D:\\office\\WINWORD.EXE", (), (), Kind.UNKNOWN),
    # own name and window class override an allowed path
    ("/opt/office/wechat", (), (), Kind.CHAT),
    ("/opt/office/writer", (), ("WeChat",), Kind.CHAT),
    ("/opt/office/writer", (), ("Klipper",), Kind.CLIPBOARD_MANAGER),
    ("/opt/office/writer", (), ("taurus",), Kind.GOVERNMENT_CHAT),
    # names are compared without case, with and without .exe
    ("/home/a/WeChat", (), (), Kind.CHAT),
    ("/home/a/QQ.exe", (), (), Kind.CHAT),
    ("C:\\Tencent\\wechat.exe", (), (), Kind.CHAT),
    ("/home/a/anything", (), ("qq",), Kind.CHAT),
    # what a launcher starts is the program that people know
    ("/usr/lib/wechat/wechat-bin", (), (), Kind.CHAT),
    ("/usr/lib/firefox/firefox-bin", (), (), Kind.BROWSER),
    ("/usr/bin/wechatter", (), (), Kind.UNKNOWN),
    # the strictest of several kinds
    ("/usr/bin/copyq", (), ("wechat",), Kind.CHAT),
    ("/usr/bin/zwdingtalk", (), ("klipper",), Kind.CLIPBOARD_MANAGER),
    # the process tree makes treatment stricter where no path allows the program
    ("/usr/bin/xclip", ("/opt/wechat/wechat", "/usr/bin/bash"), (), Kind.CHAT),
    ("/usr/bin/firefox", ("/opt/wechat/wechat",), (), Kind.CHAT),
    ("/opt/office/writer", ("/opt/wechat/wechat",), (), Kind.OFFICE),
    ("/usr/bin/wine64-preloader", ("C:\\Program Files\\Tencent\\WeChat.exe",), (), Kind.CHAT),
    # interpreters and general clients
    ("/usr/bin/xclip", (), (), Kind.UNKNOWN),
    ("/opt/office/python3.12", (), (), Kind.UNKNOWN),
    ("/opt/office/java", (), (), Kind.UNKNOWN),
    ("/usr/bin/python3.11", (), (), Kind.OFFICE),
    # browsers
    ("/usr/bin/firefox", (), (), Kind.BROWSER),
    ("/usr/bin/surf", (), (), Kind.UNKNOWN),
    ("", (), (), Kind.UNKNOWN),
])
def test_a_program_is_taken_for(executable: str, around: tuple[str, ...], classes: tuple[str, ...], kind: Kind) -> None:
    assert classify(executable, around, classes, POLICY) is kind


@pytest.mark.parametrize("name", ["/usr/bin/python3", "/usr/bin/python3.13", "java", "C:\\Python\\python.exe",
                                  "/opt/wine-9.0/bin/wine64", "/usr/bin/xsel",
                                  "/opt/deepin-wine8-stable/bin/deepin-wine8"])
def test_interpreters_are_general_whatever_their_version(name: str) -> None:
    assert is_general_program(name)


@pytest.mark.parametrize(("executable", "window_class"), [
    ("C:\\Program Files\\Tencent\\WeMeet\\wemeetapp.exe", ""), ("/opt/wemeet/bin/wemeetapp", ""),
    ("C:\\Program Files\\WindowsApps\\MSTeams\\ms-teams.exe", ""), ("/usr/share/teams/teams", ""),
    ("/app/bin/electron", "teams-for-linux"), ("C:\\Zoom\\bin\\Zoom.exe", ""), ("/opt/zoom/zoom", ""),
])
def test_meetings_have_chats_and_count_as_chat_clients(executable: str, window_class: str) -> None:
    assert classify(executable, (), (window_class,), built_in().policy) is Kind.CHAT


def test_office_programs_are_not_general() -> None:
    assert not is_general_program("/opt/kingsoft/wps-office/office6/wps")


def test_people_know_a_program_by_its_window_class() -> None:
    assert program_name("/opt/x/AppRun", ("", "WeChat")) == "WeChat"
    assert program_name("/opt/x/AppRun (deleted)", ()) == "AppRun"
    assert program_name("", ()) == ""


@pytest.mark.parametrize(("executable", "around", "name"), [
    ("/usr/lib/wine/wineserver64", ("Deepin", "WeChat", "notepad.exe"), "WeChat"),
    ("/usr/lib/wine/wineserver64", ("C:\\Program Files\\Tencent\\WeChat.exe",), "WeChat.exe"),
    ("/usr/bin/python3.13", ("/usr/bin/qq",), "qq"),
    ("/usr/bin/python3.13", ("script.py",), "python3.13"),
    ("/opt/viewer/viewer (deleted)", ("/opt/wechat/wechat",), "viewer"),
])
def test_an_interpreter_and_wine_have_the_name_of_the_chat_client_that_they_run(
        executable: str, around: tuple[str, ...], name: str) -> None:
    assert name_around(executable, around, POLICY) == name


@pytest.mark.parametrize(("executable", "titles", "page"), [
    ("/usr/bin/firefox", ("豆包 - 字节跳动旗下 AI 智能助手",), ASSISTANT),
    ("/usr/bin/firefox", ("市政府门户网站", "新对话 - ＤＥＥＰＳＥＥＫ"), Page(PageKind.ASSISTANT, "DeepSeek")),
    ("/usr/bin/firefox", ("待办 - 县OA",), None), ("/usr/bin/firefox", (), None),
    ("/opt/office/writer", ("豆包",), None),
])
def test_a_page_is_known_by_its_title_in_a_browser_alone(executable: str, titles: tuple[str, ...],
                                                         page: Page | None) -> None:
    assert page_shown(executable, lambda: titles, POLICY) == page


def test_a_held_page_is_chat_even_in_a_browser_that_is_allowed() -> None:
    assert classify("/usr/bin/firefox", (), (), POLICY, ASSISTANT) is Kind.CHAT
    assert classify("/opt/office/firefox", (), (), POLICY) is Kind.OFFICE
    assert classify("/opt/office/firefox", (), (), POLICY, ASSISTANT) is Kind.CHAT


def test_a_program_in_a_file_system_of_its_own_is_not_the_one_that_is_allowed() -> None:
    assert classify("sandbox:/opt/office/writer", (), (), POLICY) is Kind.UNKNOWN
    assert classify("sandbox:/app/bin/wechat", (), (), POLICY) is Kind.CHAT
    assert classify("sandbox:/app/bin/main", ("com.tencent.WeChat", "wechat"), (), POLICY) is Kind.CHAT
    assert is_browser("sandbox:/app/lib/firefox/firefox", POLICY)
