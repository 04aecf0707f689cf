import CCSView
import CNcurses
import CTerminalGuard
import Glibc

/// The terminal the program was started from, drawn on through ncurses.
///
/// It is the controlling terminal, because standard input may be data. One thread owns it. The terminal is restored no
/// matter how the process ends: by ``close()``, at `exit`, or by the signal handlers of CTerminalGuard. ncurses never calls
/// `endwin`, because a signal could interrupt a second way to restore the terminal half done.
///
/// The kernel handles ^C and ^\ (`cbreak`, not `raw`), so they end the process even when this thread hangs. ^Z arrives as a
/// key, and so does a SIGTSTP from another process. The main loop answers with ``suspend()``.
final class Terminal {
    /// Columns and rows, as of the last read input.
    private(set) var size: (width: Int, height: Int)
    /// The descriptor to poll for input.
    let inputDescriptor: CInt
    /// Whether only ASCII is written. Then frames and marks should be drawn in ASCII.
    var isASCII: Bool { characters == .ascii }

    private let input: CInt
    private let output: CInt
    private let keys: Window
    private let term: String
    private let bytes: TerminalBytes
    private let characters: CharacterSet
    private var inks: InkWell
    private var decoder = InputDecoder()
    private var last: Screen?
    private var isMouseOn = false
    private var isCursorShown = false
    private var isOpen = true
    /// The window became smaller. After the next frame, memory of the larger one can be freed.
    private var isShrunk = false
    /// The terminal could not be taken again after a stop.
    private var isLost = false

    /// Takes over the terminal and clears it.
    ///
    /// Throws if there is no terminal, or none that can be drawn on. Then the terminal is unchanged.
    init(options: TerminalOptions) throws(TerminalError) {
        input = try Self.openTerminal()
        output = fcntl(input, F_DUPFD_CLOEXEC, 3)
        characters = CharacterSet.choose(ascii: options.ascii)
        term = try Self.describe(output)
        bytes = TerminalBytes(term: term)

        let refusal = terminal_guard_install(output)
        guard refusal == 0 else { throw Self.unusable("the terminal's modes cannot be set", refusal) }
        Self.setRestore(bytes, height: 24)
        terminal_guard_arm()
        // From here on, every exit must restore the terminal.
        guard let keys = Self.startNcurses(input: input, output: output) else {
            terminal_guard_remove()
            throw Self.unusable("ncurses cannot use the terminal \"\(term)\"", 0)
        }
        self.keys = keys
        inks = InkWell(theme: options.theme, color: options.color)
        size = (Int(ccs_columns()), Int(ccs_lines()))
        inputDescriptor = terminal_guard_gather(input)
        guard inputDescriptor >= 0 else {
            terminal_guard_remove()
            throw Self.unusable("the terminal cannot be waited for", errno)
        }
        measure()
        write(bytes.isXtermLike ? TerminalBytes.pasteOn : [])
        setMouse(options.mouse)
        curs_set(0)
        werase(ccs_standard_screen())
        repaint()
    }

    // MARK: Drawing

    /// Shows a screen: writes only the differences to the last one.
    func draw(_ screen: Screen) {
        guard isOpen, !isLost else { return }
        let runs = ScreenDifference.runs(from: last, to: screen)
        if runs.isEmpty, let last, last.cursor == screen.cursor { return }
        let window = ccs_standard_screen()
        if last?.width != screen.width || last?.height != screen.height { werase(window) }
        for run in runs where run.y < size.height { put(run, of: screen, in: window) }
        if let cursor = screen.cursor { wmove(window, CInt(cursor.y), CInt(cursor.x)) }
        if (screen.cursor != nil) != isCursorShown {
            isCursorShown.toggle()
            curs_set(isCursorShown ? 1 : 0)
        }
        last = screen
        wnoutrefresh(window)
        doupdate()
        if isShrunk { ccs_give_memory_back() }
        isShrunk = false
    }

    private func put(_ run: ScreenDifference.Run, of screen: Screen, in window: Window?) {
        for x in run.x..<min(run.x + run.count, size.width) {
            let cell = screen[x, run.y]
            let width = Int(cell.width)
            // The second half of a wide character was written with the first.
            guard width > 0 else { continue }
            let ink = inks.ink(cell.style)
            var (text, blanks) = characters.scalars(of: cell.glyph, width: width)
            if x + width > size.width { (text, blanks) = ([0x20], 0) }
            ccs_put(window, CInt(run.y), CInt(x), text, CInt(text.count), ink.attributes, ink.pair)
            for column in 0..<blanks {
                let place = CInt(x + width - blanks + column)
                ccs_put(window, CInt(run.y), place, [0x20], 1, ink.attributes, ink.pair)
            }
        }
    }

    /// Draws the whole screen again (^L), after another program has written to the terminal.
    func redraw() {
        guard isOpen, !isLost else { return }
        repaint()
    }

    private func repaint() {
        clearok(ccs_current_screen(), true)
        wnoutrefresh(ccs_standard_screen())
        doupdate()
    }

    // MARK: Input

