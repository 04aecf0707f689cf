import Foundation

/// Seeds of the random feeds that a long test tries: `usual` of them, or as many as `CCS_SEEDS` says. `CCS_SEEDS=300` tries more,
/// and `make address` few.
public func seeds(_ usual: UInt64, from first: UInt64 = 0) -> Range<UInt64> {
    first..<first + (ProcessInfo.processInfo.environment["CCS_SEEDS"].flatMap(UInt64.init) ?? usual)
}
