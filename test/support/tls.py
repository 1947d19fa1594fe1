"""TLS in front of a server that has none, with a certificate of its own."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

_READ_BYTES = 64 * 1024


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of 127.0.0.1; return the files of it and of its key."""
    cert, key = folder / 'cert.pem', folder / 'key.pem'
    command = ['openssl', 'req', '-x509', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1']
    command += ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
    command += ['-addext', 'subjectAltName=IP:127.0.0.1', '-out', str(cert), '-keyout', str(key)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


@contextmanager
def tls_in_front_of(port: int, cert: Path, key: Path) -> Iterator[int]:
    """Pass on what comes encrypted; the port where it may come is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with socket.create_server(('127.0.0.1', 0)) as listening:
        threading.Thread(target=_accept, args=(listening, context, port), daemon=True).start()
        yield int(listening.getsockname()[1])
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listening.accept()
            threading.Thread(target=_pass_on, args=(plain, context, port), daemon=True).start()


def _pass_on(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    try:
        outside = context.wrap_socket(plain, server_side=True)
    except OSError:  # it does not trust us
        plain.close()
        return
    with closing(outside), socket.create_connection(('127.0.0.1', port)) as inside:
        back = threading.Thread(target=_copy, args=(inside, outside), daemon=True)
        back.start()
        _copy(outside, inside)
        back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_READ_BYTES):
            target.sendall(data)
    with suppress(OSError):
        socket.socket.shutdown(target, socket.SHUT_RDWR)
