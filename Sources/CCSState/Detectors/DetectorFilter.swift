/// Which objects a detector is about, where it is not about all: an expression, which this target does not understand, and what it
/// makes a test.
public struct DetectorFilter: Sendable, Equatable {
    /// Says whether an object is wanted, as it stands now.
    public typealias Test = (Domain, ObjectKey) -> Bool

    /// The expression as it was written.
    public let text: String
    private let make: @Sendable () -> Test

    /// A filter. `make` makes a test for the thread that the domain lives on: each domain wants one of its own.
    public init(_ text: String, make: @escaping @Sendable () -> Test) {
        self.text = text
        self.make = make
    }

    /// A test for one domain.
    func test() -> Test { make() }

    /// By their expressions.
    public static func == (left: DetectorFilter, right: DetectorFilter) -> Bool { left.text == right.text }
}

/// The tests of a domain's detectors, made when they are first asked.
struct DetectorTests {
    /// Whether there is any.
    let isEmpty: Bool
    private let filters: [Detector: DetectorFilter]
    private var tests: [Detector: DetectorFilter.Test] = [:]

    init(_ settings: DetectorSettings) {
        filters = settings.filters
        isEmpty = filters.isEmpty
    }

    /// The test of a detector; nil where it is about all objects.
    mutating func test(of detector: Detector) -> DetectorFilter.Test? {
        if let test = tests[detector] { return test }
        guard let filter = filters[detector] else { return nil }
        let test = filter.test()
        tests[detector] = test
        return test
    }
}
