"""What the first paint must do without, and the numbers it uses instead.

PySide makes the namespace `Qt` when it is first touched: 1,195 enum members, which takes a sixth of the time
that a bare window needs to be painted. So whatever is made before the first paint writes `QtCore.Qt` where it
is used later, wears its look in the style sheet, and draws without pens and brushes, which touch it too.
"""

from typing import Final

PLAIN_TEXT: Final = 0
"""`Qt.TextFormat.PlainText`, for the property `textFormat`."""
TEXT_BESIDE_ICON: Final = 2
"""`Qt.ToolButtonStyle.ToolButtonTextBesideIcon`, for the property `toolButtonStyle`."""
