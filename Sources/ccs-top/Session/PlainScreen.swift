import CCSFeed
import CCSView
import Glibc

/// The screen on a terminal without cursor control: it prints one page after the other, without control characters. The
/// options choose the page, because the only keys are `q` and Enter.
struct PlainScreen {
    let terminal: PlainTerminal
    let desk: PageDesk
    /// Milliseconds between two pages.
    let pause: Int64

    /// The default of `--delay` here, in milliseconds. It is long, because every page stays on the terminal.
    static let usualPause: Int64 = 5000

    /// Prints pages until `q` or until the terminal closes. It calls `isOver` after each page, which throws to end the
    /// process.
    func show(_ interface: Interface, isOver: (Page) throws -> Void) throws {
        var interface = interface
        let clock = FeedClock.system
        var shown = ""
        func milliseconds() -> Int64 { clock.monotonicNanoseconds() / 1_000_000 }
        var pace = PlainPace(pause: pause, now: milliseconds())
        while true {
            let size = terminal.size
            // One line stays free for the user's input.
            let height = max(2, size.height)
            desk.ask(interface.query(width: size.width, height: height))
            guard let page = try answer() else { return }
            _ = interface.take(page)
            let isComplete = page.progress == nil
            if let wait = pace.wait(isComplete: isComplete, now: milliseconds()) {
                if waitsInVain(until: milliseconds() + wait) { return }
                continue
            }
            let screen = CCSView.draw(page, interface, width: size.width, height: height, ascii: true, saysEnded: true)
            var lines = screen.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            // The last line names keys that have no effect here.
            while lines.count >= height { lines.removeLast() }
            while lines.last?.isEmpty == true { lines.removeLast() }
            let text = lines.joined(separator: "\n")
            if text != shown, !terminal.write(text + "\n-- q and Enter ends\n") { return }
            shown = text
            try isOver(page)
            let now = milliseconds()
            if waitsInVain(until: now + pace.notePrinted(isComplete: isComplete, now: now)) { return }
        }
    }

    /// Waits until a time. Returns true as soon as the user quits.
    private func waitsInVain(until due: Int64) -> Bool {
        while case let left = due - FeedClock.system.monotonicNanoseconds() / 1_000_000, left > 0 {
            if wait(bell: -1, left).input, terminal.readsEnd() { return true }
        }
        return false
    }

    /// Waits for the requested page; nil if the user quits.
    private func answer() throws -> Page? {
        while true {
            let ready = wait(bell: desk.bell.descriptor, nil)
            if ready.input, terminal.readsEnd() { return nil }
            guard ready.bell else { continue }
            desk.bell.silence()
            let (answer, _, failed) = desk.take()
            if failed { throw ExitStatus.failed("there is not enough memory to start") }
            if let answer { return answer }
        }
    }

    private func wait(bell: Int32, _ milliseconds: Int64?) -> (input: Bool, bell: Bool) {
        var descriptors = [
            pollfd(fd: terminal.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&descriptors, 2, milliseconds.map { Int32(clamping: $0) } ?? -1)
        return (descriptors[0].revents != 0, descriptors[1].revents != 0)
    }
}
