import CCSEvents
import CCSPBX
import CCSState

/// What a PBX sends, as text of 80 columns and as JSON. Names and words come from the PBX, so all of it is sanitised.
struct SurveyText {
    private let survey: PBXSurvey

    init(_ survey: PBXSurvey) { self.survey = survey }

    var text: String {
        var lines = [
            "\(name): \(count(survey.messages, "message")), malformed \(survey.malformed), too long \(survey.oversized)",
            "translated into \(count(survey.translated, "event")) of \(domains)",
        ]
        if !survey.refusals.isEmpty {
            lines += ["", "The PBX refused:"] + survey.refusals.map { "  " + clean($0, 76) }
        }
        if !events.isEmpty {
            lines += ["", "Its messages"]
            lines += events.map { name, event in
                "  " + clean(name, 44).padded(46) + "\(event.count)".padded(10) + (event.isUsed ? "" : "not used")
            }
        }
        lines.append("")
        if survey.missing.isEmpty {
            lines.append("Nothing that ccs-top needs is missing.")
        } else {
            lines.append("Did not come (perhaps nothing of the kind happened), and what makes it come:")
            lines += survey.missing.map { "  " + $0.what.padded(30) + $0.advice }
        }
        return lines.map { String($0.trimmed) + "\n" }.joined()
    }

    func write(_ json: inout JSONWriter) {
        json.object { json in
            json.string("schema", "ccs-top/pbx-inspection/1")
            json.string("pbx", name.lowercased())
            json.integer("messages", survey.messages)
            json.integer("malformed", survey.malformed)
            json.integer("oversized", survey.oversized)
            json.integer("translated", survey.translated)
            json.array("domains") { json in for domain in survey.domains.sorted() { json.string(nil, domain) } }
            json.array("refused") { json in for words in survey.refusals { json.string(nil, words) } }
            json.array("events") { json in
                for (name, event) in events {
                    json.object { json in
                        json.string("event", name)
                        json.integer("count", event.count)
                        json.bool("used", event.isUsed)
                    }
                }
            }
            json.array("missing") { json in
                for need in survey.missing {
                    json.object { json in
                        json.string("what", need.what)
                        json.string("advice", need.advice)
                    }
                }
            }
        }
    }

    private var name: String { survey.kind == .asterisk ? "Asterisk" : "FreeSWITCH" }

    /// The most frequent first.
    private var events: [(String, PBXSurvey.EventCount)] {
        survey.events.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { ($0.key, $0.value) }
    }

    private var domains: String {
        let names = survey.domains.sorted()
        if names.count <= 3, !names.isEmpty { return names.map { clean($0, 20) }.joined(separator: ", ") }
        return count(names.count, "domain")
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private func clean(_ text: String, _ width: Int) -> String {
        DisplayText(sanitizing: text).truncated(to: width, ellipsis: "…").string
    }
}

extension String {
    /// The text without blanks at its end.
    fileprivate var trimmed: Substring { self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)] }
}
