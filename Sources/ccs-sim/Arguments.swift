import ArgumentParser

/// The speed of the feed.
enum Pace: ExpressibleByArgument, Equatable, Sendable {
    case max
    /// Lines in a second of the wall clock.
    case lines(Double)
    /// Feed time as fast as real time.
    case real

    init?(argument: String) {
        switch argument {
        case "max": self = .max
        case "real": self = .real
        default:
            guard let rate = Double(argument), rate.isFinite, rate > 0 else { return nil }
            self = .lines(rate)
        }
    }
}

/// The feed time of the first event.
enum Start: ExpressibleByArgument, Sendable {
    case now
    /// Milliseconds since 1970.
    case at(Int64)

    init?(argument: String) {
        if argument == "now" {
            self = .now
        } else if let milliseconds = Int64(argument), (0...250_000_000_000_000).contains(milliseconds) {
            self = .at(milliseconds)
        } else {
            return nil
        }
    }

    var milliseconds: Int64 {
        switch self {
        case .now: Clock.milliseconds
        case .at(let milliseconds): milliseconds
        }
    }
}

/// An address `HOST:PORT`, `[V6]:PORT`, or only a port of the loopback interface.
struct Address: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let host: String
    let port: Int

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, let port = Int(last), (0...65_535).contains(port) else { return nil }
        self.port = port
        var host = parts.dropLast().joined(separator: ":")
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if parts.count > 2 {
            return nil
        }
        self.host = host.isEmpty ? "127.0.0.1" : host
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
