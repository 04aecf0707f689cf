/// What the person at the terminal did.
public enum Input: Equatable, Hashable, Sendable {
    /// A key, or a character.
    case key(Key)
    /// The terminal has another size now.
    case resize(width: Int, height: Int)
    /// A click or a turn of the wheel, at zero-based screen coordinates.
    case mouse(MouseAction, x: Int, y: Int)
    /// Text pasted in one go (bracketed paste), as it came.
    case paste(String)
    /// The terminal is gone.
    case hangup
}

/// What a mouse did.
public enum MouseAction: String, Equatable, Hashable, Sendable {
    /// The first button was pressed.
    case click
    /// Pressed twice quickly.
    case doubleClick
    /// The wheel was turned away from the user.
    case wheelUp
    /// The wheel was turned towards the user.
    case wheelDown
}

/// A key of the keyboard.
public enum Key: Equatable, Hashable, Sendable {
    /// A character, letters in the case they came in.
    case character(Character)
    /// Control and a letter (lower case), as in `^C`.
    case control(Character)
    /// A function key, F1 to F12.
    case function(Int)
    /// The Enter key.
    case enter
    /// The Escape key.
    case escape
    /// The Tab key.
    case tab
    /// Shift and Tab.
    case backTab
    /// The Backspace key, whichever code the terminal sends for it.
    case backspace
    /// The Delete key.
    case delete
    /// The Insert key.
    case insert
    /// Arrow up.
    case up
    /// Arrow down.
    case down
    /// Arrow left.
    case left
    /// Arrow right.
    case right
    /// Page up.
    case pageUp
    /// Page down.
    case pageDown
    /// The Home key.
    case home
    /// The End key.
    case end
}
