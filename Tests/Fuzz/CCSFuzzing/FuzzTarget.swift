import CCSEvents

/// A function of the program that reads foreign bytes, and the properties that must hold for any bytes.
///
/// The fuzzer calls it with generated inputs. The unit tests call it with the corpus and with inputs that failed once.
package struct FuzzTarget: Sendable {
    /// The name of its folders under `Corpus` and `Regressions`, and of its dictionary.
    package let name: String
    /// Throws ``Violation`` when a property does not hold.
    package let run: @Sendable (UnsafeRawBufferPointer) throws -> Void

    /// All targets.
    package static let all = [
        FuzzTarget(name: "lines", run: fuzzLines),
        FuzzTarget(name: "recordings", run: fuzzRecording),
        FuzzTarget(name: "frames", run: fuzzFrames),
        FuzzTarget(name: "configuration", run: fuzzConfiguration),
        FuzzTarget(name: "filter", run: fuzzFilter),
        FuzzTarget(name: "addresses", run: fuzzAddresses),
        FuzzTarget(name: "ami", run: fuzzAMI),
        FuzzTarget(name: "esl", run: fuzzESL),
    ]
}

/// A property that did not hold.
package struct Violation: Error, CustomStringConvertible {
    package let description: String
}

/// Throws a ``Violation`` unless the condition holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Violation) {
    guard condition else { throw Violation(description: message()) }
}

/// Calls `body` with a copy of the bytes and the padding of a line. The allocation ends with the padding, so
/// AddressSanitizer detects any read beyond it.
func withPadding<Result>(
    _ bytes: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) throws -> Result
) rethrows -> Result {
    let padded = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + LineFramer.padding, alignment: 1)
    defer { padded.deallocate() }
    padded.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "\""))
    padded.copyBytes(from: bytes)
    return try body(UnsafeRawBufferPointer(rebasing: padded[..<bytes.count]))
}
