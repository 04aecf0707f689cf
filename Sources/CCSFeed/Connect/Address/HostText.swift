internal import Glibc

/// The host of an address: a name, or an IPv4 or IPv6 address without brackets.
///
/// IP addresses are parsed into bytes, not into `in6_addr`, because several modules declare that type, and the order of
/// imports would decide which one it is.
package struct HostText {
    let text: String

    package init(text: String) { self.text = text }

    /// Whether it is this machine, so that no byte leaves it.
    package var isLoopback: Bool {
        if text.lowercased() == "localhost" { return true }
        if let four = bytes(AF_INET, count: 4) { return four.first == 127 }
        return bytes(AF_INET6, count: 16) == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// Whether it is an IP address, not a name.
    var isNumeric: Bool { text.contains(":") || bytes(AF_INET, count: 4) != nil }

    /// The IP address in network byte order; nil if the text is no address of this family.
    private func bytes(_ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
