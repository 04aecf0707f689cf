import CCSEvents
import CCSState

extension Interface {
    /// A seance that is looked into.
    struct OpenSeance: Sendable, Equatable {
        var key: ObjectKey
        var face: Face
    }

    /// What lies over the list.
    enum Overlay: Sendable, Equatable {
        case help(HelpState)
        case sort(MenuState)
        case columns(MenuState)
    }

    /// The help: what it is narrowed to, and lines scrolled out above.
    struct HelpState: Sendable, Equatable {
        var search = ""
        var top = 0
    }

    /// A list of columns, and the chosen one's place in it.
    struct MenuState: Sendable, Equatable {
        var columns: [ColumnInfo]
        var index: Int
        /// The order of the page over which it was opened.
        var sort: Query.Sort?
    }

    /// A line being typed: what for, and what to go back to.
    struct Typing: Sendable, Equatable {
        enum Purpose: Sendable { case search, filter, help }
        var purpose: Purpose
        var editor: LineEditor
        var start: ListState.Position
        var before: String
        /// What is said under the line until the next key.
        var hint = ""
    }

    /// The box that says which event set what the row shows: lines scrolled out above.
    struct WhyState: Sendable, Equatable {
        var top = 0
    }

    /// A place left for another with a filter of its own, and how that one was looked at before.
    struct Origin: Sendable, Equatable {
        var pane: Pane
        var seance: OpenSeance?
        var target: Pane
        var filter: String
        var before: ListState
    }
}
