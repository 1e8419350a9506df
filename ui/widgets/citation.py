"""Citations one can press: a chip that names grade and source, and a row of them."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from models.values.knowledge import Claim
from ui.kit.theme import Space
from ui.widgets.cards import clear_layout
from ui.widgets.flow import FlowLayout
from ui.widgets.grades import GRADE_WORDS

OpenClaim = Callable[[str], object]
"""Called with the id of the claim to show, for example `desk.open_claim`."""


class CitationChip(QPushButton):
    """`A · Pelland 2025`; the claim and its caveat as a tooltip, its entry when pressed."""

    def __init__(self, claim: Claim, on_open: OpenClaim) -> None:
        super().__init__(f"{claim.grade.value} · {claim.label}")
        self.claim_id = claim.id
        grade = GRADE_WORDS[claim.grade]
        self.setProperty("look", "citation")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # In a dialog Enter would otherwise press the chip while another field has the focus.
        self.setAutoDefault(False)
        self.setToolTip(
            f"<p>{escape(claim.claim)}</p><p><i>{escape(claim.caveat)}</i></p>"
            f"<p>{claim.grade.value}: {escape(grade.word)}. Press to open its entry.</p>"
        )
        self.setAccessibleName(f"{claim.label}, grade {claim.grade.value}, {grade.word.lower()}")
        self.setAccessibleDescription(claim.claim)
        self.clicked.connect(lambda: on_open(claim.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the entry as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class CitationRow(QWidget):
    """Chips side by side, wrapped where the room ends; nothing at all where there are none."""

    def __init__(self, claims: Sequence[Claim], on_open: OpenClaim) -> None:
        super().__init__()
        self._on_open = on_open
        self.chips: list[CitationChip] = []
        self._flow = FlowLayout(self, spacing=int(Space.XS) + 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_claims(claims)

    def show_claims(self, claims: Sequence[Claim]) -> None:
        """Put other claims in place of those that are shown."""
        clear_layout(self._flow)
        self.chips = [CitationChip(claim, self._on_open) for claim in claims]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self.setVisible(bool(claims))
        self.updateGeometry()
