/// What to send a terminal so that it copies text to the clipboard of whoever sits before it (OSC 52), also over ssh.
public struct ClipboardSequence: Equatable, Sendable {
    /// What stands between the program and the terminal, and must be told to pass the sequence on.
    public enum Multiplexer: Equatable, Sendable {
        /// tmux: it takes the sequence itself, or passes on what is wrapped, or neither, as it is configured.
        case tmux
        /// GNU screen, which passes on what is wrapped, in pieces.
        case screen

        /// Judged by the environment's `TMUX`, `STY` and `TERM`; nil where there is none.
        public init?(tmux: String?, sty: String?, term: String) {
            if tmux.map({ !$0.isEmpty }) == true || term.hasPrefix("tmux") {
                self = .tmux
            } else if sty.map({ !$0.isEmpty }) == true || term.hasPrefix("screen") {
                self = .screen
            } else {
                return nil
            }
        }
    }

    /// The most bytes of text copied: in base64 and with what goes around it they are 100,000, beyond which terminals
    /// start to refuse.
    public static let limit = 74_994

    /// A piece for GNU screen, which keeps no more than 768 bytes of one.
    private static let pieceLength = 512

    /// What to write to the terminal.
    public let bytes: [UInt8]
    /// Whether all of the text is in it.
    public let isWhole: Bool

    /// The sequence for a text: without control characters other than tab and newline, so that pasting it does
    /// nothing of its own, and cut before a character that would exceed ``limit``.
    public init(copying text: String, through multiplexer: Multiplexer?) {
        var clean: [UInt8] = []
        var isWhole = true
        for scalar in text.unicodeScalars {
            guard Self.isHarmless(scalar) else { continue }
            let encoded = UTF8.encode(scalar).map(Array.init) ?? []
            guard clean.count + encoded.count <= Self.limit else {
                isWhole = false
                break
            }
            clean += encoded
        }
        self.isWhole = isWhole
        let plain = Array("\u{1B}]52;c;".utf8) + Self.base64(clean) + [0x07]
        switch multiplexer {
        case nil:
            bytes = plain
        case .tmux:
            let doubled = plain.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
            bytes = plain + Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
        case .screen:
            bytes = stride(from: 0, to: plain.count, by: Self.pieceLength).flatMap { start in
                let piece = plain[start..<min(plain.count, start + Self.pieceLength)]
                return Array("\u{1B}P".utf8) + piece + Array("\u{1B}\\".utf8)
            }
        }
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar == "\n" || scalar == "\t"
        // Bidirectional and invisible characters among them.
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(bytes.count, start + 3)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isData = place <= group.count
                encoded.append(isData ? alphabet[bits >> (18 - 6 * place) & 0x3F] : UInt8(ascii: "="))
            }
        }
        return encoded
    }
}
