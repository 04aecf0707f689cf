import CCSTestSupport
import CCSView
import Testing

/// Laws for every filter and every row, tested on random ones.
@Suite struct FilterLawTests {
    /// Makes valid expressions.
    struct Maker {
        var random: SeededGenerator

        mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }

        mutating func term(depth: Int) -> String {
            switch depth > 0 ? Int.random(in: 0..<8, using: &random) : 7 {
            case 0, 1: return "(\(term(depth: depth - 1)) or \(term(depth: depth - 1)))"
            case 2: return "\(term(depth: depth - 1)) or \(term(depth: depth - 1))"
            case 3: return "\(term(depth: depth - 1)) and \(term(depth: depth - 1))"
            case 4: return "(\(term(depth: depth - 1)) \(term(depth: depth - 1)))"
            case 5: return "not \(term(depth: depth - 1))"
            default: return leaf()
            }
        }

        mutating func leaf() -> String {
            let order = pick(["=", "!=", "<", "<=", ">", ">="])
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return "\(pick(["state", "name", "to", "numbers"]))\(order)\(text())"
            case 1:
                let pattern = pick(["^7", "0", "\"[a-n]\"", "\"(1|а)+\"", "\"\\\\d{2}$\"", "^$", "."])
                return "\(pick(["state", "name", "to", "numbers"]))\(pick(["~", "!~"]))\(pattern)"
            case 2: return "age\(order)\(pick(["0", "30s", "1.5m", "1h", "-2s", "250ms", "2d"]))"
            case 3: return "dtmf\(order)\(pick(["0", "4", "-1.5", "1e-7", "3e20"]))"
            case 4:
                return "at\(order)\(pick(["14:03", "0:00:00", "14:03:22.123", "2026-11-23", "2026-11-23T14:03:22"]))"
            case 5: return pick(["rec and ", "ended and ", "rec=no and ", "ended!=yes and "]) + quotedText()
            case 6: return words()
            default: return quotedText()
            }
        }

        mutating func text() -> String {
            pick([
                "7495", "\"a b\"", "\"\\\"\\\\\"", "Орлова", "\"and\"", "\"rec\"", "\"(\"", "\"1*\"", "\"e\u{301}\"",
                "\"\u{301}\"", "x",
            ])
        }

        mutating func quotedText() -> String {
            pick(["\"7495\"", "\"Орлова\"", "\"and\"", "\"is\"", "\"a, b\"", "\"min\""])
        }

        mutating func words() -> String {
            let field = pick(["state", "name", "to", "numbers"])
            switch Int.random(in: 0..<5, using: &random) {
            case 0: return "\(field) \(pick(["", "not "]))in (\(text()), \(text()))"
            case 1: return "\(field) \(pick(["is", "is not"])) \(text())"
            case 2: return "\(field) \(pick(["", "not "]))\(pick(["contains", "starts with", "ends with"])) \(text())"
            case 3: return "\(field)\(pick(["=", "!="]))\(pick(["7*", "*5", "*49*", "*"]))"
            default: return "age \(pick(["<", ">="])) \(pick(["30 s", "1 m 30 s", "-2 sec", "250 ms", "2 days"]))"
            }
        }

        mutating func row() -> SampleRow {
            var values: [String: SampleRow.Value] = [:]
            for field in sampleFields where Bool.random(using: &random) || Bool.random(using: &random) {
                values[field.name] =
                    switch field.kind {
                    case .text where field.name == "numbers": .texts([pick(["7495", "10"]), pick(["x", "", "00"])])
                    case .text: .text(pick(["", "7495", "a b", "орлова", "1*", "\"\\", "rec and (", "x"]))
                    case .number: .other(.number(pick([0, 4, -1.5, .nan, .infinity, 1e-7])))
                    case .duration: .other(.duration(pick([0, 30_000, 90_000, -2000, .min, .max])))
                    case .time: .other(.time(pick([sampleMoment, 0, -1, .min, .max, sampleMoment - 123])))
                    case .flag: .other(.flag(pick([true, false])))
                    }
            }
            return SampleRow(values)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func negationSplitsTheRows(seed: UInt64) throws {
        var maker = Maker(random: SeededGenerator(seed: seed))
        var through = 0
        for _ in 0..<150 {
            let expression = maker.term(depth: 4)
            let filter = FilterMatcher(try Filter(parsing: expression, fields: sampleFields))
            let negation = FilterMatcher(try Filter(parsing: "not (\(expression))", fields: sampleFields))
            for _ in 0..<10 {
                let row = maker.row()
                #expect(row.matches(filter) != row.matches(negation), "\(expression)")
                through += row.matches(filter) ? 1 : 0
            }
        }
        #expect((150..<1350).contains(through), "the expressions say something")
    }

    @Test(arguments: [("=", "!="), ("~", "!~")]) func oppositesSplitTheRows(_ one: String, _ other: String) throws {
        var maker = Maker(random: SeededGenerator(seed: 99))
        for field in ["state", "name", "numbers"] {
            let filter = FilterMatcher(try Filter(parsing: "\(field)\(one)7495", fields: sampleFields))
            let opposite = FilterMatcher(try Filter(parsing: "\(field)\(other)7495", fields: sampleFields))
            for _ in 0..<200 {
                let row = maker.row()
                #expect(row.matches(filter) != row.matches(opposite))
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func readsBackWhatItWrites(seed: UInt64) throws {
        var maker = Maker(random: SeededGenerator(seed: seed &+ 1000))
        for _ in 0..<300 {
            let filter = try Filter(parsing: maker.term(depth: 4), fields: sampleFields)
            let written = filter.description
            let again = try Filter(parsing: written, fields: sampleFields)
            #expect(again == filter, "\(written)")
            #expect(again.description == written)
            let matcher = FilterMatcher(filter)
            let other = FilterMatcher(again)
            let row = maker.row()
            #expect(row.matches(matcher) == row.matches(other))
        }
    }
}
