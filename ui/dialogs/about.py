"""What this program is, which version, and what it is made with."""

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel, QWidget

from ui.dialogs.form import Form
from ui.kit.icons import pixmap
from ui.widgets.cards import label


def program_version() -> str:
    """The installed version, or a word for a program that runs from its source."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - it loads a mail parser

    try:
        return version("peakline")
    except PackageNotFoundError:
        return "from source"


class About(Form):
    """Read, then close."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Peakline", "Plan, explain and protect a strength season.")
        logo = QLabel()
        logo.setPixmap(pixmap("peakline", 48, ratio=self.devicePixelRatioF()))
        self.body.insertWidget(0, logo, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields.addRow("Version", label(program_version(), selectable=True))
        self.fields.addRow("Qt", label(qVersion(), selectable=True))
        self.fields.addRow("Licence", label("MIT"))
        self.fields.addRow("Font", label("Inter, SIL Open Font License 1.1"))
        words = "Peakline helps to plan training. It gives no medical advice and makes no diagnosis."
        self.body.addWidget(label(words, "small", wrap=True))
        self.finish_layout()
