/// One event of a FreeSWITCH: its keys and where their values lie.
struct ESLMessage {
    /// The keys that are read, and the variables that rules name.
    struct Keys: Sendable {
        let table: KeyTable
        let variables: [String]
        let count: Int

        init(variables: [String]) {
            self.variables = variables
            table = KeyTable(ESLKey.allCases.map(\.rawValue) + variables.map { "variable_\($0)" })
            count = ESLKey.allCases.count + variables.count
        }
    }

    let bytes: UnsafeRawBufferPointer
    let isJSON: Bool
    private let places: FieldPlaces
    private let keys: Keys
    /// The event that it reports; nil if the translation does not use it.
    let event: ESLEvent?

    /// Reads an event. If it means nothing here, only its first line is read. Of a key that stands twice the last value counts.
    init(_ bytes: UnsafeRawBufferPointer, isJSON: Bool, _ keys: Keys, _ places: inout FieldPlaces) {
        (self.bytes, self.isJSON, self.keys) = (bytes, isJSON, keys)
        places.clear()
        let nameIndex = ESLKey.name.index
        if isJSON {
            var walk = JSONWalk(bytes)
            walk.members { key, value in
                guard let index = keys.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[key])) else { return }
                places.set(index, value.lowerBound, value.upperBound, keepsFirst: false)
            }
        } else {
            var isKnown = true
            Lines.forEach(bytes) { start, colon, end in
                guard isKnown, let colon,
                    let index = keys.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[start..<colon]))
                else { return }
                let first = colon + 1 < end && bytes[colon + 1] == 0x20 ? colon + 2 : colon + 1
                places.set(index, first, end, keepsFirst: false)
                if index == nameIndex, start == 0 {
                    isKnown = ESLEvent.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[first..<end])) != nil
                }
            }
        }
        event = places[nameIndex].flatMap { ESLEvent.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[$0])) }
            .map { ESLEvent.allCases[$0] }
        self.places = places
    }

    /// Whether it has a name at all.
    var hasName: Bool { places[ESLKey.name.index] != nil }

    /// A value; nil if it is empty.
    subscript(key: ESLKey) -> String? { text(key.index) }

    private func text(_ index: Int) -> String? {
        guard let place = places[index], !place.isEmpty else { return nil }
        let text = MessageText.string(bytes, place)
        return isJSON ? MessageText.jsonUnescaped(text) : MessageText.urlDecoded(text)
    }

    /// An id; nil if it is longer than any real one.
    func id(_ key: ESLKey) -> String? {
        guard let place = places[key.index], !place.isEmpty, place.count <= MessageText.longestID else { return nil }
        return self[key]
    }

    /// A channel variable that a rule names.
    func variable(_ name: String) -> String? {
        keys.variables.firstIndex(of: name).flatMap { text(ESLKey.allCases.count + $0) }
    }

    /// The time of the event, in milliseconds since 1970.
    var at: Int64? {
        guard let text = self[.timestamp], let microseconds = Int64(text), microseconds >= 0 else { return nil }
        return min(microseconds / 1000, 253_402_300_799_999)
    }
}
