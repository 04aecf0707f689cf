/// One AMI message: its keys and where their values lie.
struct AMIMessage {
    /// The most `ChanVariable` lines that are read.
    static let mostVariables = 64

    let bytes: UnsafeRawBufferPointer
    /// Where the values lie.
    private let places: FieldPlaces
    private let variables: [(isDest: Bool, place: Range<Int>)]
    /// The event that it reports; nil if the translation does not use it.
    let event: AMIEvent?

    /// Reads a message. If its event means nothing here, only its first line is read.
    init(_ bytes: UnsafeRawBufferPointer, _ places: inout FieldPlaces) {
        places.clear()
        var variables: [(isDest: Bool, place: Range<Int>)] = []
        var event: AMIEvent?
        var isKnown = true
        var last: Int?
        Lines.forEach(bytes) { start, colon, end in
            guard isKnown else { return }
            guard let colon else {
                // A value with a line end in it.
                if let last, let place = places[last] { places.set(last, place.lowerBound, end, keepsFirst: false) }
                return
            }
            last = AMIKey.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[start..<colon]))
            guard let index = last else { return }
            let first = colon + 1 < end && bytes[colon + 1] == 0x20 ? colon + 2 : colon + 1
            if index == AMIKey.chanVariable.rawValue || index == AMIKey.destChanVariable.rawValue {
                if variables.count < Self.mostVariables {
                    variables.append((index == AMIKey.destChanVariable.rawValue, first..<end))
                }
                return
            }
            places.set(index, first, end, keepsFirst: true)
            if index == AMIKey.event.rawValue, event == nil {
                event = AMIEvent.table.index(of: UnsafeRawBufferPointer(rebasing: bytes[first..<end]))
                    .map { AMIEvent.allCases[$0] }
                isKnown = event != nil
            }
        }
        (self.bytes, self.places, self.variables, self.event) = (bytes, places, variables, event)
    }

    /// Whether it has a key.
    func has(_ key: AMIKey) -> Bool { places[key.rawValue] != nil }

    /// A value as it stands, also if it is empty.
    func raw(_ key: AMIKey) -> String? { places[key.rawValue].map { MessageText.string(bytes, $0) } }

    /// A value; nil if it is empty or `<unknown>`.
    subscript(key: AMIKey) -> String? {
        guard let text = raw(key), !text.isEmpty, text != "<unknown>" else { return nil }
        return text
    }

    /// A value in which Asterisk escapes special characters.
    func escaped(_ key: AMIKey) -> String? { self[key].map(MessageText.unescaped) }

    /// An id; nil if it is longer than any real one.
    func id(_ key: AMIKey) -> String? {
        guard let place = places[key.rawValue], !place.isEmpty, place.count <= MessageText.longestID else { return nil }
        return MessageText.string(bytes, place)
    }

    func number(_ key: AMIKey) -> Int? { self[key].flatMap { Int($0) } }

    /// A channel variable that the PBX sends with its events.
    func variable(_ name: String, isDest: Bool = false) -> String? {
        for one in variables where one.isDest == isDest {
            let text = MessageText.string(bytes, one.place)
            guard text.hasPrefix(name), text.dropFirst(name.count).first == "=" else { continue }
            let value = text.dropFirst(name.count + 1)
            return value.isEmpty ? nil : MessageText.unescaped(String(value))
        }
        return nil
    }

    /// The time of an event, in milliseconds since 1970.
    var at: Int64? {
        guard let text = self[.timestamp] else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let seconds = parts.first.flatMap({ Int64($0) }), (0...253_402_300_799).contains(seconds) else {
            return nil
        }
        let fraction = parts.count == 2 ? parts[1].prefix(3) : "0"
        let milliseconds = Int64(fraction + String(repeating: "0", count: 3 - fraction.count)) ?? 0
        return seconds * 1000 + max(0, milliseconds)
    }
}
