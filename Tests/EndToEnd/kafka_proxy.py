"""Stands before a broker of a made-up cluster and adds what that lacks: TLS, a login with SASL PLAIN, offsets by time.

Clients are told that the broker is here: in every answer its address is replaced by this one's, which has the same length.
"""

import socket
import ssl
import struct
import threading

#: https://kafka.apache.org/protocol#protocol_api_keys
_LIST_OFFSETS, _SASL_HANDSHAKE, _API_VERSIONS, _SASL_AUTHENTICATE = 2, 17, 18, 36
_WRONG_LOGIN = 58


class Proxy:
    """A broker at `address` (HOST:PORT), as it is behind this proxy at `self.port`."""

    def __init__(self, case, address, certificate=None, login=None, offset_by_time=None):
        self._login = login
        self._offset_by_time = offset_by_time
        #: Times that were asked for.
        self.times = []
        #: Logins that were tried: whether each was let in.
        self.logins = []
        host, _, port = address.rpartition(":")
        self._broker = (host, int(port))
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        # Host and port as they stand in an answer to a question for metadata.
        self._there = struct.pack(">h", len(host)) + host.encode() + struct.pack(">i", int(port))
        self._here = struct.pack(">h", len(host)) + host.encode() + struct.pack(">i", self.port)
        self._sockets = []
        case.addCleanup(self.close)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        for open_socket in [self._listener, *self._sockets]:
            try:
                open_socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            open_socket.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            self._sockets.append(client)
            if self._context:
                client = self._context.wrap_socket(client, server_side=True)
                self._sockets.append(client)
            if self._login and not self._let_in(client):
                return
            broker = socket.create_connection(self._broker)
            self._sockets.append(broker)
            asked = set()
            threading.Thread(target=self._answers, args=(broker, client, asked), daemon=True).start()
            for frame in _frames(client):
                kind, _, number = struct.unpack_from(">hhi", frame)
                if kind == _LIST_OFFSETS and self._offset_by_time is not None:
                    # Asked of one partition at a time, the time is what ends the question, and the offset the answer.
                    time, = struct.unpack_from(">q", frame, len(frame) - 8)
                    if time >= 0:
                        asked.add(number)
                        self.times.append(time)
                broker.sendall(struct.pack(">i", len(frame)) + frame)
        except (OSError, ssl.SSLError):
            pass
        finally:
            for end in (client, locals().get("broker")):
                if end:
                    try:
                        end.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass

    def _let_in(self, client):
        """Whether who comes says the right name and password. The made-up broker knows of no logins, so what it says it can do
        gets them added."""
        for frame in _frames(client):
            kind, version, number, length = struct.unpack_from(">hhih", frame)
            said = frame[10 + length:]
            if kind == _API_VERSIONS:
                with socket.create_connection(self._broker) as broker:
                    broker.sendall(struct.pack(">i", len(frame)) + frame)
                    answer = next(_frames(broker))
                if version == 0:
                    count, = struct.unpack_from(">i", answer, 6)
                    answer = answer[:6] + struct.pack(">i", count + 2) + answer[10:] + struct.pack(
                        ">6h", _SASL_HANDSHAKE, 0, 1, _SASL_AUTHENTICATE, 0, 0)
            elif kind == _SASL_HANDSHAKE:
                answer = struct.pack(">ihih", number, 0, 1, 5) + b"PLAIN"
            elif kind == _SASL_AUTHENTICATE:
                good = said[4:] == b"\0%s\0%s" % self._login
                self.logins.append(good)
                answer = struct.pack(">ihhi", number, 0 if good else _WRONG_LOGIN, -1, 0)
            else:
                return False
            client.sendall(struct.pack(">i", len(answer)) + answer)
            if kind == _SASL_AUTHENTICATE:
                return good
        return False

    def _answers(self, broker, client, asked):
        try:
            for frame in _frames(broker):
                frame = frame.replace(self._there, self._here)
                if struct.unpack_from(">i", frame)[0] in asked:
                    frame = frame[:-8] + struct.pack(">q", self._offset_by_time)
                client.sendall(struct.pack(">i", len(frame)) + frame)
        except (OSError, ssl.SSLError):
            pass
        finally:
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def _frames(stream):
    """What comes, frame by frame, without the length before each."""
    rest = b""
    while True:
        while len(rest) >= 4 and len(rest) >= 4 + struct.unpack_from(">i", rest)[0]:
            length = struct.unpack_from(">i", rest)[0]
            yield rest[4:4 + length]
            rest = rest[4 + length:]
        piece = stream.recv(1 << 16)
        if not piece:
            return
        rest += piece
