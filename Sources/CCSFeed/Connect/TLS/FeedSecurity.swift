internal import Glibc
internal import NIOCore
internal import NIOSSL

/// The TLS settings of a connection.
public struct FeedSecurity: Sendable, Equatable {
    /// The path of a PEM file with trusted authorities, which replace those of the system.
    public var authorities: String?

    /// The path of a PEM file with this client's certificate, followed by its intermediate certificates.
    public var certificate: String?

    /// The path of a PEM file with the key of that certificate. If nil, the certificate's file contains the key.
    public var key: String?

    /// Accept any server certificate, and allow a token on an unencrypted connection.
    public var isInsecure: Bool

    /// By default: the authorities of the system, no client certificate, full verification.
    public init(
        authorities: String? = nil, certificate: String? = nil, key: String? = nil, isInsecure: Bool = false
    ) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
        self.isInsecure = isInsecure
    }

    /// Reads the files. Throws the problem with one of them.
    func context(for scheme: FeedScheme) throws(FeedError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The longest wait for the peer's `close_notify`. Quitting waits for it.
        configuration.shutdownTimeout = .milliseconds(50)
        configuration.certificateVerification = isInsecure ? .none : .fullVerification
        // The server must not choose HTTP/2 on this port, because this client speaks websockets only over HTTP/1.1.
        if scheme.isWebSocket { configuration.applicationProtocols = ["http/1.1"] }
        if let authorities {
            configuration.trustRoots = .certificates(try Self.certificates(authorities, what: "authorities"))
        }
        if let certificate {
            let chain = try Self.certificates(certificate, what: "client certificate")
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(try Self.key(key ?? certificate))
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw FeedError(
                "TLS cannot be set up",
                advice: certificate == nil ? "\(error)" : "do certificate and key belong together?")
        }
    }

    private static func certificates(_ path: String, what: String) throws(FeedError) -> [NIOSSLCertificate] {
        let bytes = try contents(path, what: what)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw FeedError(
                "\(path) holds no certificate", advice: "it has to be PEM, with a line -----BEGIN CERTIFICATE-----")
        }
        return found
    }

    private static func key(_ path: String) throws(FeedError) -> NIOSSLPrivateKey {
        var bytes = try contents(path, what: "client key")
        defer { FeedToken.wipe(&bytes) }
        // No passphrase is asked for, because nobody could type it during a reconnect at night.
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem, passphraseCallback: { $0([UInt8]()) }) else {
            throw FeedError(
                "\(path) holds no key that can be read",
                advice: "it has to be PEM, without a passphrase (openssl pkey -in FILE -out NEW takes one away)")
        }
        return key
    }

    private static func contents(_ path: String, what: String) throws(FeedError) -> [UInt8] {
        guard !path.utf8.contains(0) else { throw FeedError("a file name cannot hold a NUL byte") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            throw FeedError("the file \(path) (\(what)) cannot be opened", advice: systemMessage(code))
        }
        defer { close(descriptor) }
        guard let bytes = readAll(descriptor, most: 4 << 20) else {
            let code = errno
            throw FeedError("the file \(path) (\(what)) cannot be read", advice: systemMessage(code))
        }
        return bytes
    }
}
