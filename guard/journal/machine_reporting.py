"""Combines the policy's setting for reporting with report.toml of the machine layer, which takes precedence."""

from __future__ import annotations

from dataclasses import replace

from guard.core.reporting import FILE_NAME, REPORTING, Reporting, ReportingError
from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import sentence
from guard.util.toml_text import read_toml
from rules.schema.problem import InvalidFileError


def with_machine(reporting: Reporting, machine: MachineLayer) -> Reporting:
    """Return the policy's setting overridden by this computer's own. Raises ReportingError."""
    try:
        written = machine.read(FILE_NAME)
        own = Reporting() if written is None else read_toml(REPORTING, written, machine.place(FILE_NAME))
    except MachineLayerError as error:
        raise ReportingError(error.words) from error
    except InvalidFileError as error:
        raise ReportingError(sentence("reporting.compare", trouble=error.words)) from error
    if not reporting.receivers:
        return own
    return replace(reporting, receivers=(*reporting.receivers, *own.receivers), unit=own.unit, device=own.device)
