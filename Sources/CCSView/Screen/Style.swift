/// What a piece of the screen means; a theme says what it looks like.
public enum Role: String, CaseIterable, Sendable {
    /// Ordinary text in the terminal's own colours.
    case plain
    /// The header's labels.
    case label
    /// The header's values.
    case value
    /// The title line of a table.
    case columnTitle
    /// The title of the column that sorts.
    case sortTitle
    /// The name of a pane that is not shown.
    case tab
    /// The name of the pane that is shown.
    case activeTab
    /// A key's name in the footer and in the help.
    case key
    /// What a key does.
    case keyHelp
    /// A message, a banner, something worth a look.
    case notice
    /// Something wrong, said to the user.
    case warning
    /// Lines of trees and frames, separators.
    case frame
    /// Phase: ringing.
    case ringing
    /// Phase: talking.
    case talking
    /// Phase: held.
    case held
    /// Phase: ending.
    case ending
    /// A failure.
    case failed
    /// An object that has ended.
    case ended
    /// A transfer.
    case transferred
    /// A running recording.
    case recording
    /// Text that a search found.
    case match
    /// Text being typed.
    case input
    /// A value nobody has said yet.
    case missing
}

/// A role, and what lies over it.
public struct Style: Equatable, Hashable, Sendable {
    /// What it means.
    public var role: Role
    /// The row under the cursor.
    public var selected: Bool
    /// A marked row.
    public var marked: Bool
    /// Just new or just changed.
    public var fresh: Bool

    /// A role with nothing over it, unless said.
    public init(_ role: Role, selected: Bool = false, marked: Bool = false, fresh: Bool = false) {
        self.role = role
        self.selected = selected
        self.marked = marked
        self.fresh = fresh
    }

    /// Ordinary text.
    public static let plain = Style(.plain)
}
