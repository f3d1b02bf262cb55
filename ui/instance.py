"""One window a data folder: a second start asks the first, through a local socket, to come to the front."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

PATIENCE = 1500  # milliseconds for each step of the question; the first window may be busy for a moment
ANSWER = b"ok\n"


def socket_name(folder: Path) -> str:
    """The same for every spelling of one folder, another for every person and folder."""
    place = os.path.normcase(str(folder.resolve()))
    person = os.environ.get("USERNAME") or os.environ.get("USER") or ""
    return "dvcq-" + hashlib.sha256(f"{person}\0{place}".encode()).hexdigest()[:24]


def raise_first(folder: Path, *, patience: int = PATIENCE) -> bool:
    """Ask the window that has this folder open to come to the front; whether it answered.

    A first window that is still being painted listens a moment later: until patience is over it is asked again.
    """
    name, waited = socket_name(folder), QElapsedTimer()
    waited.start()
    while True:
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(patience):
            return _asked(socket, patience)
        if waited.elapsed() >= patience:
            return False
        QThread.msleep(min(50, patience))


def _asked(socket: QLocalSocket, patience: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # Windows lets only the process in front pass the front on
    token = os.environ.get("XDG_ACTIVATION_TOKEN") or os.environ.get("DESKTOP_STARTUP_ID") or ""
    socket.write(f"raise {token}\n".encode())
    socket.flush()
    answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(patience)
    answer = bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return answered and answer == ANSWER


class FirstInstance(QObject):
    """Listens beside an open window; made after the first paint."""

    def __init__(self, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        name = socket_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # left behind by a crash: the lock on the folder proves that nobody listens
        self._server.listen(name)
        self._server.newConnection.connect(self._on_connection)

    def stop(self) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is None:
            return
        socket.setParent(self)
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(self._on_asked)
        if socket.bytesAvailable():
            self._answer(socket)

    def _on_asked(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        words = bytes(socket.readAll().data()).decode("utf-8", "replace").split()
        if not words or words[0] != "raise":
            return
        if len(words) > 1:
            os.environ["XDG_ACTIVATION_TOKEN"] = words[1]
        bring_to_front(self._window)
        socket.write(ANSWER)
        socket.flush()


def bring_to_front(window: QWidget) -> None:
    """Show a window above all others, out of the task bar too."""
    state = window.windowState() & ~Qt.WindowState.WindowMinimized
    window.setWindowState(state | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
