import CNcurses

/// What is written around ncurses: to begin, and to give the terminal back.
///
/// Made of the terminal's description while it can be asked; a signal handler, which cannot ask, gets the bytes ready made.
struct TerminalBytes {
    /// Understands what xterm does beyond its description: mouse, bracketed paste, OSC 52. Others would print it.
    let isXtermLike: Bool
    /// Back to drawing after a stop, as ncurses left it.
    let enter: [UInt8]

    /// Without insert mode and with wrapping, among others: ncurses changes both for a moment to fill the last cell.
    private let leave: [UInt8]
    private let hasOtherScreen: Bool

    /// Asks the description that `setupterm` has loaded for `term`.
    init(term: String) {
        // Only terminals with a mouse of xterm's kind have this; the Linux console has it for another program's sake.
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

    /// Gives back a terminal of `height` rows.
    func restore(height: Int) -> [UInt8] {
        // An end for a sequence that the drawing thread was in the middle of.
        let end = isXtermLike ? Array("\u{1B}\\".utf8) : []
        // ncurses may have been scrolling part of the screen; that setting outlives the other screen.
        let region = Self.filled("csr", 0, height - 1)
        let bottom = Self.filled("cup", height - 1, 0)
        return end + region + bottom + (hasOtherScreen ? [] : Self.capability("el")) + leave
    }

    /// Clicks and the wheel (1000), without a limit of 223 columns (1006).
    static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
    static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)
    static let pasteOn = Array("\u{1B}[?2004h".utf8)
    static let pasteOff = Array("\u{1B}[?2004l".utf8)

    /// A capability's bytes, none when the terminal has none.
    private static func capability(_ name: String) -> [UInt8] {
        ccs_capability(name).map { withoutPadding(String(cString: $0)) } ?? []
    }

    private static func filled(_ name: String, _ first: Int, _ second: Int) -> [UInt8] {
        guard let capability = ccs_capability(name), let text = ccs_tparm2(capability, first, second) else { return [] }
        return withoutPadding(String(cString: text))
    }

    /// Without `$<5>`, which asks for a pause that no terminal of today needs.
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
