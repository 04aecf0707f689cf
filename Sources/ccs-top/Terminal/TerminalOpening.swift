import CNcurses
import CTerminalGuard
import Glibc

/// The steps of opening a terminal, each of which may be where it ends.
extension Terminal {
    /// ncurses' window.
    typealias Window = UnsafeMutablePointer<WINDOW>

    /// The controlling terminal, for reading and writing.
    static func openTerminal() throws(TerminalError) -> CInt {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TerminalError(message: "there is no terminal", advice: TerminalError.useOnce)
        }
        return descriptor
    }

    /// The name of the terminal's description, which is loaded.
    static func describe(_ descriptor: CInt) throws(TerminalError) -> String {
        guard let term = environment("TERM"), !term.isEmpty else {
            throw TerminalError(
                message: "TERM is not set",
                advice: "set it, for instance to xterm-256color, or \(TerminalError.useOnce)")
        }
        // Only its printable characters, since it is going to be printed.
        let name = String(
            term.unicodeScalars.prefix(64).filter { (0x21..<0x7F).contains($0.value) }.map(Character.init))
        var found: CInt = 0
        guard setupterm(term, descriptor, &found) == OK else {
            // Generic descriptions, "dumb" among them, are refused with 0 as unknown ones are.
            let message =
                found < 0 ? "there are no descriptions of terminals" : "the terminal \"\(name)\" cannot be used"
            throw TerminalError(
                message: message, advice: "set TERM to what the terminal is, or \(TerminalError.useOnce)")
        }
        guard ccs_capability("cup") != nil, ccs_capability("clear") != nil else {
            throw TerminalError(
                message: "the terminal \"\(name)\" cannot place text", advice: "set TERM, or \(TerminalError.useOnce)")
        }
        return name
    }

    /// Starts ncurses; the window to read keys from, nil when it would not.
    static func startNcurses(input: CInt, output: CInt) -> Window? {
        ccs_limit_first_size(input)
        // ncurses asks streams for their descriptors, and uses them for nothing else.
        guard let reading = fdopen(input, "r"), let writing = fdopen(output, "w"),
            newterm(nil, writing, reading) != nil
        else { return nil }
        cbreak()
        noecho()
        nonl()
        // ^S and ^V are keys; what a terminal needs for its own pace stays.
        var modes = termios()
        if tcgetattr(input, &modes) == 0 {
            if tigetflag("nxon") != 1 { modes.c_iflag &= ~tcflag_t(IXON) }
            modes.c_lflag &= ~tcflag_t(IEXTEN)
            tcsetattr(input, TCSANOW, &modes)
            def_prog_mode()
        }
        // A half-drawn screen is no answer to a key.
        typeahead(-1)
        set_escdelay(25)
        guard terminal_guard_remember_drawing_modes() == 0 else { return nil }
        guard let keys = ccs_input_window() else { return nil }
        // Mouse reports are left to InputDecoder, as they come: ncurses would hold clicks back to join them, and under tmux
        // it knows only the old mode, which ends at column 223.
        define_key(nil, KEY_MOUSE)
        return keys
    }

    /// Makes the bytes ready that give the terminal back.
    static func setRestore(_ bytes: TerminalBytes, height: Int) {
        let restore = bytes.restore(height: height)
        _ = restore.withUnsafeBytes { bytes in
            terminal_guard_set_bytes(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
    }

    /// What to say of a step that failed; `reason` is an errno, or 0.
    static func unusable(_ message: String, _ reason: CInt) -> TerminalError {
        let why = reason == 0 ? "" : " (" + String(cString: strerror(reason)) + ")"
        return TerminalError(message: message + why, advice: TerminalError.useOnce)
    }
}

/// A variable of the environment.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
