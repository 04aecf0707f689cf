import Foundation

/// The seeds of a long test's random feeds: `usual` of them, or the number in `CCS_SEEDS`. `CCS_SEEDS=300` tries more, and
/// `make address` fewer.
public func seeds(_ usual: UInt64, from first: UInt64 = 0) -> Range<UInt64> {
    first..<first + (ProcessInfo.processInfo.environment["CCS_SEEDS"].flatMap(UInt64.init) ?? usual)
}
