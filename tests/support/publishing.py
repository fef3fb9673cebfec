"""Runs a real publishing office with real keys, and computers that trust it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from guard.platform.machine import MachineLayer
from guard.publish.contents import bundle_of
from guard.publish.office import Office, Quorum
from guard.publish.releasing import release
from guard.publish.rings import Ring
from guard.supply.bundle import RuleRelease
from guard.supply.release_store import Store
from guard.supply.trusted_sources import Settings, Trust
from guard.supply.verifying_new_release import Client

PASSPHRASE = "十二个字以上的测试口令甲乙丙丁"
SERVED = "repository"
ONE = Quorum()
EVERYONE = Ring(percent=100, groups=())


def unit_pack(word: str, *, keeps_its_word: bool = True) -> str:
    """Return a pack that blocks one word, with an example of that."""
    example = word if keeps_its_word else "别的话"
    return f"""规则包: 测试规则
版本: "{word}"
规则:
- 编号: T-01
  名称: 测试用词
  类别: 单位自定
  性质: 工作秘密
  依据: 测试规定第一条
  案例: []
  去向: [聊天软件]
  判据:
  - {{把握: 高, 主证: [{word}]}}
  动作: {{高: 拦截}}
  提示语: {{标题: 测试, 说明: 测试。, 办法: 测试。}}
  必须命中:
  - 请看{example}的安排
  - 关于{word}的通知
  不得命中:
  - 今天天气很好
  - 食堂十二点开饭
"""


@dataclass
class UnitOffice:
    """An administrator with a folder."""

    folder: Path
    office: Office = field(init=False)
    beside: tuple[str, ...] = ()
    """Packs that every release contains besides its own."""

    def __post_init__(self) -> None:
        self.office = Office.at(self.folder, (), lambda _: PASSPHRASE)

    @classmethod
    def opened(cls, folder: Path, root: Quorum = ONE, targets: Quorum = ONE, days: int = 30) -> UnitOffice:
        made = cls(folder)
        made.office.open(root, targets, days, [str(folder / SERVED)])
        return made

    @property
    def served(self) -> Path:
        return self.folder / SERVED

    @property
    def root(self) -> bytes:
        return (self.folder / "install" / "root.json").read_bytes()

    def release(self, word: str, ring: Ring = EVERYONE) -> RuleRelease:
        """Publish a pack that blocks this word."""
        path = self.folder / "unit.yaml"
        path.write_text(unit_pack(word), "utf-8")
        return release(self.office, bundle_of([*self.beside, str(path)], None), ring)

    def machine(self, folder: Path) -> MachineLayer:
        """Return the machine layer of a computer that was set up with the office's files."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("root.json", "supply.toml"):
            (folder / name).write_bytes((self.folder / "install" / name).read_bytes())
        return MachineLayer(folder, lambda _: True)

    def trust(self, device: str = "pc-1", groups: tuple[str, ...] = ()) -> Trust:
        """Return the trust root of a computer."""
        return Trust(Settings((str(self.served),), groups=groups), self.root, "", device)

    def client(self, packs: Path, device: str = "pc-1", groups: tuple[str, ...] = ()) -> Client:
        """Return the update client of a computer with this store."""
        return Client(self.trust(device, groups), Store(packs))
