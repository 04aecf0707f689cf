import CNcurses

/// The bytes written besides those of ncurses: to take over the terminal, and to restore it.
///
/// They come from the terminfo entry. A signal handler cannot read it, so the bytes are prepared.
struct TerminalBytes {
    /// Whether the terminal supports xterm's extensions: mouse, bracketed paste, OSC 52. Other terminals would print these
    /// sequences.
    let isXtermLike: Bool
    /// Returns to drawing after a stop, in the state that ncurses left.
    let enter: [UInt8]

    /// Resets insert mode and sets wrapping, among others. ncurses changes both for a moment to write the last cell.
    private let leave: [UInt8]
    private let hasOtherScreen: Bool

    /// Reads the terminfo entry that `setupterm` has loaded for `term`.
    init(term: String) {
        // Only terminals with xterm's kind of mouse have this capability. The entry of the Linux console has it too, for the
        // program gpm.
        isXtermLike = ccs_capability("kmous") != nil && !term.hasPrefix("linux")
        hasOtherScreen = ccs_capability("rmcup") != nil
        enter =
            Self.capability("smcup") + Self.capability("smkx") + Self.capability("civis")
            + (isXtermLike ? Self.pasteOn : [])
        leave =
            Self.capability("sgr0") + Self.capability("op") + Self.capability("rmir") + Self.capability("smam")
            + Self.capability("rmkx")
            + (isXtermLike ? Self.mouseOff + Self.pasteOff : [])
            + Self.capability("cnorm") + Self.capability("rmcup")
    }

    /// The bytes that restore a terminal with `height` rows.
    func restore(height: Int) -> [UInt8] {
        // Terminates a sequence that the drawing thread may have half written.
        let end = isXtermLike ? Array("\u{1B}\\".utf8) : []
        // ncurses may have set a scrolling region, which also applies to the normal screen.
        let region = Self.filled("csr", 0, height - 1)
        let bottom = Self.filled("cup", height - 1, 0)
        return end + region + bottom + (hasOtherScreen ? [] : Self.capability("el")) + leave
    }

    /// Reports clicks and the wheel (1000), also beyond column 223 (1006).
    static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
    static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)
    static let pasteOn = Array("\u{1B}[?2004h".utf8)
    static let pasteOff = Array("\u{1B}[?2004l".utf8)

    /// The bytes of a capability; empty if the terminal does not have it.
    private static func capability(_ name: String) -> [UInt8] {
        ccs_capability(name).map { withoutPadding(String(cString: $0)) } ?? []
    }

    private static func filled(_ name: String, _ first: Int, _ second: Int) -> [UInt8] {
        guard let capability = ccs_capability(name), let text = ccs_tparm2(capability, first, second) else { return [] }
        return withoutPadding(String(cString: text))
    }

    /// Removes padding such as `$<5>`: no terminal of today needs these pauses.
    private static func withoutPadding(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
            {
                rest = rest[rest.index(after: end)...]
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
