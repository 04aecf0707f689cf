import CCSEvents
import CCSState
import CCSView

/// The value of a detector: `"30s"`, `false`, or a table `{ after = "30s", filter = "dir=in" }` with one or both keys.
struct DetectorValue {
    /// The threshold in milliseconds. The outer nil means not set, the inner nil means that the detector is off.
    private var after: Int64??
    /// The filter. The outer nil means not set, the inner nil means no filter.
    private var filter: DetectorFilter??

    init(
        _ value: SettingValue, _ detector: Detector, _ range: ClosedRange<Int64>, _ example: String
    ) throws(Fault) {
        guard case .table(let entries) = value else {
            after = .some(try value.duration(range, example))
            return
        }
        let whole = "{ after = \(example), filter = \"\(Self.example(detector))\" }"
        guard !entries.isEmpty else { throw Fault("is empty; write \(whole)") }
        for entry in entries {
            do throws(Fault) {
                switch entry.key {
                case "after": after = .some(try entry.value.duration(range, example))
                case "filter": filter = .some(try Self.filter(entry.value, detector))
                default: throw Fault("a detector has no such key; it has after and filter, as in \(whole)")
                }
            } catch {
                var fault = error
                fault.below = [entry.key]
                throw fault
            }
        }
    }

    /// Applies the parts that are set.
    func apply(to settings: inout DetectorSettings, _ detector: Detector) {
        if let after { settings[detector] = after }
        if let filter { settings.filters[detector] = filter }
    }

    /// The settings of a detector as TOML. `above` holds the settings that apply without them.
    static func text(of detector: Detector, _ settings: DetectorSettings, above: DetectorSettings) -> String {
        let after = settings[detector].map { TOMLText.text(DurationText.text($0)) } ?? "false"
        guard let filter = settings.filters[detector] else {
            return above.filters[detector] == nil ? after : "{ after = \(after), filter = false }"
        }
        return "{ after = \(after), filter = \(TOMLText.text(filter.text)) }"
    }

    private static func filter(_ value: SettingValue, _ detector: Detector) throws(Fault) -> DetectorFilter? {
        guard Detector.ofObjects.contains(detector) else {
            let names = Detector.ofObjects.map(\.name).joined(separator: ", ")
            throw Fault("\(detector.name) takes no filter; filters are for \(names)")
        }
        if case .flag(false) = value { return nil }
        let text = try value.text("\"\(example(detector))\"")
        do throws(FilterError) {
            return try DetectorFilter(parsing: text, for: detector)
        } catch {
            var fault = Fault("is not a filter for \(detector.name)")
            fault.detail = error.rendered(in: text).map(\.string)
            throw fault
        }
    }

    private static func example(_ detector: Detector) -> String {
        detector.kinds.contains(.call) ? "dir=in" : "to~7495"
    }
}
