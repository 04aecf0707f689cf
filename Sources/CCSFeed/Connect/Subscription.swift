/// What a client asks a feed for: the lines, their numbers, and what the answers mean.
///
/// One subscription for a whole run: the same id on every connection, a new number (`qid`) in every line. Where all
/// events of the class at once are refused, they are asked for one by one.
struct Subscription: Sendable {
    /// What an answer to a line of ours means.
    enum Verdict: Equatable {
        case accepted
        /// All events at once were refused: the next line names each of them.
        case askAgain(String)
        case refused(String)
        /// The feed has said who it is.
        case greeted
        /// Not an answer to a line of this connection that waits for one.
        case notOurs
    }

    /// How long the feed keeps it, seconds: the most the platform recommends.
    static let expires = 3600
    /// When it is renewed, seconds after the line before: 5/6 of `expires`, as the platform recommends.
    static let renewAfter = expires * 5 / 6
    /// All events of the class.
    private static let everything = ["ccsevents.*"]

    /// The methods that answer a line of ours.
    static let answers: Set = ["connection_info_result", "subscribe_result"]

    let id: String
    private let domain: String?
    /// Every event by its name, as in `ccsevents.call_create`; empty where they are not asked for one by one.
    private let names: [String]
    private let token: FeedToken?
    private var namesEach = false
    private var qid = 0
    /// The lines whose answers have not come: the last that asked who the feed is, and the last that subscribed.
    private var awaited: (greeting: Int?, subscription: Int?)

    init(
        domain: String?, names: [String] = [], token: FeedToken? = nil, using random: inout some RandomNumberGenerator
    ) {
        self.domain = domain
        self.names = names
        self.token = token
        id = "ccs-top-\(Self.uuid(using: &random))"
    }

    /// The line that asks a websocket who it is. Its answer repeats the token.
    mutating func greeting() -> [UInt8] {
        qid += 1
        awaited.greeting = qid
        return Array("[\"connection_info\",{\"qid\":\(qid)}]\n".utf8)
    }

    /// The next line that subscribes, or renews.
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

    /// A connection begins: no answer can come any more to what was asked before.
    mutating func begin() { awaited = (nil, nil) }

    /// What a control frame says about a line that waits for its answer. A line has one answer, or a feed that refuses without end
    /// would be asked without end. A feed may send the number back as a number or a string, or leave it out.
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
            // The next connection begins anew: rights may have changed.
            namesEach = false
            return .refused(result)
        }
        namesEach = true
        return .askAgain(result)
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
