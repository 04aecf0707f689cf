internal import CXXHash

/// A 128-bit hash of a line, with the seed of this process.
public struct LineDigest: Sendable, BitwiseCopyable {
    /// The lower half.
    public let low: UInt64
    /// The upper half.
    public let high: UInt64

    static let none = LineDigest(low: 0, high: 0)

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Cost: proportional to the number of bytes.
    public init(_ bytes: UnsafeRawBufferPointer) {
        let digest = ccs_hash128(bytes.baseAddress, bytes.count)
        self.init(low: digest.low, high: digest.high)
    }
}
