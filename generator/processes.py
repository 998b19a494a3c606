"""Two tasks at once: one in this process, one in a copy of it."""

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.errors import GeneratorError, SiteError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

First = TypeVar("First")
Second = TypeVar("Second")


def run_beside(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Run two tasks at once, the first in a process of its own; one after the other where that is not possible.

    A forked process sees all values as they are and sends back its result only: nothing has to be packed to start it.
    """
    if not can_fork():
        return first(), second()
    running = start_beside(first)
    try:
        mine = second()
    except BaseException:
        # Nobody would take the other's result any more, and it would wait for that, and Python at its end for it.
        running.cancel()
        raise
    return running.join(), mine


def share_tasks(tasks: Sequence[Callable[[], First]]) -> tuple[First, ...]:
    """Run tasks in two processes, each taking the next one when it is free; results come in the order of the tasks.

    Nobody has to know how long a task takes, but the long ones should stand first.
    """
    if len(tasks) < 2 or not can_fork():
        return tuple(task() for task in tasks)
    counter = multiprocessing.get_context("fork").Value("i", 0)

    def work() -> dict[int, First]:
        results: dict[int, First] = {}
        while True:
            with counter.get_lock():
                number = counter.value
                counter.value += 1
            if number >= len(tasks):
                return results
            results[number] = tasks[number]()

    theirs, mine = run_beside(work, work)
    results = theirs | mine
    return tuple(results[number] for number in range(len(tasks)))


class Running(Generic[First]):
    """A task that another process is working on."""

    def __init__(self, process: "ForkProcess", receiver: "Connection[object, object]") -> None:
        self._process = process
        self._receiver = receiver

    def join(self) -> First:
        """Wait for the result; an error that ended the task is raised here."""
        try:
            result = self._receiver.recv()
        except EOFError:
            raise SiteError("Ein Teil der Ausgabe ist abgebrochen; die Meldung steht darüber.") from None
        self._process.join()
        if isinstance(result, GeneratorError):
            raise result
        answer: First = result  # type: ignore[assignment]
        return answer

    def cancel(self) -> None:
        """End the task at once."""
        self._process.terminate()
        self._process.join()


def start_beside(task: Callable[[], First]) -> Running[First]:
    """Start a task in a process of its own; only for a process that can be copied, see ``can_fork``."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(task, sender))
    process.start()
    sender.close()
    return Running(process, receiver)


def can_fork() -> bool:
    """Tell whether a copy of this process would run: of its threads, a copy has only one."""
    # Threads of polars (large tables) and typst (reports) may hold locks that nobody in the copy would ever release.
    has_threads = "polars" in sys.modules or "typst" in sys.modules
    return "fork" in multiprocessing.get_all_start_methods() and not has_threads


def _send_result(task: Callable[[], object], sender: "Connection[object, object]") -> None:
    """Run a task and send its result, or the error that ended it."""
    try:
        sender.send(task())
    except GeneratorError as error:
        sender.send(error)
