import CCSFeed
import CCSKafka

/// Addresses of feeds: an accepted address, written and read again, stays the same.
@Sendable func fuzzAddresses(_ input: UnsafeRawBufferPointer) throws {
    guard let text = String(validating: input, as: UTF8.self) else { return }
    try checkReadsBack(text, FeedAddress.init(parsing:))
    try checkReadsBack(text, ListenAddress.init(parsing:))
    try checkReadsBack(text, KafkaAddress.init(parsing:))
    _ = (try? FeedAddress(parsing: text))?.isLoopback
    _ = (try? ListenAddress(parsing: text))?.isLoopback
    _ = (try? KafkaAddress(parsing: text))?.isLoopback
}

private func checkReadsBack<Address: Equatable & CustomStringConvertible>(
    _ text: String, _ parse: (String) throws(FeedError) -> Address
) throws(Violation) {
    guard let address = try? parse(text) else { return }
    do {
        let again = try parse(address.description)
        try require(again == address, "\(text) reads back as \(again)")
    } catch {
        throw Violation(description: "\(text) is written as \(address), which fails: \(error)")
    }
}
