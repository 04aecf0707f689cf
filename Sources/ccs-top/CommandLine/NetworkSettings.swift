import CCSConfiguration
import CCSFeed

/// What makes connections secure: from the command line, the settings file and the environment.
struct NetworkSettings: Sendable {
    /// Where a token is looked for that is given nowhere else.
    static let variable = "CCS_TOP_TOKEN"

    private let security: FeedSecurity
    private let token: FeedToken?

    /// Reads the token, and takes it out of the environment in any case. Throws what is wrong: wrong use.
    init(_ options: Options, _ configuration: Configuration, _ addresses: [FeedAddress]) throws {
        security = FeedSecurity(
            authorities: options.ca ?? configuration.ca, certificate: options.cert ?? configuration.certificate,
            key: options.cert == nil ? options.key ?? configuration.key : options.key, isInsecure: options.insecure)
        do {
            // Whether it is good matters only where it is used; that it is gone matters always.
            let inherited = Result { () throws(FeedError) in try FeedToken.takeFromEnvironment(Self.variable) }
            try Self.check(options, addresses, certificate: options.cert ?? configuration.certificate)
            guard !addresses.isEmpty else {
                token = nil
                return
            }
            if let path = options.tokenFile {
                token = try FeedToken.read(file: path)
            } else if let descriptor = options.tokenFd {
                token = try FeedToken.read(descriptor: descriptor)
            } else if let inherited = try inherited.get() {
                token = inherited
            } else {
                token = try configuration.tokenFile.map { path throws(FeedError) in try FeedToken.read(file: path) }
            }
        } catch {
            throw ExitStatus.wrongUse("\(error)")
        }
    }

    /// The other end of a connection. Throws what is wrong with the files that make it secure: wrong use.
    func endpoint(_ address: FeedAddress) throws -> FeedEndpoint {
        do {
            return try FeedEndpoint(address, security: security, token: token)
        } catch {
            throw ExitStatus.wrongUse("\(error)")
        }
    }

    /// How sure it is who is at that address.
    func trust(in address: FeedAddress) -> FeedTrust {
        if address.scheme.isEncrypted { return security.isInsecure ? .unverified(why: "--insecure") : .verified }
        return address.isLoopback ? .local : .plain(instead: "tls:// or wss://")
    }

    /// An option that would do nothing is a mistake.
    private static func check(
        _ options: Options, _ addresses: [FeedAddress], certificate: String?
    ) throws(FeedError) {
        let isEncrypted = addresses.contains { $0.scheme.isEncrypted }
        let forTLS = [("--ca", options.ca), ("--cert", options.cert), ("--key", options.key)]
        for (name, value) in forTLS where value != nil && !isEncrypted {
            throw FeedError("\(name) has no use here", advice: "it goes with --connect tls:// or wss://")
        }
        guard options.key == nil || certificate != nil else {
            throw FeedError("--key has no use here", advice: "it is the key of --cert")
        }
        let forToken = [("--token-file", options.tokenFile != nil), ("--token-fd", options.tokenFd != nil)]
        for (name, isGiven) in forToken where isGiven {
            guard !addresses.isEmpty else {
                throw FeedError("\(name) has no use here", advice: "it goes with --connect")
            }
            guard !options.noSubscribe || addresses.contains(where: { $0.scheme.isWebSocket }) else {
                throw FeedError(
                    "\(name) has no use here", advice: "without subscribing, only a websocket is shown the token")
            }
        }
        guard !options.insecure || addresses.contains(where: { $0.scheme.isEncrypted || !$0.isLoopback }) else {
            throw FeedError("--insecure has no use here", advice: "there is nothing to check")
        }
    }
}
