/// The subscription of a client: its request lines, their numbers, and the meaning of the answers.
///
/// One subscription lasts for the whole run. It has the same id on every connection, and a new number (`qid`) in every line.
/// If the feed refuses all events of the class at once, the lines ask for each event by name.
struct Subscription: Sendable {
    /// The meaning of a control frame for the subscription.
    enum Verdict: Equatable {
        case accepted
        /// The feed refused all events at once: the next line names each of them.
        case askAgain(String)
        case refused(String)
        /// The feed answered the greeting.
        case greeted
        /// Not an answer to a line of this connection that waits for one.
        case notOurs
    }

    /// The lifetime of the subscription at the feed, in seconds: the longest that the platform recommends.
    static let expires = 3600
    /// Seconds after a line until the renewal: 5/6 of `expires`, as the platform recommends.
    static let renewAfter = expires * 5 / 6
    /// All events of the class.
    private static let everything = ["ccsevents.*"]

    /// The methods that answer our lines.
    static let answers: Set = ["connection_info_result", "subscribe_result"]

    let id: String
    private let domain: String?
    /// The name of every event, as in `ccsevents.call_create`. Empty if ccs-top must not ask for each one.
    private let names: [String]
    private let token: FeedToken?
    private var namesEach = false
    private var qid = 0
    /// The lines without an answer yet: the last greeting and the last subscription.
    private var awaited: (greeting: Int?, subscription: Int?)

    init(
        domain: String?, names: [String] = [], token: FeedToken? = nil, using random: inout some RandomNumberGenerator
    ) {
        self.domain = domain
        self.names = names
        self.token = token
        id = "ccs-top-\(Self.uuid(using: &random))"
    }

    /// The line that asks a websocket for its name. The answer repeats the token.
    mutating func greeting() -> [UInt8] {
        qid += 1
        awaited.greeting = qid
        return Array("[\"connection_info\",{\"qid\":\(qid)}]\n".utf8)
    }

    /// The next line that subscribes or renews.
    mutating func nextLine() -> [UInt8] {
        qid += 1
        awaited.subscription = qid
        let events = namesEach ? names : Self.everything
        var line = Array(#"["subscribe",{"qid":\#(qid),"id":"\#(id)","events":["#.utf8)
        for (place, event) in events.enumerated() {
            line += (place > 0 ? [UInt8(ascii: ",")] : []) + JSONText.string(event)
        }
        line += Array(#"],"objects":"any","expires":\#(Self.expires)"#.utf8)
        if let domain {
            line += Array(#","domain":"#.utf8) + JSONText.string(domain)
        }
        if let token {
            line += Array(#","token":"#.utf8) + JSONText.string(token.text)
        }
        return line + Array("}]\n".utf8)
    }

    /// A new connection begins: answers to earlier lines cannot come any more.
    mutating func begin() { awaited = (nil, nil) }

    /// The meaning of a control frame for the waiting lines. Each line has one answer. Otherwise a feed that refuses
    /// repeatedly would cause endless requests. A feed may return the `qid` as a number or a string, or leave it out.
    mutating func verdict(on control: FeedControl) -> Verdict {
        switch control.method {
        case "connection_info_result":
            guard isAnswer(control, to: awaited.greeting) else { return .notOurs }
            awaited.greeting = nil
            return .greeted
        case "subscribe_result":
            guard isAnswer(control, to: awaited.subscription), let result = control.result else { return .notOurs }
            awaited.subscription = nil
            return verdict(on: result)
        default:
            return .notOurs
        }
    }

    private func isAnswer(_ control: FeedControl, to line: Int?) -> Bool {
        guard let line else { return false }
        guard let raw = control.qid else { return true }
        let digits = raw.filter { $0 != UInt8(ascii: "\"") }
        return Int(String(decoding: digits, as: UTF8.self)) == line
    }

    private mutating func verdict(on result: String) -> Verdict {
        if result == "ok" { return .accepted }
        guard !namesEach, !names.isEmpty else {
            // The next connection asks for all events again, because permissions may have changed.
            namesEach = false
            return .refused(result)
        }
        namesEach = true
        return .askAgain(result)
    }

    /// A random UUID of version 4. https://www.rfc-editor.org/rfc/rfc9562#section-5.4
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
