"""Certificates for tests. The openssl command makes them when a test first asks for them, and they are deleted after the
test.

The project contains none of them, so none can expire, and no key is stored."""

import os
import shutil
import subprocess
import tempfile

_CONFIG = """
[ca]
default_ca = authority
[authority]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
"""


#: The certificates by name: their names, their validity, and their signer.
_LONG = ("20200101000000Z", "21990101000000Z")
_KINDS = {
    "good": ("DNS:localhost,IP:127.0.0.1", _LONG, "ca"),
    "expired": ("DNS:localhost,IP:127.0.0.1", ("20200101000000Z", "20200201000000Z"), "ca"),
    "early": ("DNS:localhost,IP:127.0.0.1", ("21980101000000Z", "21990101000000Z"), "ca"),
    "misnamed": ("DNS:feed.example", _LONG, "ca"),
    "unknown": ("DNS:localhost,IP:127.0.0.1", _LONG, "other-ca"),
    "anyone": ("DNS:*", _LONG, "ca"),
    "partly": ("DNS:local*", _LONG, "ca"),
    "client": ("DNS:client", _LONG, "ca"),
}


class Certificates:
    """The certificates of one test."""

    def __init__(self, case):
        self.path = tempfile.mkdtemp(prefix="certificates-")
        case.addCleanup(shutil.rmtree, self.path, ignore_errors=True)
        for name, text in (("ca.cnf", _CONFIG), ("index.txt", "")):
            with open(os.path.join(self.path, name), "w") as file:
                file.write(text)

    @classmethod
    def of(cls, case):
        if not hasattr(case, "certificates"):
            case.certificates = cls(case)
        return case.certificates

    def __call__(self, name):
        """The path of a file: `ca.pem`, `other-ca.pem`, or `good.pem`, `good.key` and so on, of one of the kinds."""
        path = os.path.join(self.path, name)
        if not os.path.exists(path):
            kind = name.partition(".")[0]
            if kind in _KINDS:
                _signed(self, kind, *_KINDS[kind])
            else:
                _authority(self.path, kind)
        return path


def _openssl(path, *arguments):
    done = subprocess.run(["openssl", *arguments], cwd=path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    if done.returncode:
        raise AssertionError("openssl %s: %s" % (arguments[0], done.stdout.decode("utf-8", "replace")))


def _new_key(name):
    return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key"]


def _authority(path, name):
    _openssl(path, "req", "-x509", *_new_key(name), "-out", name + ".pem", "-subj", "/CN=" + name, "-days", "3650")


def _signed(certificates, name, names, dates, authority):
    path = certificates.path
    signer, key = certificates(authority + ".pem"), certificates(authority + ".key")
    _openssl(path, "req", *_new_key(name), "-out", name + ".csr", "-subj", "/CN=" + name)
    with open(os.path.join(path, name + ".ext"), "w") as file:
        file.write("subjectAltName=" + names + "\n")
    _openssl(path, "ca", "-batch", "-config", "ca.cnf", "-cert", signer, "-keyfile", key, "-in", name + ".csr",
             "-out", name + ".pem", "-notext", "-extfile", name + ".ext", "-startdate", dates[0], "-enddate", dates[1])
