import CCSView

/// The options of the terminal.
struct TerminalOptions {
    /// The colours and attributes of each role.
    var theme: Theme
    /// False for `NO_COLOR` and `--no-color`: then only attributes distinguish the roles.
    var color: Bool
    /// Whether to write only ASCII, whatever the screen contains.
    var ascii: Bool
    /// Whether mouse reports are on at the start. While they are, the terminal's own selection needs Shift.
    var mouse: Bool
}
