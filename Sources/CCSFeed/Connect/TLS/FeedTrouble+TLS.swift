internal import Glibc
internal import NIOCore
internal import NIOSSL

extension FeedTrouble {
    /// Translates an error of TLS; nil for other errors.
    ///
    /// The library does not say why it did not trust a certificate. ``CertificateCheck`` finds the reason.
    init?(ofTLS error: any Error) {
        switch error {
        case NIOSSLError.uncleanShutdown: self = .closedByFeed
        case NIOSSLError.handshakeFailed(let reason): self = FeedTrouble(reason)
        case let error as BoringSSLError: self = FeedTrouble(error)
        case let error as NIOSSLExtraError:
            self = error == .failedToValidateHostname ? .certificate(.wrongName("this host")) : .handshake("\(error)")
        case NIOSSLError.noCertificateToValidate: self = .handshake("the feed has no certificate")
        case let error as NIOSSLError: self = .handshake("\(error)")
        default: return nil
        }
    }

    private init(_ error: BoringSSLError) {
        guard case .sslError(let stack) = error else {
            self = error == .zeroReturn ? .closedByFeed : .handshake("\(error)")
            return
        }
        let reasons = stack.map { Self.reason(String(describing: $0)) }
        if reasons.contains("certificate verify failed") {
            self = .certificate(.unknownAuthority)
        } else if reasons.contains("EOF during handshake") {
            self = .closedByFeed
        } else if reasons.contains(where: ["wrong version number", "http request", "https proxy request"].contains) {
            self = .noTLS
        } else {
            self = .handshake(reasons.joined(separator: ", "))
        }
    }

    /// The words in `Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at …`.
    private static func reason(_ text: String) -> String {
        guard let start = text.firstRange(of: "OPENSSL_internal:") else {
            return String(text.replacing("Error:", with: "").drop { $0 == " " })
        }
        return text[start.upperBound...].prefix { $0 != " " }.lowercased().replacing("_", with: " ")
    }
}

/// Finds out why a certificate was not trusted.
enum CertificateCheck {
    /// The fault of a certificate that the library did not trust. `now` is in seconds since 1970.
    static func fault(of certificate: NIOSSLCertificate?, now: Int) -> FeedTrouble.CertificateFault {
        guard let certificate else { return .unknownAuthority }
        if certificate.notValidAfter < now { return .expired }
        return certificate.notValidBefore > now ? .notYetValid : .unknownAuthority
    }
}
