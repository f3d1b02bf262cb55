"""No test and nothing it calls reaches another machine."""

from __future__ import annotations

import socket

import pytest

from tests.support import NetworkUsed


def test_other_machines_are_out_of_reach() -> None:
    with socket.socket() as handle, pytest.raises(NetworkUsed):
        handle.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("example.org", 443)


def test_this_machine_is_not() -> None:
    one, two = socket.socketpair()
    with one, two, socket.create_server(("127.0.0.1", 0)) as server:
        one.sendall("chào".encode())
        assert two.recv(16).decode() == "chào"
        with socket.create_connection(server.getsockname()):
            pass
