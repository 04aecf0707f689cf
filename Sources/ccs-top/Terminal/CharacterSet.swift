import CNcurses
import Glibc

/// Which characters can be written.
enum CharacterSet {
    /// UTF-8; what the C library knows of it.
    case unicode
    /// Nothing but ASCII.
    case ascii

    /// Sets the locale for ncurses, which reads from it how characters are encoded and how wide they are.
    ///
    /// The character type alone, so that numbers are written and read as ever. A locale without UTF-8 is nearly always
    /// one nobody has set (a container, a bare ssh session) on a terminal that speaks UTF-8.
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

    /// The scalars to write for a glyph of a width; the second is how many blanks must follow.
    ///
    /// Where the C library does not know a character or takes it to be of another width, ncurses would put all that
    /// follows in the wrong columns: it is replaced.
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
