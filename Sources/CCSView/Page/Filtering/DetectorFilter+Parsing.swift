import CCSEvents
public import CCSState

extension DetectorFilter {
    /// Reads a filter for a detector of objects, in the language of ``Filter``. It knows the fields of the objects that the detector
    /// is about and of what hangs under them, as in their lists; not those that change while nothing happens, such as `age`, for a
    /// detector asks when something happens and not as time goes by.
    ///
    /// It sees whole numbers, also where those on the screen are masked: what is wrong does not depend on who looks.
    public init(parsing text: String, for detector: Detector) throws(FilterError) {
        let fields = Self.fields(of: detector)
        let filter = try Filter(
            parsing: text,
            fields: ColumnTable.filterFields(of: Self.pane(of: detector)).filter { fields.contains($0.name) })
        if filter.isEmpty { throw FilterError("a filter is missing", at: 0..<0) }
        let pane = Self.pane(of: detector)
        self.init(text) {
            let test = RowTest(filter, ColumnTable.fields(of: pane).filter { fields.contains($0.name) })
            return { domain, key in
                let view = Viewpoint(now: domain.newestAt ?? 0)
                switch key.kind {
                case .call: return domain.call(key)?.passes(test, view) ?? false
                case .connection: return domain.connection(key)?.passes(test, view) ?? false
                case .seance: return domain.seance(key)?.passes(test, view) ?? false
                }
            }
        }
    }

    /// The names that the filter of a detector may use.
    public static func fields(of detector: Detector) -> [String] {
        ColumnTable.fields(of: pane(of: detector)).filter { $0.kind != .duration && $0.name != "wrong" }.map(\.name)
    }

    /// The list of the highest kind of objects that a detector is about: its fields are theirs, and those of what hangs under them.
    private static func pane(of detector: Detector) -> Pane {
        detector.kinds.contains(.seance) ? .seances : detector.kinds.contains(.connection) ? .connections : .calls
    }
}
