import CNcurses
import Glibc

/// The characters that the terminal can show.
enum CharacterSet {
    /// UTF-8, as far as the C library knows the characters.
    case unicode
    /// Only ASCII.
    case ascii

    /// Sets the locale for ncurses, which takes the encoding and the widths of characters from it.
    ///
    /// It sets only the character type, so that the format of numbers stays. A locale without UTF-8 nearly always means that
    /// nobody set one (a container, a bare ssh session), while the terminal can show UTF-8.
    static func choose(ascii: Bool) -> CharacterSet {
        setlocale(LC_CTYPE, "")
        if isUTF8 { return ascii ? .ascii : .unicode }
        for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil && isUTF8 {
            return ascii ? .ascii : .unicode
        }
        return .ascii
    }

    private static var isUTF8: Bool {
        ccs_codeset().map { String(cString: $0) } == "UTF-8"
    }

    /// The scalars to write for a glyph of a width, and the number of blanks that must follow.
    ///
    /// A character that the C library does not know, or that has another width there, is replaced. Otherwise ncurses would
    /// put the rest of the line into wrong columns.
    func scalars(of glyph: Character, width: Int) -> (text: [UInt32], blanks: Int) {
        let scalars = glyph.unicodeScalars.map(\.value)
        guard let base = scalars.first else { return ([0x20], width - 1) }
        if scalars.count == 1, (0x20..<0x7F).contains(base) { return (scalars, width - 1) }
        if self == .ascii { return ([UInt32(UInt8(ascii: "?"))], width - 1) }
        let marksCombine = scalars.dropFirst().allSatisfy { ccs_character_width($0) == 0 }
        guard Int(ccs_character_width(base)) == width, marksCombine else { return ([0xFFFD], width - 1) }
        return (scalars, 0)
    }
}
