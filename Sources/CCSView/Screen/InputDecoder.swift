/// Makes ``Input`` of what a terminal sends: characters, and the keys ncurses knows by the terminal's description.
///
/// Terminals send more than their description says (other modes, modifiers, mouse, pastes, answers to questions
/// nobody asked). Whatever begins like an escape sequence is taken as one: it becomes a key if it is a known one and
/// vanishes otherwise, so that no part of it acts as a key of its own.
public struct InputDecoder: Sendable {
    /// What comes in.
    public enum Event: Equatable, Sendable {
        /// A character, controls and ESC among them.
        case scalar(Unicode.Scalar)
        /// A key that was recognised already.
        case key(Key)
        /// A key that was recognised and means nothing here.
        case unknownKey
    }

    private enum State: Equatable {
        case ground
        /// After ESC.
        case escape
        /// After ESC [, with what came since.
        case sequence(String)
        /// That many characters of a sequence are left.
        case rest(Int, after: Unicode.Scalar)
        /// Between the marks of a paste.
        case paste
    }

    /// Characters kept of one paste; what is beyond is dropped.
    public static let pasteLimit = 65_536
    /// Two clicks within so many milliseconds on one place are a double click.
    public static let doubleClick: Int64 = 400
    /// A sequence that pauses for longer (ms) was none, and a paste that pauses for longer has lost its end.
    private static let sequencePause: Int64 = 200
    private static let pastePause: Int64 = 2000
    /// Longer sequences are not kept, only skipped.
    private static let sequenceLimit = 32

    private var state = State.ground
    private var lastEvent: Int64 = .min
    private var pasted = String.UnicodeScalarView()
    private var pastedCount = 0
    /// How much of the mark that ends a paste has come.
    private var endMatched = 0
    private var lastClick: (x: Int, y: Int, time: Int64)?

    /// A decoder in the middle of nothing.
    public init() {}

    /// Takes one event that came at a time (milliseconds of any steady clock); appends what it completes to `inputs`.
    public mutating func take(_ event: Event, at time: Int64, into inputs: inout [Input]) {
        let pause = lastEvent == .min ? 0 : time - lastEvent
        lastEvent = time
        switch state {
        case .paste where pause > Self.pastePause: endPaste(into: &inputs)
        case .sequence, .rest: if pause > Self.sequencePause { state = .ground }
        default: break
        }
        switch event {
        case .scalar(let scalar): take(scalar, into: &inputs)
        case .key, .unknownKey:
            // A paste that contains what a key sends is no key.
            if state == .paste { return }
            settle(into: &inputs)
            if case .key(let key) = event { inputs.append(.key(key)) }
        }
    }

    /// Nothing more is waiting: an ESC that came alone was the key.
    public mutating func pause(into inputs: inout [Input]) {
        switch state {
        case .escape, .sequence(""), .rest(1, after: "O"): settle(into: &inputs)
        default: break
        }
    }

    /// Ends what was begun as far as it can have been keys.
    private mutating func settle(into inputs: inout [Input]) {
        switch state {
        case .escape: inputs.append(.key(.escape))
        case .sequence(""): inputs += [.key(.escape), .key(.character("["))]
        case .rest(1, after: "O"): inputs += [.key(.escape), .key(.character("O"))]
        default: break
        }
        state = .ground
    }

    private mutating func take(_ scalar: Unicode.Scalar, into inputs: inout [Input]) {
        switch state {
        case .ground:
            if scalar == Self.esc {
                state = .escape
            } else if let key = Key(scalar) {
                inputs.append(.key(key))
            }
        case .escape:
            switch scalar {
            case "[": state = .sequence("")
            case "O": state = .rest(1, after: "O")
            default:
                settle(into: &inputs)
                take(scalar, into: &inputs)
            }
        case .sequence(var text):
            switch scalar.value {
            case 0x20...0x3F:
                if text.unicodeScalars.count < Self.sequenceLimit { text.unicodeScalars.append(scalar) }
                state = .sequence(text)
            case 0x40...0x7E:
                state = .ground
                end(sequence: text, with: scalar, into: &inputs)
            default:
                state = .ground
                take(scalar, into: &inputs)
            }
        case .rest(let count, let introducer):
            state = count > 1 ? .rest(count - 1, after: introducer) : .ground
            if introducer == "O", let key = Key.sequences[String(scalar)] { inputs.append(.key(key)) }
        case .paste:
            takePasted(scalar, into: &inputs)
        }
    }

