internal import NIOCore
internal import NIOSSL

/// Checks by RFC 9525 which hosts a certificate is valid for. The library accepts more: a wildcard in a part of a label
/// (`f*d.example`), a wildcard directly below the root (`*`, `*.example`), and the common name.
enum CertificateName {
    /// Fails if no DNS name of the certificate covers the host.
    static func check(
        _ certificate: NIOSSLCertificate, host: String, on loop: any EventLoop
    ) -> EventLoopFuture<Void> {
        let isCovered = certificate._subjectAlternativeNames().contains { name in
            name.nameType == .dnsName && covers(String(decoding: name.contents, as: UTF8.self), host: host)
        }
        return isCovered
            ? loop.makeSucceededVoidFuture() : loop.makeFailedFuture(FeedTrouble.certificate(.wrongName(host)))
    }

    /// Whether a DNS name of a certificate covers a host. The name is the same, or has `*` in place of the host's first
    /// label and at least two more labels.
    static func covers(_ name: String, host: String) -> Bool {
        let (name, host) = (labels(of: name), labels(of: host))
        guard name.first == "*" else { return name == host }
        let parents = name.dropFirst()
        return parents.count >= 2 && !parents.contains { $0.isEmpty || $0.contains("*") }
            && host.first?.isEmpty == false
            && parents == host.dropFirst()
    }

    private static func labels(of name: String) -> [String] {
        let name = name.hasSuffix(".") ? name.dropLast() : name[...]
        return name.lowercased().split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
}
