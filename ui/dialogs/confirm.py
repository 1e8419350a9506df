"""The question before something that cannot be undone: it names what is lost, and Cancel is the default."""

from PySide6.QtWidgets import QWidget

from ui.dialogs.form import Form


class Confirm(Form):
    """Accepted when the user chose the verb."""

    def __init__(self, parent: QWidget | None, *, title: str, text: str, verb: str) -> None:
        super().__init__(parent, title, text, verb)
        self.verb.setProperty("look", "danger")
        self.verb.setDefault(False)
        self.verb.setAutoDefault(False)
        self.cancel.setAutoDefault(True)
        self.cancel.setDefault(True)
        self.finish_layout()
        self.cancel.setFocus()
