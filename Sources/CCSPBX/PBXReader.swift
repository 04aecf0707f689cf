/// Translates the bytes of a PBX into events, message by message.
///
/// It holds bytes of an incomplete message at most, and what the translator knows of live channels.
package final class PBXReader {
    /// Which PBX it is.
    package enum Kind: Sendable, Equatable {
        case asterisk
        case freeSWITCH

        /// The domain of whatever has none.
        package var defaultDomain: String { self == .asterisk ? "asterisk" : "freeswitch" }
    }

    /// The result of reading a message.
    package enum Outcome: Sendable, Equatable {
        /// Good, whether or not it tells of anything.
        case taken
        case malformed
        case oversized
    }

    /// How the translator is set up.
    package struct Options: Sendable, Equatable {
        /// Where domains are read from: the first rule that gives a value counts. Empty for the usual rules of the PBX.
        package var rules: [DomainRule]
        /// The domain of whatever has none; nil for the name of the PBX.
        package var defaultDomain: String?

        package init(rules: [DomainRule] = [], defaultDomain: String? = nil) {
            (self.rules, self.defaultDomain) = (rules, defaultDomain)
        }
    }

    package let kind: Kind
    package let translator: Translator
    private var ami: AMIFront
    private var amiFramer = AMIFramer()
    private var esl: ESLFront
    private var eslFramer = ESLFramer()

    package init(_ kind: Kind, _ options: Options = Options()) {
        self.kind = kind
        translator = Translator(defaultDomain: options.defaultDomain ?? kind.defaultDomain)
        let rules = options.rules.isEmpty ? DomainRule.usual(of: kind) : options.rules
        ami = AMIFront(rules: rules)
        esl = ESLFront(rules: rules)
    }

    /// Takes bytes, and hands out each message that they complete with the events that it caused.
    ///
    /// `arrivedAt` is the time of messages that have none, in milliseconds since 1970; nil in a file.
    package func take(
        _ bytes: UnsafeRawBufferPointer, arrivedAt: Int64?, _ body: (Outcome, [PBXEvent]) -> Void
    ) {
        switch kind {
        case .asterisk: amiFramer.take(bytes) { take($0, arrivedAt, body) }
        case .freeSWITCH: eslFramer.take(bytes) { take($0, arrivedAt, body) }
        }
    }

    /// The end of the bytes: a last message may lack its end. Returns what becomes of calls that were between two bridges.
    package func finish(arrivedAt: Int64?, _ body: (Outcome, [PBXEvent]) -> Void) -> [PBXEvent] {
        switch kind {
        case .asterisk:
            amiFramer.finish { take($0, arrivedAt, body) }
            ami.picture = AMIPicture()
        case .freeSWITCH:
            eslFramer.finish { take($0, arrivedAt, body) }
            esl.finish { fact, at in translator.take(fact, at: at) }
        }
        translator.runOut()
        return translator.takeEvents()
    }

    /// Time goes on without a message: the events of timers.
    package func tick(_ at: Int64) -> [PBXEvent] {
        if kind == .freeSWITCH { esl.tick(at) { fact, at in translator.take(fact, at: at) } }
        translator.tick(at)
        return translator.takeEvents()
    }

    /// The time of the newest message, in milliseconds since 1970.
    package var newest: Int64 { translator.now }

    private func take(
        _ piece: AMIFramer.Piece, _ arrivedAt: Int64?, _ body: (Outcome, [PBXEvent]) -> Void
    ) {
        guard case .message(let bytes) = piece else { return body(.oversized, []) }
        let outcome = ami.take(bytes, arrivedAt: arrivedAt) { fact, at, isTimed in
            translator.isTimed = isTimed
            translator.take(fact, at: at)
        }
        body(outcome == .taken ? .taken : .malformed, translator.takeEvents())
    }

    private func take(
        _ piece: ESLFramer.Piece, _ arrivedAt: Int64?, _ body: (Outcome, [PBXEvent]) -> Void
    ) {
        guard case .frame(let frame) = piece else {
            return body(.oversized, [])
        }
        let outcome = esl.take(frame, arrivedAt: arrivedAt) { fact, at in translator.take(fact, at: at) }
        body(outcome, translator.takeEvents())
    }
}
