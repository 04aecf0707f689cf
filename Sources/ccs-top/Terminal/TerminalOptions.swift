import CCSView

/// How to use the terminal.
struct TerminalOptions {
    /// What the roles look like, where there are colours.
    var theme: Theme
    /// False for `NO_COLOR` and `--no-color`: attributes alone tell things apart then.
    var color: Bool
    /// Nothing but ASCII is written, whatever stands in a screen.
    var ascii: Bool
    /// Whether the mouse is ours from the beginning; while it is, the terminal's own selecting needs Shift.
    var mouse: Bool
}
