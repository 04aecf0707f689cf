import CNcurses
import CTerminalGuard
import Glibc

/// The steps of opening a terminal. Each of them may fail.
extension Terminal {
    /// A window of ncurses.
    typealias Window = UnsafeMutablePointer<WINDOW>

    /// Opens the controlling terminal for reading and writing.
    static func openTerminal() throws(TerminalError) -> CInt {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TerminalError(message: "there is no terminal", advice: TerminalError.useOnce)
        }
        return descriptor
    }

    /// Loads the terminfo entry of the terminal, and returns its name.
    static func describe(_ descriptor: CInt) throws(TerminalError) -> String {
        guard let term = environment("TERM"), !term.isEmpty else {
            throw TerminalError(
                message: "TERM is not set",
                advice: "set it, for instance to xterm-256color, or \(TerminalError.useOnce)")
        }
        // The name is printed, so only its printable characters are kept.
        let name = String(
            term.unicodeScalars.prefix(64).filter { (0x21..<0x7F).contains($0.value) }.map(Character.init))
        var found: CInt = 0
        guard setupterm(term, descriptor, &found) == OK else {
            // For generic entries, such as "dumb", the result is also 0, as for unknown ones.
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

    /// Starts ncurses. Returns the window to read keys from, or nil if it fails.
    static func startNcurses(input: CInt, output: CInt) -> Window? {
        ccs_limit_first_size(input)
        // ncurses takes only the descriptors from these streams.
        guard let reading = fdopen(input, "r"), let writing = fdopen(output, "w"),
            newterm(nil, writing, reading) != nil
        else { return nil }
        cbreak()
        noecho()
        nonl()
        // ^S and ^V are keys here. If the terminal needs XON/XOFF for flow control, it stays on.
        var modes = termios()
        if tcgetattr(input, &modes) == 0 {
            if tigetflag("nxon") != 1 { modes.c_iflag &= ~tcflag_t(IXON) }
            modes.c_lflag &= ~tcflag_t(IEXTEN)
            tcsetattr(input, TCSANOW, &modes)
            def_prog_mode()
        }
        // ncurses must not stop drawing half way when a key arrives.
        typeahead(-1)
        set_escdelay(25)
        guard terminal_guard_remember_drawing_modes() == 0 else { return nil }
        guard let keys = ccs_input_window() else { return nil }
        // InputDecoder decodes mouse reports. ncurses would delay clicks to join them, and under tmux it knows only the old
        // mode, which ends at column 223.
        define_key(nil, KEY_MOUSE)
        return keys
    }

    /// Prepares the bytes that restore the terminal.
    static func setRestore(_ bytes: TerminalBytes, height: Int) {
        let restore = bytes.restore(height: height)
        _ = restore.withUnsafeBytes { bytes in
            terminal_guard_set_bytes(bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
    }

    /// The error for a failed step. `reason` is an `errno`, or 0.
    static func unusable(_ message: String, _ reason: CInt) -> TerminalError {
        let why = reason == 0 ? "" : " (" + String(cString: strerror(reason)) + ")"
        return TerminalError(message: message + why, advice: TerminalError.useOnce)
    }
}

/// The value of an environment variable.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
