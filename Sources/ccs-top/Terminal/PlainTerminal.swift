import CNcurses
import Glibc

/// A terminal without cursor control (`TERM=dumb`), such as an editor's shell. Its modes stay as they are, so keys arrive as
/// whole lines.
struct PlainTerminal {
    /// The descriptor to poll for input.
    let descriptor: Int32

    /// Whether the terminal is such a terminal.
    static var isNeeded: Bool { environment("TERM") == "dumb" }

    /// The controlling terminal. Throws when there is none.
    init() throws(TerminalError) {
        descriptor = try Terminal.openTerminal()
    }

    /// Columns and rows; 80 × 24 if the terminal does not know.
    var size: (width: Int, height: Int) {
        var (width, height) = (CInt(0), CInt(0))
        guard ccs_window_size(descriptor, &width, &height) else { return (80, 24) }
        return (Int(width), Int(height))
    }

    /// Writes text. Returns false if the terminal is closed.
    func write(_ text: String) -> Bool { writeAll(Array(text.utf8), to: descriptor) }

    /// Reads the input. Returns true for `q` or at its end.
    func readsEnd() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return count == 0 || errno != EINTR }
        return bytes[..<count].first { $0 != 0x20 } == UInt8(ascii: "q")
    }

    func close() { _ = Glibc.close(descriptor) }
}
