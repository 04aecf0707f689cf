/// An invariant that a data structure has lost: a defect of this program, whatever its input was.
package struct BrokenInvariant: Error, CustomStringConvertible {
    package let description: String
}

/// Throws ``BrokenInvariant`` unless an invariant holds. Each structure states its invariants in `checkInvariants()`, which tests
/// call, and assertions now and then. Release builds never do.
@inline(__always)
package func invariant(_ holds: Bool, _ invariant: @autoclosure () -> String) throws {
    if !holds { throw BrokenInvariant(description: invariant()) }
}
