"""Identifies the native libraries in wheels, and what is compiled into them, from the files themselves.

The version is the one in a library's own bytes, otherwise that of the system package that the wheel's builder took it
from, otherwise that in the wheel's bill of materials. The number after ``.so`` is one of an interface
(libjpeg.so.62.4.0 is libjpeg-turbo 3.2.0) and is used for Brotli alone. Where there is no evidence, the bill has no
version.
"""

from __future__ import annotations

import platform
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import Distribution
from pathlib import Path

from wheel_parts import Component, compiled, component, plain

_PLAIN_NUMBER = 5
_BOUNDED = rb"\0(\d+\.\d+\.\d+)(?=\0)"
_FIXED_FILE_INFO = b"\xbd\x04\xef\xfe"
_DEBUG_LINK = re.compile(rb"\.so[\d.a-z]*-(\d[\w.]*-[\w.]+)\.\w+\.debug")
_FILE = re.compile(r"(?:lib)?(?P<stem>[A-Za-z][\w+]*?(?:-r0)?)(?:-[0-9a-f]{8,40})*(?P<number>(?:\.\d+)*)"
                   r"(?:\.so(?P<interface>(?:\.\w+)*)|\.dll)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Project:
    """The project of a library: its licence as an SPDX expression, and how its files begin after ``lib``.

    ``marker`` are bytes in files that it is compiled into; ``tells`` finds its version there, ``own`` in its own files
    alone.
    """

    name: str
    licence: str
    files: tuple[str, ...] = ()
    marker: bytes = b""
    tells: bytes = b""
    own: bytes = b""


PROJECTS = (
    Project("Abseil", "Apache-2.0", (), b"lts_20", rb"absl\d*lts_(20\d{6})"),
    Project("Brotli", "MIT", ("brotli",)),
    Project("bzip2", "bzip2-1.0.6", ("bz2",), b"-Jul-2019", rb"(\d\.\d\.\d), \d\d?-\w{3}-\d{4}"),
    Project("cpuinfo", "BSD-2-Clause", (), b"cpuinfo_initialize"),
    Project("dav1d", "BSD-2-Clause", ("dav1d",), b"dav1d", rb"\0(\d+\.\d+\.\d+)-\d+-g[0-9a-f]+(?=\0)"),
    Project("Eigen", "MPL-2.0", (), b"N5Eigen"),
    Project("Expat", "MIT", ("expat",), b"expat_", rb"expat_(\d+\.\d+\.\d+)"),
    Project("FFmpeg", "LGPL-2.1-or-later", ("avcodec", "avformat", "avutil", "swresample", "swscale"),
            b"FFmpeg version", rb"FFmpeg version (\d+(?:\.\d+)+)"),
    Project("FlatBuffers", "Apache-2.0", (), b"11flatbuffers"),
    Project("FreeType", "FTL OR GPL-2.0-only", ("freetype",)),
    Project("HarfBuzz", "MIT", ("harfbuzz",), own=_BOUNDED),
    Project("ICU", "ICU", ("icu",), b"icudt", rb"icudt(\d+)"),
    Project("JSON for Modern C++", "MIT", (), b"nlohmann"),
    Project("libaom", "BSD-2-Clause", ("aom",), b"AOMedia Project AV1",
            rb"AOMedia Project AV1 (?:En|De)coder (\d+(?:\.\d+)+)"),
    Project("libavif", "BSD-2-Clause", ("avif",), own=_BOUNDED),
    Project("libde265", "LGPL-3.0-or-later", ("de265",), own=_BOUNDED),
    Project("libdrm", "MIT", ("drm",)),
    Project("libffi", "MIT", ("ffi",)),
    Project("libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1", ("gcc_s",)),
    Project("libgfortran", "GPL-3.0-or-later WITH GCC-exception-3.1", ("gfortran",)),
    Project("libheif", "LGPL-3.0-or-later", ("heif",), own=_BOUNDED),
    Project("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", ("jpeg", "turbojpeg"), b"libjpeg-turbo version",
            rb"libjpeg-turbo version (\d+(?:\.\d+)+)"),
    Project("liblzma", "0BSD", ("lzma",), own=_BOUNDED),
    Project("libpng", "libpng-2.0", ("png",), b"libpng version", rb"libpng version (\d+(?:\.\d+)+)"),
    Project("libquadmath", "LGPL-2.1-or-later", ("quadmath",)),
    Project("libstdc++", "GPL-3.0-or-later WITH GCC-exception-3.1", ("stdc++",)),
    Project("libtiff", "libtiff", ("tiff",), b"LIBTIFF, Version", rb"LIBTIFF, Version (\d+(?:\.\d+)+)"),
    Project("libvpx", "BSD-3-Clause", ("vpx",), b"WebM Project VP9",
            rb"WebM Project VP9 (?:En|De)coder v(\d+(?:\.\d+)+)"),
    Project("libwebp", "BSD-3-Clause", ("webp", "sharpyuv")),
    Project("libXau", "MIT-open-group", ("Xau",)),
    Project("libxcb", "X11", ("xcb",)),
    Project("libxml2", "MIT", ("xml2",), b"libxml2", rb"\0(2[01]\d{3})(?=\0)"),
    Project("libxslt", "MIT", ("xslt",), b"libxslt", rb"\0(101\d\d)(?=\0)"),
    Project("libyaml", "MIT", ("yaml",), b"did not find expected alphabetic or numeric character",
            rb"\0(0\.\d+\.\d+)(?=\0)"),
    Project("Little CMS 2", "MIT", ("lcms2",)),
    Project("Microsoft's C and C++ library", "LicenseRef-Microsoft-Visual-Cpp-Runtime",
            ("concrt", "msvcp", "ucrtbase", "vcruntime")),
    Project("OpenBLAS", "BSD-3-Clause", ("openblas", "scipy_openblas"), b"OpenBLAS ", rb"OpenBLAS (\d+(?:\.\d+)+)"),
    Project("OpenJPEG", "BSD-2-Clause", ("openjp2",), b"openjpeg-", rb"openjpeg-(\d+\.\d+\.\d+)/"),
    Project("OpenSSL", "OpenSSL", ("crypto", "ssl"), b"OpenSSL ",
            rb"OpenSSL (\d+\.\d+\.\d+[a-z]?)(?=  ?(?:FIPS )? ?\d\d? \w{3} 20\d\d)"),
    Project("PCRE2", "BSD-3-Clause", ("pcre2",), b" 20", rb"\0(10\.\d+) 20\d\d-\d\d-\d\d(?=\0)"),
    Project("Protocol Buffers", "BSD-3-Clause", (), b"6google8protobuf"),
    Project("Qt", "LGPL-3.0-only", ("Qt6",), b"Qt 6.", rb"Qt (6\.\d+\.\d+) \("),
    Project("RE2", "BSD-3-Clause", (), b"re2/dfa.cc"),
    Project("SQLite", "blessing", ("sqlite3",)),
    Project("zlib", "Zlib", ("z",), b" Copyright 1995-",
            rb"(?:deflate|inflate) (\d+(?:\.\d+)+[\w.-]*) Copyright 1995-"),
    Project("Zstandard", "BSD-3-Clause OR GPL-2.0-only", ("zstd",), b"/zstd-", rb"/zstd-(\d+\.\d+\.\d+)/"),
)

_OF_PROJECT = {"RE2": ("google-re2",), "Protocol Buffers": ("protobuf",)}
"""Wheels made by the project itself."""


def _project(stem: str) -> Project | None:
    """Return the project of a library, by the longest known beginning of its name."""
    known = [(len(beginning), one) for one in PROJECTS for beginning in one.files
             if stem.lower().startswith(beginning.lower())]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def _version(found: bytes) -> str:
    """Return a version as people write it: libxml2 2.14.6 calls itself 21406."""
    words = found.decode("ascii")
    return words if "." in words or len(words) != _PLAIN_NUMBER else ".".join(str(int(one)) for one in
                                                                          (words[:-4], words[-4:-2], words[-2:]))


def _told(expression: bytes, content: bytes) -> str:
    """Return the version found in a file, "" for none or several."""
    versions = {_version(found) for found in re.findall(expression, content)} if expression else set()
    return versions.pop() if len(versions) == 1 else ""


def licence(project: Project, version: str) -> str:
    """Return its licence; OpenSSL changed it with version 3."""
    if project.name == "OpenSSL" and not version.startswith(("0.", "1.")):
        return "Apache-2.0"
    return project.licence


@dataclass(slots=True)
class _Library:
    """A library beside the modules of a wheel, with the version found in it."""

    file: Path
    project: Project | None
    version: str


@dataclass(slots=True)
class Wheel:
    """The findings in the native files of one wheel."""

    name: str
    folder: str
    libraries: list[_Library] = field(default_factory=list)
    inside: dict[tuple[Project, str], list[str]] = field(default_factory=dict)

    def read(self, file: Path, content: bytes) -> None:
        """Read one native file."""
        match = _FILE.fullmatch(file.name)
        beside = file.parent.name.endswith(".libs")
        own = _project(match["stem"]) if match and (beside or file.suffix == ".dll") else None
        if beside or own:
            self.libraries.append(_Library(file, own, _of_itself(own, match, content)))
        for project in PROJECTS:
            if project.marker and project.marker in content and project is not own and \
                    self.name.lower() not in _OF_PROJECT.get(project.name, ()):
                version = _told(project.tells, content)
                if version or not project.tells:
                    self.inside.setdefault((project, version), []).append(file.name)

    def components(self, bill: Mapping[str, str]) -> Iterator[Component]:
        """Yield its libraries, and what is compiled in; ``bill`` are the versions from the wheel's own bill."""
        told = {one.project: one.version for one in self.libraries if one.project and one.version}
        for one in self.libraries:
            version = one.version or (told.get(one.project, "") or bill.get(plain(one.project.name), "")
                                      if one.project else "")
            named = licence(one.project, version) if one.project else f"as in licences/{self.folder}"
            yield component(one.file.name, version, f"in {self.name}", named)
        for (project, version), files in sorted(self.inside.items(), key=lambda item: (item[0][0].name, item[0][1])):
            if plain(project.name) not in bill:
                where = f"in {self.name}: {', '.join(sorted(files))}"
                yield component(project.name, version, f"in {self.name}", licence(project, version), where)


def _of_itself(project: Project | None, match: re.Match[str] | None, content: bytes) -> str:
    """Return a library's version: from its bytes, from the name of its package, or from its Windows resources."""
    if project and (told := _told(project.own or project.tells, content)):
        return told
    if packaged := _DEBUG_LINK.search(content):
        return packaged[1].decode("ascii")
    if project and project.name == "Brotli" and match:
        return match["interface"].removeprefix(".") if match["interface"] else ""
    return "" if project and (project.own or project.tells) else _of_windows(content)


def _of_windows(content: bytes) -> str:
    """Return the version in the resources of a DLL, as of Microsoft's C library; "" for any other file."""
    begin = content.find(_FIXED_FILE_INFO) if content.startswith(b"MZ") else -1
    if begin < 0:
        return ""
    minor, major, revision, build = struct.unpack_from("<4H", content, begin + 8)
    return f"{major}.{minor}.{build}.{revision}"


def native(found: Mapping[Distribution, Iterable[Path]], python: Iterable[Path] = ()) -> Iterator[Component]:
    """Yield the native libraries in wheels and what is compiled into those, and into Python's own."""
    for distribution, files in found.items():
        wheel = Wheel(distribution.name, f"{distribution.name}-{distribution.version}")
        for file in files:
            if is_native(file.name):
                wheel.read(file, Path(str(distribution.locate_file(file))).read_bytes())
        bill = {plain(str(part["name"])): str(part.get("version", "")) for part in compiled([distribution])}
        yield from wheel.components(bill)
    own = Wheel("Python", f"Python-{platform.python_version()}")
    for path in python:
        own.read(path, path.read_bytes())
    yield from own.components({})


def is_native(name: str) -> bool:
    """Return whether a file is a library or an extension module."""
    return ".so." in name or name.endswith((".so", ".dll", ".pyd"))
