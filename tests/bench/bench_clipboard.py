"""From 'owner changed' to 'owned' on X11 with the built-in rules, as the broker reports it (Flagged.elapsed_ms).

    .venv/bin/python tests/bench/bench_clipboard.py [copies]
"""

from __future__ import annotations

import base64
import json
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.framing import FrameReader, FrameWriter  # noqa: E402
from guard.messages import Arm, Armed, Flagged, FromBroker, Passed  # noqa: E402
from guard.policy_file import Configuration  # noqa: E402
from guard.supply.active import active  # noqa: E402
from rules.encoded import encode  # noqa: E402
from ui.demo.display import Display, end, private_display  # noqa: E402

SENTENCE = "各县（区）人民政府，市政府各部门要高度重视，切实抓好落实，联系人王小明，电话13800138000。\n"
TEXTS = {
    "short, flagged": "机密★5年\n关于某项工作的通知\n（演示样例，非国家秘密）",
    "20 kB, flagged": "机密★5年\n关于某项工作的通知\n（演示样例，非国家秘密）\n" + SENTENCE * 150,
    "short, clean": "明天上午九点开会，请带上值班表。",
}


def main() -> None:
    copies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"{'source':8} {'text':16} {'n':>4} {'p50 ms':>7} {'p90 ms':>7} {'p99 ms':>7} {'max ms':>7}")
    with private_display("800x600") as display:
        broker = display.start([sys.executable, str(ROOT / "main.py"), "--broker"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
        qt = display.start([sys.executable, str(ROOT / "tests/support/qt_client.py"), "source"],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            measure(display, broker, qt, copies)
        finally:
            end(qt)
            end(broker)


def measure(display: Display, broker: subprocess.Popen[bytes], qt: subprocess.Popen[bytes], copies: int) -> None:
    assert broker.stdin
    assert broker.stdout
    assert qt.stdin
    assert qt.stdout
    reader: FrameReader[FromBroker] = FrameReader(broker.stdout, FromBroker)
    supply = active(Configuration())
    FrameWriter(broker.stdin).write(Arm(tuple(encode(pack.load()) for pack in supply.packs), supply.policy))
    armed = reader.read()
    assert isinstance(armed, Armed), armed
    qt.stdout.readline()

    def with_xclip(text: str) -> None:
        subprocess.run(["xclip", "-selection", "clipboard"], input=text.encode(), env=display.environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def with_qt(text: str) -> None:
        targets = {"text/plain": base64.b64encode(text.encode()).decode()}
        qt.stdin.write(json.dumps({"do": "copy", "targets": targets}).encode() + b"\n")
        qt.stdin.flush()
        qt.stdout.readline()

    for source, copy in (("xclip", with_xclip), ("Qt", with_qt)):
        for label, text in TEXTS.items():
            times = []
            for number in range(copies):
                copy(f"{text}\n{number}")
                report = reader.read()
                assert isinstance(report, Passed if "clean" in label else Flagged), report
                times.append(report.elapsed_ms)
            cuts = statistics.quantiles(times, n=100)
            print(f"{source:8} {label:16} {copies:4} {statistics.median(times):7.2f} {cuts[89]:7.2f} {cuts[98]:7.2f} "
                  f"{max(times):7.2f}")


if __name__ == "__main__":
    main()
