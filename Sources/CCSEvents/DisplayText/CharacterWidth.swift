/// The number of terminal columns of a character. Padding, cutting and drawing all use it.
///
/// It follows the model that terminals share with `wcwidth`: a base scalar takes columns, and non-spacing marks on it take
/// none. Ambiguous widths count as 1.
public enum CharacterWidth {
    /// Columns of a scalar: 0 if it is drawn onto the character before it or not at all, otherwise 1 or 2.
    ///
    /// A scalar that the sanitiser replaces has the width of its replacement, 1.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        switch kind(of: scalar.value) {
        case .narrow, .replaced: 1
        case .wide: 2
        case .mark, .selector: 0
        case .special: special(scalar.value)
        }
    }

    /// Columns of a grapheme as ``DisplayText`` would show it.
    ///
    /// The result is more than 2 if terminals show one grapheme of the standard library as several characters.
    public static func columns(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
            switch kind(of: first.value) {
            case .narrow: return 1
            case .wide: return 2
            default: break
            }
        }
        return DisplayText(sanitizing: String(character)).width
    }

    /// Columns of scalars that depend on the scalar before them.
    private static func special(_ value: UInt32) -> Int {
        switch value {
        case 0x1F3FB...0x1F3FF: 2
        case 0x1F1E6...0x1F1FF: 1
        default: 0
        }
    }

    /// The kind of a scalar.
    static func kind(of value: UInt32) -> CharacterKind {
        // Latin and basic Cyrillic need no search.
        if value < 0x300 {
            return (0x20...0x7E).contains(value) || (value >= 0xA0 && value != 0xAD) ? .narrow : .replaced
        }
        if (0x400...0x482).contains(value) { return .narrow }
        return search(value)
    }

    /// The kind of a scalar, found in the table.
    static func search(_ value: UInt32) -> CharacterKind {
        let runs = WidthTable.runs
        // Finds the last run that starts at or before the scalar. The first run starts at 0.
        var low = 0
        var high = runs.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if runs[middle] >> 3 <= value {
                low = middle
            } else {
                high = middle
            }
        }
        return CharacterKind(rawValue: UInt8(runs[low] & 7)) ?? .replaced
    }
}

/// How the sanitiser treats a scalar.
enum CharacterKind: UInt8 {
    /// Drawn onto the character before it.
    case mark = 0
    /// One column.
    case narrow = 1
    /// Two columns.
    case wide = 2
    /// Controls, format characters, invisible, private and unassigned scalars: a replacement is shown.
    case replaced = 3
    /// A variation selector: removed, because terminals disagree about its effect on the width.
    case selector = 4
    /// It depends on the scalar before it.
    case special = 5
}
