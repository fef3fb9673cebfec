"""Lists the compared programs in one table."""

from tests.harm.programs.chromium import CHROMIUM
from tests.harm.programs.evince import EVINCE
from tests.harm.programs.firefox import FIREFOX
from tests.harm.programs.gajim import GAJIM
from tests.harm.programs.gimp import GIMP
from tests.harm.programs.inkscape import INKSCAPE
from tests.harm.programs.program import Program
from tests.harm.programs.thunderbird import THUNDERBIRD

PROGRAMS: dict[str, Program] = {
    program.name: program for program in (GIMP, INKSCAPE, EVINCE, THUNDERBIRD, GAJIM, CHROMIUM, FIREFOX)
}
