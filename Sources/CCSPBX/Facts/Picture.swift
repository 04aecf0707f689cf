/// All channels of a PBX at one moment, as it answered when it was asked.
package struct Picture: Sendable, Equatable {
    /// One channel of a picture.
    package struct Channel: Sendable, Equatable {
        package var birth: Birth
        /// For how long it exists, in milliseconds.
        package var duration: Int64
        /// The bridge that it is in.
        package var bridge: String?
        package var bridgeKind = BridgeKind.basic
        /// Whether it was dialled: by its originator, or by the oldest channel of its group.
        package var isDialled = false
        package var isHeld = false
        package var isParked = false
        /// The queue in which it waits.
        package var queue: String?
        /// The other half of a Local or loopback channel.
        package var pair: String?

        package init(birth: Birth, duration: Int64) { (self.birth, self.duration) = (birth, duration) }
    }

    package var channels: [Channel]
    /// When it was made, in milliseconds since 1970; nil for the time of the messages around it.
    package var at: Int64?

    package init(channels: [Channel], at: Int64? = nil) { (self.channels, self.at) = (channels, at) }
}
