import CCSEvents
import CCSState

/// From where values are looked at: the time that ages are counted to, and the characters they are written with.
public struct Viewpoint: Sendable {
    /// Feed time of the domain shown, in milliseconds since 1970.
    public let now: Int64
    /// The wall clock in milliseconds since 1970; nil for a feed that is not live.
    public let wall: Int64?
    /// Whether the characters that are not letters are ASCII alone.
    public let isASCII: Bool
    /// Whether only the last four digits of telephone numbers are shown.
    public let masksNumbers: Bool

    /// How long what has ended stays in lists, in milliseconds of feed time.
    public static let endedStay: Int64 = 5000

    /// A viewpoint.
    public init(now: Int64, wall: Int64? = nil, ascii: Bool = false, masksNumbers: Bool = false) {
        self.now = now
        self.wall = wall
        isASCII = ascii
        self.masksNumbers = masksNumbers
    }

    /// The characters that are not letters. Not kept here, for they are many and a viewpoint is handed to every column.
    public var glyphs: Glyphs { .set(ascii: isASCII) }

    /// Text that may have telephone numbers in it, as it may be shown.
    public func shown(_ text: String) -> String { masksNumbers ? NumberMask.masked(text) : text }

    /// Text of the feed that may have telephone numbers in it, as it may be shown; a dash where there is none.
    func shown(_ text: FeedText) -> DisplayText {
        if text.isEmpty { return glyphs.dash }
        return masksNumbers
            ? DisplayText(sanitizing: NumberMask.masked(text.string)) : DisplayText(sanitizing: text.bytes)
    }

    /// Whether an object belongs into lists: it lives, or ended a moment ago.
    func shows(_ object: some FeedObject) -> Bool {
        guard let ended = object.endedAt else { return true }
        return shows(endedAt: ended)
    }

    /// Whether what ended then still belongs into lists.
    func shows(endedAt ended: Int64) -> Bool { ended >= now - Self.endedStay }

    /// Whether what hangs under an object is shown with it: it lives or ended a moment ago, or not long before the other did.
    func shows(_ member: some FeedObject, under parentEnd: Int64?) -> Bool {
        guard let ended = member.endedAt else { return true }
        return ended >= (parentEnd ?? now) - Self.endedStay
    }
}
