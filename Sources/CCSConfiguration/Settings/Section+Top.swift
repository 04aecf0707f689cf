import CCSFeed
import CCSKafka
import CCSPBX
import CCSState
import CCSView

extension Section {
    /// Defaults of the command line.
    static let top = Section(
        nil, noun: "setting", ["Defaults for the command line. An option on the command line wins."],
        [
            text("domain", "The domain to show. Events of other domains are dropped.", "sales", \.domain),
            text("feed-domain", "The domain of events that name none.", "sales", \.feedDomain),
            Setting(
                [.key("pbx-domain")],
                "Where the domain of a PBX's channels is read from; the first rule with a value counts. A rule on the command "
                    + "line replaces them.",
                example: "[\"tenant\", \"account\"]"
            ) { configuration, _ in
                configuration.pbxDomains.isEmpty ? nil : TOMLText.list(configuration.pbxDomains.map(\.description))
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.pbxDomains = []
                for text in try value.list("[\"tenant\", \"account\"]") {
                    guard let rule = DomainRule(text) else {
                        throw Fault(
                            "\(quoted(text)) is no rule; a rule is one of \(DomainRule.forms.joined(separator: ", "))")
                    }
                    draft.configuration.pbxDomains.append(rule)
                }
            },
            Setting(
                [.key("connect")],
                "The feed to subscribe to, or a list of feeds. A feed on the command line replaces it.",
                example: "\"tcp://feed:9000\""
            ) { configuration, _ in
                let all = configuration.connect.map(\.description)
                return all.count > 1 ? TOMLText.list(all) : all.first.map(TOMLText.text)
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.connect = try addresses(value)
            },
            text(
                "map-file", "A file with names of fields, one FIELD=NAME a line, as --inspect proposes them.",
                "/etc/ccs-top/platform.map", \.mapFile),
            Setting(
                [.key("unconfirmed")],
                "How long unconfirmed objects stay on the screen after a feed came back; false: for ever.",
                example: "\"15m\""
            ) { configuration, _ in
                configuration.unconfirmed.map { TOMLText.text(DurationText.text($0)) } ?? "false"
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.unconfirmed = try value.duration(1000...86_400_000, "\"15m\"")
            },
            Setting(
                [.key("clock-skew")],
                "How far ahead of feed time an event's time may be; feed time ignores one that is further; 5m for the "
                    + "network and 1d for files and pipes if not set.",
                example: "\"5m\""
            ) { configuration, _ in
                configuration.clockSkew.map { TOMLText.text(DurationText.text($0)) }
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.clockSkew = try value.length(ClockRule.skews, "\"5m\"")
            },
            text(
                "ca", "A file (PEM) with the certificate authorities to trust instead of the system's.",
                "/etc/feed/ca.pem", \.ca),
            text("cert", "A file (PEM) with the client certificate.", "/etc/feed/me.pem", \.certificate),
            text("key", "A file (PEM) with its key, if it is in another file.", "/etc/feed/me.key", \.key),
            text(
                "token-file", "A file with the token for the feed. It must be chmod 600.",
                "/home/me/.token", \.tokenFile),
            Setting([.key("pane")], "The list to show first.", example: "\"calls\"") { configuration, _ in
                configuration.pane.map { TOMLText.text($0.rawValue) }
            } take: { (draft, value, _) throws(Fault) in
                let name = try value.choice("pane", of: Pane.allCases.map(\.rawValue), "\"calls\"")
                draft.configuration.pane = Pane(rawValue: name)
            },
            Setting([.key("theme")], "Colours: \(themeNames), or one of [themes].", example: "\"dark\"") {
                configuration, _ in
                TOMLText.text(configuration.theme)
            } take: { (draft, value, _) throws(Fault) in
                // The name of the theme is checked after all themes are read.
                draft.configuration.theme = try value.text("\"dark\"")
            },
            flag("ascii", "Draw with ASCII characters only.", \.isASCII),
            Setting([.key("mask")], "\"numbers\" shows only the last four digits of numbers.", example: "\"numbers\"") {
                configuration, _ in
                configuration.masksNumbers ? "\"numbers\"" : "\"none\""
            } take: { (draft, value, _) throws(Fault) in
                let choice = try value.choice("mask", of: ["none", "numbers"], "\"numbers\"")
                draft.configuration.masksNumbers = choice == "numbers"
            },
            flag("mouse", "Use the mouse. To select text in the terminal, then hold Shift.", \.mouse),
            Setting([.key("delay")], "Seconds between two frames while data comes, 0.1 to 60.", example: "0.5") {
                configuration, _ in
                TOMLText.number(configuration.delay)
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.delay = try value.number(0.1...60, "0.5")
            },
        ])

    private static let themeNames = Theme.all.map(\.name).joined(separator: ", ")

    private static func text(
        _ name: String, _ help: String, _ example: String,
        _ path: any WritableKeyPath<Configuration, String?> & Sendable
    ) -> Setting {
        let example = TOMLText.text(example)
        return Setting([.key(name)], help, example: example) { configuration, _ in
            configuration[keyPath: path].map(TOMLText.text)
        } take: { (draft, value, _) throws(Fault) in
            draft.configuration[keyPath: path] = try value.text(example)
        }
    }

    private static func flag(
        _ name: String, _ help: String, _ path: any WritableKeyPath<Configuration, Bool> & Sendable
    ) -> Setting {
        Setting([.key(name)], help, example: "true") { configuration, _ in
            configuration[keyPath: path] ? "true" : "false"
        } take: { (draft, value, _) throws(Fault) in
            draft.configuration[keyPath: path] = try value.flag("true")
        }
    }

    private static func addresses(_ value: SettingValue) throws(Fault) -> [FeedPlace] {
        let example = "\"tcp://feed:9000\""
        let texts: [String]
        if case .list = value { texts = try value.list("[\(example)]") } else { texts = [try value.text(example)] }
        do { return try FeedPlace.list(parsing: texts) } catch { throw Fault(error.description) }
    }
}