    /// ESC [ text final.
    private mutating func end(sequence text: String, with final: Unicode.Scalar, into inputs: inout [Input]) {
        switch (text, final) {
        case ("200", "~"):
            endMatched = 0
            state = .paste
        // A mouse that knows the oldest mode only sends three bytes more.
        case ("", "M"): state = .rest(3, after: "M")
        // The Linux console's function keys.
        case ("", "["): state = .rest(1, after: "[")
        case (let report, "M") where report.hasPrefix("<"):
            if let input = mouse(report.dropFirst()) { inputs.append(input) }
        // After a semicolon stand the modifiers, which no key here has.
        case (let number, "~"):
            if let key = Key.sequences[number.prefix { $0 != ";" } + "~"] { inputs.append(.key(key)) }
        case (let number, _) where final != "M" && (number.isEmpty || number.hasPrefix("1;")):
            if let key = Key.sequences[String(final)] { inputs.append(.key(key)) }
        default: break
        }
    }

    // MARK: Paste

    private static let esc: Unicode.Scalar = "\u{1B}"
    private static let pasteEnd = Array("\u{1B}[201~".unicodeScalars)

    private mutating func takePasted(_ scalar: Unicode.Scalar, into inputs: inout [Input]) {
        if scalar == Self.pasteEnd[endMatched] {
            endMatched += 1
            if endMatched == Self.pasteEnd.count { endPaste(into: &inputs) }
            return
        }
        // ESC stands in the mark only at its beginning, so no other part of what matched can begin it anew.
        keep(Self.pasteEnd[..<endMatched])
        endMatched = scalar == Self.esc ? 1 : 0
        if endMatched == 0 { keep([scalar]) }
    }

    private mutating func keep(_ scalars: some Sequence<Unicode.Scalar>) {
        for scalar in scalars where pastedCount < Self.pasteLimit {
            pasted.append(scalar)
            pastedCount += 1
        }
    }

    private mutating func endPaste(into inputs: inout [Input]) {
        state = .ground
        inputs.append(.paste(String(pasted)))
        pasted = String.UnicodeScalarView()
        pastedCount = 0
    }

    // MARK: Mouse

    /// A press, `button;column;row` from 1 (mode 1006).
    private mutating func mouse(_ report: Substring) -> Input? {
        let numbers = report.split(separator: ";").compactMap { Int($0) }
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        let (x, y) = (numbers[1] - 1, numbers[2] - 1)
        // Shift, Meta and Control are bits 2 to 4.
        switch numbers[0] & ~0b11100 {
        case 0:
            if let click = lastClick, click.x == x, click.y == y, lastEvent - click.time <= Self.doubleClick {
                lastClick = nil
                return .mouse(.doubleClick, x: x, y: y)
            }
            lastClick = (x, y, lastEvent)
            return .mouse(.click, x: x, y: y)
        case 64: return .mouse(.wheelUp, x: x, y: y)
        case 65: return .mouse(.wheelDown, x: x, y: y)
        default: return nil
        }
    }
}

extension Key {
    /// The key that sends a character; nil for characters no key here sends.
    public init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x08, 0x7F: self = .backspace
        case 0x09: self = .tab
        case 0x0A, 0x0D: self = .enter
        case 0x1B: self = .escape
        case 0x01...0x1A: self = .control(Character(Unicode.Scalar(UInt8(0x60 + scalar.value))))
        case 0x1C...0x1F: self = .control(Character(Unicode.Scalar(UInt8(0x40 + scalar.value))))
        case 0x00, 0x80...0x9F: return nil
        default: self = .character(Character(scalar))
        }
    }

    /// What keys send after ESC [ or ESC O, in all the ways in use: the last character, or for `~` the number too.
    static let sequences: [String: Key] = [
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "Z": .backTab, "M": .enter,
        "1~": .home, "2~": .insert, "3~": .delete, "4~": .end, "5~": .pageUp, "6~": .pageDown, "7~": .home, "8~": .end,
        "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
        "11~": .function(1), "12~": .function(2), "13~": .function(3), "14~": .function(4), "15~": .function(5),
        "17~": .function(6), "18~": .function(7), "19~": .function(8), "20~": .function(9), "21~": .function(10),
        "23~": .function(11), "24~": .function(12),
    ]
}
