import CNcurses
import Glibc

/// A terminal that can only take lines (`TERM=dumb`), as in an editor's shell: nothing of it is changed, and keys come by whole
/// lines.
struct PlainTerminal {
    /// To poll(2) for reading.
    let descriptor: Int32

    /// Whether the terminal is such a one.
    static var isNeeded: Bool { environment("TERM") == "dumb" }

    /// The controlling terminal. Throws when there is none.
    init() throws(TerminalError) {
        descriptor = try Terminal.openTerminal()
    }

    /// Columns and rows; where it does not say, what a terminal always was.
    var size: (width: Int, height: Int) {
        var (width, height) = (CInt(0), CInt(0))
        guard ccs_window_size(descriptor, &width, &height) else { return (80, 24) }
        return (Int(width), Int(height))
    }

    /// Writes text; false when it is gone.
    func write(_ text: String) -> Bool { writeAll(Array(text.utf8), to: descriptor) }

    /// Reads what was typed; whether that was `q`, or the end.
    func readsEnd() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return count == 0 || errno != EINTR }
        return bytes[..<count].first { $0 != 0x20 } == UInt8(ascii: "q")
    }

    func close() { _ = Glibc.close(descriptor) }
}