    /// Returns the input since the last call.
    ///
    /// It does not wait, except for 25 ms after an ESC, which may begin a key. After ``Input/hangup`` no more input follows:
    /// call ``endByHangup()``.
    func readInput() -> [Input] {
        guard isOpen else { return [.hangup] }
        var inputs: [Input] = []
        var events: Set<Int> = []
        while case let event = Int(terminal_guard_next_event()), event != 0 { events.insert(event) }
        if events.contains(TERMINAL_GUARD_CONTINUED) {
            // The process was stopped (SIGSTOP) and continued. Another program had the terminal meanwhile.
            isLost = terminal_guard_resume() != 0
            if !isLost { repaint() }
        }
        if events.contains(TERMINAL_GUARD_RESIZED), measure() {
            inputs.append(.resize(width: size.width, height: size.height))
        }
        if events.contains(TERMINAL_GUARD_SUSPEND) { inputs.append(.key(.control("z"))) }
        if !isLost { readKeys(into: &inputs) }
        if isLost || isGone { inputs.append(.hangup) }
        return inputs
    }

    /// The limit of events in one call, so that an endless stream of keys cannot stop the drawing.
    private static let mostEvents = 4096

    private func readKeys(into inputs: inout [Input]) {
        var code: wint_t = 0
        for _ in 0..<Self.mostEvents {
            switch wget_wch(keys, &code) {
            case OK:
                if let scalar = Unicode.Scalar(code) { decoder.take(.scalar(scalar), at: now, into: &inputs) }
            case KEY_CODE_YES:
                // `resizeterm` puts this code among the keys.
                if code == KEY_RESIZE { continue }
                let key = Key(code: CInt(bitPattern: code))
                decoder.take(key.map { .key($0) } ?? .unknownKey, at: now, into: &inputs)
            default:
                decoder.pause(into: &inputs)
                return
            }
        }
    }

    /// Whether the terminal is closed: a read returns no bytes at once.
    private var isGone: Bool {
        var entry = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 0) > 0 else { return false }
        if entry.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return true }
        return ccs_waiting_bytes(input) <= 0
    }

    /// Monotonic clock, milliseconds.
    private var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Reads the size of the window. Returns whether it changed.
    @discardableResult
    private func measure() -> Bool {
        let before = size
        var (width, height) = (CInt(0), CInt(0))
        // A serial line does not know its size. Then the guess of ncurses stays.
        if ccs_window_size(input, &width, &height), (Int(width), Int(height)) != size {
            resizeterm(height, width)
            // Terminals treat the old rows differently when the size changes, so everything is drawn again.
            clearok(ccs_current_screen(), true)
            isShrunk = isShrunk || Int(width) * Int(height) < size.width * size.height
            size = (Int(width), Int(height))
            last = nil
        }
        Self.setRestore(bytes, height: size.height)
        return before != size
    }

    // MARK: Mouse, clipboard, suspending

    /// Switches mouse reports on, or off, so that the terminal's own selection works.
    func setMouse(_ on: Bool) {
        guard isOpen, on != isMouseOn, bytes.isXtermLike else { return }
        isMouseOn = on
        write(on ? TerminalBytes.mouseOn : TerminalBytes.mouseOff)
    }

    /// Copies text to the user's clipboard with OSC 52, if all terminals in between support it.
    ///
    /// Returns false if this terminal is known not to support it, or if the text was too long and only its beginning was
    /// sent.
    @discardableResult
    func copyToClipboard(_ text: String) -> Bool {
        guard isOpen, bytes.isXtermLike else { return false }
        let multiplexer = ClipboardSequence.Multiplexer(
            tmux: environment("TMUX"), sty: environment("STY"), term: term)
        let sequence = ClipboardSequence(copying: text, through: multiplexer)
        write(sequence.bytes)
        return sequence.isWhole
    }

    /// Restores the terminal and stops the process, as ^Z should. When the process continues, it draws the screen again.
    ///
    /// The next ``readInput()`` reports a changed size or a closed terminal.
    func suspend() {
        guard isOpen else { return }
        terminal_guard_stop()
        while terminal_guard_next_event() != 0 {}
        isLost = terminal_guard_resume() != 0
        if !isLost {
            write(bytes.enter + (isMouseOn ? TerminalBytes.mouseOn : []))
            // ncurses knows nothing of the stop, and assumes that the cursor is unchanged.
            if isCursorShown {
                curs_set(0)
                curs_set(1)
            }
            repaint()
        }
        // Makes the main loop call readInput(), which then reads the size.
        raise(SIGWINCH)
    }

    /// Restores the terminal for good. Later calls of other methods have no effect.
    func close() {
        guard isOpen else { return }
        isOpen = false
        terminal_guard_remove()
        Glibc.close(inputDescriptor)
    }

    /// Ends the process by SIGHUP, as the kernel does when a terminal closes. Call it after ``Input/hangup``.
    func endByHangup() -> Never {
        terminal_guard_die(SIGHUP)
    }

    /// Writes past ncurses, which buffers nothing after `doupdate`.
    private func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
