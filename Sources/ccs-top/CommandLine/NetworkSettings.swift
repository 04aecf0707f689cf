import CCSConfiguration
import CCSFeed
import CCSPBX

/// The TLS settings and the token, from the command line, the settings file and the environment.
struct NetworkSettings: Sendable {
    /// The environment variable with the token, read if no option names a token.
    static let variable = "CCS_TOP_TOKEN"

    private let security: FeedSecurity
    private let token: FeedToken?

    /// Reads the token, and removes it from the environment in any case. Throws wrong use.
    init(_ options: Options, _ configuration: Configuration, _ addresses: [FeedAddress]) throws {
        security = FeedSecurity(
            authorities: options.ca ?? configuration.ca, certificate: options.cert ?? configuration.certificate,
            key: options.cert == nil ? options.key ?? configuration.key : options.key, isInsecure: options.insecure)
        do {
            // A malformed token matters only if it is used. It must leave the environment in any case.
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

    /// The endpoint of an address. Throws wrong use for a problem with the TLS files.
    func endpoint(_ address: FeedAddress) throws -> FeedEndpoint {
        do {
            return try FeedEndpoint(address, security: security, token: token)
        } catch {
            throw ExitStatus.wrongUse("\(error)")
        }
    }

    /// The login of a PBX; nil for other feeds. Throws wrong use if there is no secret.
    func login(_ address: FeedAddress) throws -> PBXLogin? {
        guard let kind = address.scheme.pbx else { return nil }
        guard let token else {
            throw ExitStatus.wrongUse(
                "\(address): a PBX wants a secret. Give it with --token-file, --token-fd or \(Self.variable)")
        }
        return PBXLogin(kind, PBXLogin.Credentials(user: address.user, secret: token.text))
    }

    /// How far this connection is verified and encrypted.
    func trust(in address: FeedAddress) -> FeedTrust {
        if address.scheme.isEncrypted { return security.isInsecure ? .unverified(why: "--insecure") : .verified }
        return address.isLoopback ? .local : .plain(instead: "tls:// or wss://")
    }

    /// Refuses options without an effect.
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
            guard !options.noSubscribe || addresses.contains(where: { $0.scheme.isWebSocket || $0.scheme.pbx != nil })
            else {
                throw FeedError(
                    "\(name) has no use here", advice: "without subscribing, only a websocket is shown the token")
            }
        }
        guard !options.insecure || addresses.contains(where: { $0.scheme.isEncrypted || !$0.isLoopback }) else {
            throw FeedError("--insecure has no use here", advice: "there is nothing to check")
        }
    }
}
