"""Combines the policy's setting for reporting with report.toml of the machine layer, which takes precedence."""

from __future__ import annotations

import msgspec

from guard.core.reporting import FILE_NAME, Reporting, ReportingError, reporting_of
from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import sentence
from guard.util.toml_text import TomlError, toml_of


def with_machine(reporting: Reporting, machine: MachineLayer) -> Reporting:
    """Return the policy's setting overridden by this computer's own. Raises ReportingError."""
    path = machine.folder / FILE_NAME
    try:
        written = machine.read(FILE_NAME)
        own = reporting_of(toml_of(written)) if written is not None else Reporting()
    except MachineLayerError as error:
        raise ReportingError(error.words) from error
    except TomlError as error:
        raise ReportingError(sentence("reporting.file-written-wrongly", path=path, why=error.words)) from error
    except ReportingError as error:
        raise ReportingError(sentence("policy.of", source=path, why=error.words)) from error
    if not reporting.receivers:
        return own
    return msgspec.structs.replace(reporting, receivers=(*reporting.receivers, *own.receivers), unit=own.unit,
                                   device=own.device)
