/// How fast a replay runs.
public struct ReplaySpeed: Sendable, Equatable, CustomStringConvertible {
    /// Recorded milliseconds for each real millisecond; nil for the maximum speed.
    public let factor: Double?

    /// As fast as the machine can process the lines.
    public static let max = ReplaySpeed(factor: nil)
    /// The speed of the recorded feed.
    public static let real = ReplaySpeed(factor: 1)
    /// The steps for the keys that change the speed.
    public static let ladder: [ReplaySpeed] =
        [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000].map { ReplaySpeed(factor: $0) } + [.max]

    private init(factor: Double?) {
        self.factor = factor
    }

    /// Reads `0.5x`, `10x`, `10` or `max`. The range is 0.01 to 100,000.
    public init?(_ text: String) {
        if text == "max" {
            factor = nil
            return
        }
        let digits = text.hasSuffix("x") ? text.dropLast() : text[...]
        guard let factor = Double(decimal: digits), (0.01...100_000).contains(factor) else { return nil }
        self.factor = factor
    }

    /// The next higher step.
    public var faster: ReplaySpeed {
        guard let factor else { return .max }
        return Self.ladder.first { ($0.factor ?? .infinity) > factor } ?? .max
    }

    /// The next lower step.
    public var slower: ReplaySpeed {
        Self.ladder.last { ($0.factor ?? .infinity) < factor ?? .infinity } ?? self
    }

    /// The text that ``init(_:)`` reads.
    public var description: String {
        guard let factor else { return "max" }
        return factor == factor.rounded() ? "\(Int(factor))x" : "\(factor)x"
    }
}

extension Double {
    /// Reads digits with at most one dot, as people write numbers. `Double(_:)` also takes `0x10`, `1e3` and `inf`.
    package init?(decimal text: some StringProtocol) {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else { return nil }
        self.init(text)
    }
}
