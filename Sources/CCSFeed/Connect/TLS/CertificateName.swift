internal import NIOCore
internal import NIOSSL

/// Which hosts a certificate holds for, by RFC 9525. The library takes more: a wildcard in a part of a label (`f*d.example`),
/// one right below the root (`*`, `*.example`), and the common name.
enum CertificateName {
    /// Fails where no DNS name of a certificate is that of the host.
    static func check(
        _ certificate: NIOSSLCertificate, host: String, on loop: any EventLoop
    ) -> EventLoopFuture<Void> {
        let isCovered = certificate._subjectAlternativeNames().contains { name in
            name.nameType == .dnsName && covers(String(decoding: name.contents, as: UTF8.self), host: host)
        }
        return isCovered
            ? loop.makeSucceededVoidFuture() : loop.makeFailedFuture(FeedTrouble.certificate(.wrongName(host)))
    }

    /// Whether a DNS name of a certificate holds for a host: the same name, or `*` in place of the host's first label, with two
    /// labels or more after it.
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
