"""A proxy for a mock broker that adds TLS, a login with SASL PLAIN, and offsets by time.

It replaces the broker's address in every response by its own, which has the same length. So clients connect to the proxy.
"""

import socket
import ssl
import struct
import threading

#: https://kafka.apache.org/protocol#protocol_api_keys
_LIST_OFFSETS, _SASL_HANDSHAKE, _API_VERSIONS, _SASL_AUTHENTICATE = 2, 17, 18, 36
_WRONG_LOGIN = 58


class Proxy:
    """A proxy at `self.port` for the broker at `address` (HOST:PORT)."""

    def __init__(self, case, address, certificate=None, login=None, offset_by_time=None):
        self._login = login
        self._offset_by_time = offset_by_time
        #: The requested times.
        self.times = []
        #: The login attempts: whether each was accepted.
        self.logins = []
        host, _, port = address.rpartition(":")
        self._broker = (host, int(port))
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        # Host and port in a response with metadata.
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
                    # For a request about one partition, the request ends with the time, and the response with the offset.
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
        """Whether the client's name and password are right. The mock broker does not support logins, so they are added to
        its list of supported requests."""
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
    """The frames of a stream, without their lengths."""
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
