internal import Glibc

/// A host as it is written: a name, or an address of IPv4 or IPv6 without brackets.
///
/// Addresses are read into plain bytes: which module declares `in6_addr` depends on what was imported first.
struct HostText {
    let text: String

    /// Whether it names this machine itself, so that what is sent stays inside it.
    var isLoopback: Bool {
        if text.lowercased() == "localhost" { return true }
        if let four = bytes(AF_INET, count: 4) { return four.first == 127 }
        return bytes(AF_INET6, count: 16) == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// Whether it is an address and no name.
    var isNumeric: Bool { text.contains(":") || bytes(AF_INET, count: 4) != nil }

    /// The address in network order, if it is one of that family.
    private func bytes(_ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }
}
