extension PBXReader {
    /// The kind of a source, judged by its first bytes.
    package enum Guess: Sendable, Equatable {
        case pbx(Kind)
        /// It is no PBX.
        case none
        /// Too few bytes to tell.
        case notYet

        /// How the log of a PBX may begin.
        private static let beginnings: [(text: [UInt8], kind: Kind)] = [
            ("Asterisk Call Manager/", .asterisk), ("Event: ", .asterisk), ("Response: ", .asterisk),
            ("Content-Type: auth/request", .freeSWITCH), ("Content-Type: text/event-", .freeSWITCH),
            ("Content-Type: command/reply", .freeSWITCH), ("Content-Type: api/response", .freeSWITCH),
            ("Content-Length: ", .freeSWITCH),
        ].map { (Array($0.utf8), $1) }

        /// Looks at the first bytes of a source.
        package init(_ bytes: UnsafeRawBufferPointer) {
            self = .none
            for (text, kind) in Self.beginnings {
                let known = min(bytes.count, text.count)
                guard UnsafeRawBufferPointer(rebasing: bytes[..<known]).elementsEqual(text[..<known]) else { continue }
                self = known == text.count ? .pbx(kind) : .notYet
                return
            }
        }
    }
}
