import CCSEvents
import CCSView

/// Fields of every kind.
let sampleFields = [
    FilterField("state", .text, help: "State as it came"),
    FilterField("number", .text, help: "Number"),
    FilterField("name", .text, help: "Name"),
    FilterField("to", .text, help: "Called number"),
    FilterField("numbers", .text, help: "Numbers of the seance"),
    FilterField("age", .duration, help: "Since it began"),
    FilterField("dtmf", .number, help: "Digits dialled"),
    FilterField("at", .time, help: "When it began"),
    FilterField("rec", .flag, help: "Recorded"),
    FilterField("ended", .flag),
]

/// An object with some of ``sampleFields``. It owns its texts.
final class SampleRow {
    enum Value {
        case text(String)
        case texts([String])
        case other(FilterValue)
    }

    let values: [FilterValue]
    private let storage: [UnsafeMutableRawBufferPointer]

    init(_ values: [String: Value]) {
        var storage: [UnsafeMutableRawBufferPointer] = []
        func keep(_ bytes: some Collection<UInt8>) -> FeedText {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            buffer.copyBytes(from: bytes)
            storage.append(buffer)
            return FeedText(UnsafeRawBufferPointer(buffer))
        }
        self.values = sampleFields.map { field in
            switch values[field.name] {
            case .text(let text): .text(keep(text.utf8))
            case .texts(let texts): .texts(texts.map { keep($0.utf8) })
            case .other(let value): value
            case nil: .none
            }
        }
        self.storage = storage
    }

    deinit {
        for buffer in storage { buffer.deallocate() }
    }

    func matches(_ matcher: FilterMatcher) -> Bool {
        matcher.matches { values[$0] }
    }
}

/// 2026-11-23T14:03:22.123Z
let sampleMoment: Int64 = 1_795_442_602_123

/// The rows A to E. D has no values.
func sampleRows() -> [(name: String, row: SampleRow)] {
    [
        (
            "A",
            SampleRow([
                "state": .text("ringing"), "number": .text("1012"), "name": .text("Anna Orlova"), "to": .text("1012"),
                "numbers": .texts(["1012", "1207"]), "age": .other(.duration(31_000)), "dtmf": .other(.number(0)),
                "at": .other(.time(sampleMoment)), "rec": .other(.flag(false)), "ended": .other(.flag(false)),
            ])
        ),
        (
            "B",
            SampleRow([
                "state": .text("dialog"), "number": .text("1207"), "name": .text("Анна Орлова"),
                "to": .text("74951112233"), "numbers": .texts(["745"]), "age": .other(.duration(30_000)),
                "dtmf": .other(.number(4)), "at": .other(.time(sampleMoment + 37_876)), "rec": .other(.flag(true)),
                "ended": .other(.flag(false)),
            ])
        ),
        (
            "C",
            SampleRow([
                "state": .text("hold"), "name": .text("Support 2 (night) \"a\\b\""), "to": .text("sip:a=b"),
                "age": .other(.duration(3_600_000)), "dtmf": .other(.number(12.5)),
                "at": .other(.time(1_795_478_400_000)), "rec": .other(.flag(true)), "ended": .other(.flag(true)),
            ])
        ),
        ("D", SampleRow([:])),
        (
            "E",
            SampleRow([
                "state": .text("Ringing"), "number": .text(""), "name": .text("ΣΟΦΙΑ Ёлка"),
                "age": .other(.duration(-1500)), "at": .other(.time(sampleMoment - 262_123)),
                // A value of another kind than the field's counts as missing.
                "dtmf": .other(.flag(true)),
            ])
        ),
    ]
}

/// The rows that an expression matches, as letters.
func matching(_ expression: String) throws -> String {
    let matcher = FilterMatcher(try Filter(parsing: expression, fields: sampleFields))
    return sampleRows().filter { $0.row.matches(matcher) }.map(\.name).joined()
}
