/// Where the domain of a channel is read from.
package enum DomainRule: Sendable, Equatable {
    /// Asterisk's tenant id.
    case tenant
    /// A channel variable.
    case variable(String)
    /// The account code.
    case account
    /// The context of the dialplan, by a pattern.
    case context(DomainPattern)
    /// The endpoint in the name of the channel, by a pattern.
    case endpoint(DomainPattern)
    /// FreeSWITCH's own domain.
    case domain
    /// A name, whatever the channel is.
    case fixed(String)

    /// The rules of a PBX where the user gives none.
    package static func usual(of kind: PBXReader.Kind) -> [DomainRule] {
        switch kind {
        case .asterisk: [.tenant, .account]
        case .freeSWITCH: [.domain]
        }
    }

    /// Reads a rule as it stands in a command line: `tenant`, `account`, `domain`, `variable:NAME`, `context:PATTERN`,
    /// `endpoint:PATTERN`, `fixed:NAME`. Nil if it is none of these.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let argument = parts.count == 2 && !parts[1].isEmpty ? parts[1] : nil
        switch (parts[0], argument) {
        case ("tenant", nil) where parts.count == 1: self = .tenant
        case ("account", nil) where parts.count == 1: self = .account
        case ("domain", nil) where parts.count == 1: self = .domain
        case ("variable", let name?): self = .variable(name)
        case ("context", let pattern?): self = .context(DomainPattern(pattern))
        case ("endpoint", let pattern?): self = .endpoint(DomainPattern(pattern))
        case ("fixed", let name?): self = .fixed(name)
        default: return nil
        }
    }

    /// The forms of a rule, for `--help`.
    package static let forms = [
        "tenant", "account", "domain", "variable:NAME", "context:PATTERN", "endpoint:PATTERN", "fixed:NAME",
    ]
}

extension DomainRule: CustomStringConvertible {
    /// The rule as it stands in a command line.
    package var description: String {
        switch self {
        case .tenant: "tenant"
        case .account: "account"
        case .domain: "domain"
        case .variable(let name): "variable:\(name)"
        case .context(let pattern): "context:\(pattern.text)"
        case .endpoint(let pattern): "endpoint:\(pattern.text)"
        case .fixed(let name): "fixed:\(name)"
        }
    }
}

/// A text with at most one `*`, and the domain that it stands for: `sales-*=sales`. Without `=`, the domain is what the `*` is.
package struct DomainPattern: Sendable, Equatable {
    /// The pattern as it was written.
    let text: String
    private let before: String
    private let after: String
    private let hasStar: Bool
    private let name: String?

    package init(_ text: String) {
        self.text = text
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        name = parts.count == 2 ? parts[1] : nil
        let pieces = parts[0].split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        (before, after, hasStar) = (pieces[0], pieces.count == 2 ? pieces[1] : "", pieces.count == 2)
    }

    /// The domain of a text; nil if the pattern does not fit.
    package func domain(of text: String) -> String? {
        guard hasStar else { return text == before ? name ?? text : nil }
        guard text.count >= before.count + after.count, text.hasPrefix(before), text.hasSuffix(after) else {
            return nil
        }
        let middle = text.dropFirst(before.count).dropLast(after.count)
        return name ?? (middle.isEmpty ? nil : String(middle))
    }
}
