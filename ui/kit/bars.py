"""The place between header and page where the window speaks; its bars are loaded with the first thing to say."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from ui.kit.background import Ticket
from ui.kit.notices import Notice, notice_of
from ui.kit.theme import Space

if TYPE_CHECKING:
    from ui.kit.bar import MessageBar, TaskBar


class Bars(QVBoxLayout):
    """At most one message and one long job."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(Space.L, 0, Space.L, 0)
        self.setSpacing(Space.S)

    @cached_property
    def messages(self) -> "MessageBar":
        from ui.kit.bar import MessageBar  # noqa: PLC0415 - see the module's docstring

        bar = MessageBar()
        self.insertWidget(0, bar)
        return bar

    @cached_property
    def tasks(self) -> "TaskBar":
        from ui.kit.bar import TaskBar  # noqa: PLC0415 - see the module's docstring

        bar = TaskBar()
        self.addWidget(bar)
        return bar

    def show_notice(self, notice: Notice) -> None:
        self.messages.show_notice(notice)

    def show_error(self, error: BaseException) -> None:
        self.messages.show_notice(notice_of(error))

    def show_task(self, ticket: Ticket) -> None:
        self.tasks.follow(ticket)

    def end_task(self) -> None:
        self.tasks.end()

    def redress(self) -> None:
        """Take the colours in force."""
        if "messages" in self.__dict__:
            self.messages.redress()
