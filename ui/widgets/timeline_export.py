"""A season on paper or as a picture, by the painter that also paints the screen."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from ui.widgets.timeline_frame import canvas_of
from ui.widgets.timeline_look import Face, paper_look, put_text
from ui.widgets.timeline_painter import paint_season
from ui.widgets.timeline_scale import Scale
from ui.widgets.timeline_view import SeasonView

SHEET: Final = QSizeF(1122, 600)
"""What is painted, in pixels of 1/96 inch: as wide as a landscape A4."""
TITLE: Final = 44.0
PICTURE_SCALE: Final = 2
"""Device pixels per pixel in a PNG: sharp in print and on dense screens."""


def paint_sheet(painter: QPainter, sheet: QRectF, view: SeasonView, title: str, subtitle: str) -> None:
    """The whole season under a title, in the light colours, whatever the screen wears."""
    colors = paper_look()
    painter.fillRect(sheet, colors.ground)
    put_text(painter, title, sheet.left() + 12, sheet.top() + 12, Face.NAME, colors.text)
    put_text(painter, subtitle, sheet.left() + 12, sheet.top() + 31, Face.SMALL, colors.muted)
    rect = sheet.adjusted(0, TITLE, 0, 0)
    paint_season(painter, rect, view, Scale.fitting(0, view.columns, canvas_of(rect).width()), colors)


def write_png(file: Path, view: SeasonView, title: str, subtitle: str) -> None:
    """A picture of the season; OSError where it cannot be written."""
    size = QSize(int(SHEET.width()) * PICTURE_SCALE, int(SHEET.height()) * PICTURE_SCALE)
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(PICTURE_SCALE)
    painter = QPainter(picture)
    paint_sheet(painter, QRectF(QPointF(0, 0), SHEET), view, title, subtitle)
    painter.end()
    if not picture.save(str(file)):
        raise OSError(f"{file} could not be written.")


def write_pdf(file: Path, view: SeasonView, title: str, subtitle: str) -> None:
    """One landscape A4 page; OSError where it cannot be written."""
    writer = QPdfWriter(str(file))
    writer.setTitle(title)
    writer.setCreator("Peakline")
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(10, 10, 10, 10))
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"{file} could not be written.")
    page = QRectF(0, 0, writer.width(), writer.height())
    factor = page.width() / SHEET.width()
    painter.scale(factor, factor)
    paint_sheet(painter, QRectF(QPointF(0, 0), SHEET), view, title, subtitle)
    painter.end()


def write(file: Path, view: SeasonView, title: str, subtitle: str) -> None:
    """PDF or PNG by the file's ending; anything else is a PDF."""
    (write_png if file.suffix.lower() == ".png" else write_pdf)(file, view, title, subtitle)
