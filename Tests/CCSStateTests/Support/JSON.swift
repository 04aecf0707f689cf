import Foundation

/// A comparable JSON value. All numbers must be integers.
indirect enum JSON: Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case other(String)
    case text(String)
    case array([JSON])
    case object([String: JSON])
    /// Absent.
    case missing

    /// Parses a line or a file.
    init(parsing bytes: some Sequence<UInt8>) throws {
        self.init(try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
    }

    init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let array as [Any]: self = .array(array.map { JSON($0) })
        case let object as [String: Any]: self = .object(object.mapValues { JSON($0) })
        case let number as NSNumber:
            switch String(cString: number.objCType) {
            case "c", "B": self = .bool(number.boolValue)
            case "d", "f": self = .other(number.stringValue)
            default: self = .integer(number.int64Value)
            }
        default: self = .null
        }
    }

    subscript(key: String) -> JSON {
        if case .object(let members) = self { return members[key] ?? .missing }
        return .missing
    }

    subscript(place: Int) -> JSON {
        if case .array(let items) = self, items.indices.contains(place) { return items[place] }
        return .missing
    }

    /// Whether the other value contains all of this one. Objects may have more members.
    func isContained(in other: JSON) -> Bool {
        switch (self, other) {
        case (.object(let members), .object): members.allSatisfy { $0.value.isContained(in: other[$0.key]) }
        case (.array(let items), .array(let others)):
            items.count == others.count && zip(items, others).allSatisfy { $0.isContained(in: $1) }
        default: self == other
        }
    }

    /// Follows a path of names and indexes with dots in between.
    func at(_ path: String) -> JSON {
        path.split(separator: ".").reduce(self) { value, step in Int(step).map { value[$0] } ?? value[String(step)] }
    }

    var items: [JSON] {
        if case .array(let items) = self { return items }
        return []
    }

    var members: [String: JSON] {
        if case .object(let members) = self { return members }
        return [:]
    }

    var string: String? {
        if case .text(let text) = self { return text }
        return nil
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral,
    ExpressibleByBooleanLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral items: JSON...) { self = .array(items) }
    init(dictionaryLiteral members: (String, JSON)...) { self = .object(Dictionary(uniqueKeysWithValues: members)) }
}
