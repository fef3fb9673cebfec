"""Tests one column copied from a real sheet of LibreOffice.

Private numbers, home addresses, and names below a heading that names a condition are held from chat and paste back
into Calc; orders and telephones of offices pass, and names alone should.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from guard.core.model import Origin, Outcome
from guard.ipc.messages import Flagged, Passed
from tests.support.brokering import NOTICE, Brokering, policy
from tests.support.libre_office import SOFFICE, LibreOffice
from tests.support.private_lists import homes, identity_numbers, land_lines, mobiles, names, orders
from ui.demo.display import Display

ROWS = 200


@pytest.fixture(scope="module")
def broker(display: Display, office: str) -> Iterator[Brokering]:
    broker = Brokering(display, policy(str(SOFFICE), office), "x11", program="built_in_main.py")
    broker.start()
    yield broker
    broker.stop()
    broker.watch.close()


def copy_column(office: LibreOffice, column: Sequence[str]) -> None:
    """Write a new sheet of three columns and copy the middle one."""
    sheet = office.open("scalc")
    rows = [[str(row), f"'{cell}", "是"] for row, cell in enumerate(column)]
    office.do("cells", sheet, area=f"A1:C{len(rows)}", formulas=rows, bold="A1")
    office.do("copy", sheet, area=f"B1:B{len(rows)}")


@pytest.mark.parametrize("column", [
    pytest.param(mobiles(ROWS), id="mobile numbers"),
    pytest.param(homes(ROWS), id="addresses"),
    pytest.param(identity_numbers(ROWS), id="identity numbers"),
    pytest.param(["密接人员", *names(ROWS)], id="names of contacts"),
])
def test_a_private_column_is_held_from_chat_and_pastes_into_calc(
        column: list[str], broker: Brokering, libre_office: LibreOffice, chat: str) -> None:
    copy_column(libre_office, column)
    decision = broker.expect(Flagged, lambda report: report.capture.origin is Origin.CLIPBOARD).decision
    assert (decision.outcome, decision.rule) == (Outcome.BLOCK, "BC-05")
    assert broker.paste(chat).decode() == NOTICE
    other = libre_office.open("scalc")
    libre_office.do("paste", other, area="D4")
    ends = libre_office.do("read-cells", other, names=["D4", f"D{3 + len(column)}"])["texts"]
    assert ends == [column[0], column[-1]]


@pytest.mark.parametrize("column", [
    pytest.param(names(ROWS), id="names alone", marks=pytest.mark.xfail(
        strict=True, reason="the learnt judge takes two hundred names alone for a list of people's data")),
    pytest.param(orders(ROWS), id="order numbers"),
    pytest.param(land_lines(ROWS), id="telephones of offices"),
])
def test_a_column_that_tells_of_nobody_goes_out(column: list[str], broker: Brokering, libre_office: LibreOffice,
                                                chat: str) -> None:
    copy_column(libre_office, column)
    broker.expect(Passed, lambda report: report.origin is Origin.CLIPBOARD)
    assert broker.paste(chat).decode().split() == column
