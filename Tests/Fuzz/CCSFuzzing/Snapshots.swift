import CCSState
import Foundation

/// The checked snapshot of a reducer: it is JSON, its verdicts add up to the lines, and the invariants of the state hold.
func checkedSnapshot(_ reducer: borrowing FeedReducer, masksNumbers: Bool = false) throws -> [UInt8] {
    try reducer.state.checkInvariants()
    var options = SnapshotOptions()
    options.anomalies = true
    options.masksNumbers = masksNumbers
    let bytes = reducer.state.snapshotJSON(counts: reducer.counts, options)
    let snapshot = try requireJSON(bytes, "the snapshot") as? [String: Any]
    let buckets = snapshot?["feed"] as? [String: Int] ?? [:]
    let sum = Verdict.allCases.reduce(0) { $0 + (buckets[$1.name] ?? 0) }
    try require(buckets["lines"] == sum, "the buckets add up to \(sum): \(buckets)")
    return bytes
}

/// Throws a ``Violation`` that shows the first difference, unless both are the same.
func requireEqual(_ one: [UInt8], _ other: [UInt8], _ message: String) throws(Violation) {
    guard one != other else { return }
    let same = zip(one, other).prefix { $0 == $1 }.count
    func around(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.dropFirst(max(0, same - 200)).prefix(400), as: UTF8.self)
    }
    throw Violation(description: "\(message); around byte \(same):\n\(around(one))\n\(around(other))")
}

/// Throws a ``Violation`` unless the bytes are JSON.
@discardableResult
func requireJSON(_ bytes: some Sequence<UInt8>, _ what: String) throws(Violation) -> Any {
    let data = Data(bytes)
    do {
        return try JSONSerialization.jsonObject(with: data)
    } catch {
        throw Violation(description: "\(what) is not JSON: \(String(decoding: data, as: UTF8.self))")
    }
}
