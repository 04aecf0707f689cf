/// What the program must do besides drawing.
public enum Effect: Sendable, Equatable {
    /// End.
    case quit
    /// Stop, as a shell's `^Z` does.
    case suspend
    /// Draw everything anew, whatever the terminal is thought to show.
    case redraw
    /// Put a text, as it came, on the clipboard.
    case copy(String)
    /// Say to the domain shown that these anomalies were seen, by serial number; or that they were not.
    case acknowledge(domain: String, serials: [Int], isSeen: Bool)
    /// Tell the replay what to do.
    case replay(ReplayControl)
    /// Ask the terminal to report the mouse, or to keep it.
    case setMouse(Bool)
}
