import CCSState

/// From where values are looked at: the time that ages are counted to, and the characters they are written with.
public struct Viewpoint: Sendable {
    /// Feed time of the domain shown, in milliseconds since 1970.
    public let now: Int64
    /// The wall clock in milliseconds since 1970; nil for a feed that is not live.
    public let wall: Int64?
    /// Whether the characters that are not letters are ASCII alone.
    public let isASCII: Bool

    /// How long what has ended stays in lists, in milliseconds of feed time.
    public static let endedStay: Int64 = 5000

    /// A viewpoint.
    public init(now: Int64, wall: Int64? = nil, ascii: Bool = false) {
        self.now = now
        self.wall = wall
        isASCII = ascii
    }

    /// The characters that are not letters. Not kept here, for they are many and a viewpoint is handed to every column.
    public var glyphs: Glyphs { .set(ascii: isASCII) }

    /// Whether an object belongs into lists: it lives, or ended a moment ago.
    func shows(_ object: some FeedObject) -> Bool {
        guard let ended = object.endedAt else { return true }
        return ended >= now - Self.endedStay
    }

    /// Whether what hangs under an object is shown with it: it lives or ended a moment ago, or not long before the other did.
    func shows(_ member: some FeedObject, under parentEnd: Int64?) -> Bool {
        guard let ended = member.endedAt else { return true }
        return ended >= (parentEnd ?? now) - Self.endedStay
    }
}
