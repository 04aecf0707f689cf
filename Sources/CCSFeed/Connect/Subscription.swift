/// What a client asks a feed for: the lines, their numbers, and what the answers mean.
///
/// One subscription for a whole run: the same id on every connection, a new number (`qid`) in every line.
struct Subscription: Sendable {
    /// What an answer to a line of ours means.
    enum Verdict: Equatable {
        case accepted
        case refused(String)
        /// Not an answer to a line of this connection.
        case notOurs
    }

    /// How long the feed keeps it, seconds: the most the platform recommends.
    static let expires = 3600
    /// When it is renewed, seconds after the line before: 5/6 of `expires`, as the platform recommends.
    static let renewAfter = expires * 5 / 6

    let id: String
    private let domain: String?
    private var qid = 0
    private var firstOfConnection = 1

    init(domain: String?, using random: inout some RandomNumberGenerator) {
        self.domain = domain
        id = "ccs-top-\(Self.uuid(using: &random))"
    }

    /// The line for a connection that was just made.
    mutating func firstLine() -> [UInt8] {
        firstOfConnection = qid + 1
        return nextLine()
    }

    /// The next line that subscribes, or renews.
    mutating func nextLine() -> [UInt8] {
        qid += 1
        var line = Array(#"["subscribe",{"qid":\#(qid),"id":"\#(id)","events":["ccsevents.*"],"objects":"any""#.utf8)
        line += Array(#","expires":\#(Self.expires)"#.utf8)
        if let domain {
            line += Array(#","domain":"#.utf8) + JSONText.string(domain)
        }
        return line + Array("}]\n".utf8)
    }

    /// What a control frame says about it. A feed may send the number back as a number or a string.
    func verdict(on control: FeedControl) -> Verdict {
        guard control.method == "subscribe_result", let result = control.result else { return .notOurs }
        if let raw = control.qid {
            let digits = raw.filter { $0 != UInt8(ascii: "\"") }
            guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return .notOurs }
            guard qid >= firstOfConnection, firstOfConnection...qid ~= number else { return .notOurs }
        }
        return result == "ok" ? .accepted : .refused(result)
    }

    /// Version 4, random. https://www.rfc-editor.org/rfc/rfc9562#section-5.4
    private static func uuid(using random: inout some RandomNumberGenerator) -> String {
        let high = random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = [high, low].map { half in
            let text = String(half, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var out = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { out.append("-") }
            out.append(digit)
        }
        return out
    }
}
