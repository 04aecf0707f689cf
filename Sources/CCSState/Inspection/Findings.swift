public import CCSEvents

/// What was found of a name in the `data` of events of a type.
public struct MemberFindings: Sendable {
    /// Events that had it.
    public internal(set) var count = 0
    /// Events in which it held a value that a field can take.
    public internal(set) var values = 0
    /// Events without the id they need in which it held a value.
    public internal(set) var valuesWithoutID = 0
    /// A value of it, masked and cut; nil where it may be a secret or held none.
    public internal(set) var example: String?
    /// What its values look like.
    var shape = ValueShape()
}

/// What was found of events of a type.
public struct TypeFindings: Sendable {
    /// Events of the type.
    public internal(set) var count = 0
    /// Those that lacked an id that the type needs.
    public internal(set) var withoutID = 0
    /// How many had a value for a field of the map.
    public internal(set) var fields: [Field: Int] = [:]
    /// Names in `data`, with dots between those of nested objects.
    public internal(set) var members: [String: MemberFindings] = [:]
    /// Members that were not looked at, since there were too many names.
    public internal(set) var overflow = 0

    /// Names that are kept of a type.
    static let namesKept = 256
}

/// What the values of a name look like, as far as that tells which field it may be.
struct ValueShape: Sendable {
    private var seen: Set<String> = []
    private(set) var count = 0
    private var long = 0
    private var numeric = 0
    private var words = 0

    mutating func note(_ value: FeedText) {
        count += 1
        let bytes = value.bytes
        if bytes.count >= 8 { long += 1 }
        let digits = bytes.count { $0 >= 0x30 && $0 <= 0x39 }
        if digits >= 2, digits + bytes.count(where: { $0 == 0x2B || $0 == 0x20 || $0 == 0x2D }) == bytes.count {
            numeric += 1
        }
        if bytes.count <= 24, digits == 0, bytes.allSatisfy({ $0 >= 0x2D && $0 < 0x7B }) { words += 1 }
        if seen.count < 64 { seen.insert(value.cut(to: 64).string) }
    }

    /// As ids are: long, and hardly ever the same.
    var isLikeID: Bool { count > 0 && long == count && numeric < count && seen.count * 2 >= min(count, 64) }
    /// As telephone numbers are.
    var isLikeNumber: Bool { count > 0 && numeric * 10 >= count * 8 }
    /// As states are: a few words.
    var isLikeState: Bool { count > 0 && words == count && seen.count <= 24 }
}
