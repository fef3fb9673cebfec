"""Numbers of the X Window System Protocol (section 1, appendices A and B) for the requests and events used here."""

from __future__ import annotations

NONE = 0
"""No window, no property, no owner."""
POINTER_ROOT = 1
"""The keyboard goes to what is under the pointer."""
ANY_PROPERTY_TYPE = 0
COPY_FROM_PARENT = 0
INPUT_ONLY = 2
CW_EVENT_MASK = 1 << 11

PROP_MODE_REPLACE, PROP_MODE_APPEND = 0, 2
PROPERTY_NEW_VALUE, PROPERTY_DELETE = 0, 1

CREATE_NOTIFY, DESTROY_NOTIFY = 16, 17
CONFIGURE_NOTIFY = 22
PROPERTY_NOTIFY = 28
SELECTION_REQUEST, SELECTION_NOTIFY = 30, 31
CLIENT_MESSAGE = 33

NO_EVENT_MASK = 0
STRUCTURE_NOTIFY_MASK = 1 << 17
SUBSTRUCTURE_NOTIFY_MASK, SUBSTRUCTURE_REDIRECT_MASK = 1 << 19, 1 << 20
PROPERTY_CHANGE_MASK = 1 << 22
BUTTON_1_MASK, BUTTON_2_MASK, BUTTON_3_MASK = 1 << 8, 1 << 9, 1 << 10

ATOM, INTEGER, STRING, WINDOW, WM_NAME, WM_CLASS = 4, 19, 31, 33, 39, 67
"""Atoms that every server has (appendix A)."""
