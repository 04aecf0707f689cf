internal import Glibc
internal import NIOCore
internal import NIOSSL

/// How a connection is made sure of.
public struct FeedSecurity: Sendable, Equatable {
    /// A file of certificates (PEM) of the authorities that are trusted, in place of the system's.
    public var authorities: String?

    /// A file with the certificate (PEM) that this client shows, those of its authorities after it.
    public var certificate: String?

    /// A file with that certificate's key (PEM); where it is not given, the key is in the certificate's file.
    public var key: String?

    /// Trust whoever answers, and send a token over a connection that others can read.
    public var isInsecure: Bool

    /// The system's authorities, no own certificate, nobody trusted without a reason.
    public init(
        authorities: String? = nil, certificate: String? = nil, key: String? = nil, isInsecure: Bool = false
    ) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
        self.isInsecure = isInsecure
    }

    /// Reads the files. Throws what is wrong with one of them.
    func context(for scheme: FeedScheme) throws(FeedError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // For how long the other end may put off closing, since whoever quits waits for it.
        configuration.shutdownTimeout = .milliseconds(50)
        configuration.certificateVerification = isInsecure ? .none : .fullVerification
        // Whoever offers HTTP/2 on that port must not choose it: there are no websockets of this kind in it.
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
        // A passphrase is never asked for: there is nobody to ask while it connects again at night.
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
