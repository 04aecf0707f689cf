import CCSView
import CNcurses

extension Key {
    /// The key for a code of ncurses; nil for codes without a use here.
    init?(code: CInt) {
        guard let key = Self.codes[code] else { return nil }
        self = key
    }

    private static let codes: [CInt: Key] = {
        var codes: [CInt: Key] = [
            KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
            // The corners of the keypad without NumLock. Shifted arrows act as arrows.
            KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown, KEY_SR: .up, KEY_SF: .down,
            KEY_SLEFT: .left, KEY_SRIGHT: .right, KEY_SHOME: .home, KEY_SEND: .end,
            KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_IC: .insert, KEY_DC: .delete,
            KEY_BACKSPACE: .backspace, KEY_ENTER: .enter, KEY_BTAB: .backTab,
        ]
        for number in 1...12 { codes[ccs_key_function(CInt(number))] = .function(number) }
        return codes
    }()
}
