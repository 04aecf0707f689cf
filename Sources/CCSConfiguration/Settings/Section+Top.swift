import CCSFeed
import CCSKafka
import CCSState
import CCSView

extension Section {
    /// Defaults of the command line.
    static let top = Section(
        nil, noun: "setting", ["Defaults of the command line; what is given there wins."],
        [
            text("domain", "The domain to show; events of others are dropped.", "sales", \.domain),
            text("feed-domain", "The domain of events that name none.", "sales", \.feedDomain),
            Setting(
                [.key("connect")],
                "The feed to subscribe to, or several in a list, unless a file or another feed is named.",
                example: "\"tcp://feed:9000\""
            ) { configuration, _ in
                let all = configuration.connect.map(\.description)
                return all.count > 1 ? TOMLText.list(all) : all.first.map(TOMLText.text)
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.connect = try addresses(value)
            },
            text(
                "map-file", "A file with names of fields, FIELD=NAME a line, as --inspect proposes them.",
                "/etc/ccs-top/platform.map", \.mapFile),
            Setting(
                [.key("unconfirmed")],
                "How long after a lost feed came back what is not heard of again stays on the screen; false: for good.",
                example: "\"15m\""
            ) { configuration, _ in
                configuration.unconfirmed.map { TOMLText.text(DurationText.text($0)) } ?? "false"
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.unconfirmed = try value.duration(1000...86_400_000, "\"15m\"")
            },
            Setting(
                [.key("clock-skew")],
                "How far ahead of the expected feed time an eventts may be before the clock does not go by it; 5m for the "
                    + "network and 1d for files and pipes if not set.",
                example: "\"5m\""
            ) { configuration, _ in
                configuration.clockSkew.map { TOMLText.text(DurationText.text($0)) }
            } take: { (draft, value, _) throws(Fault) in
                draft.configuration.clockSkew = try value.length(ClockRule.skews, "\"5m\"")
            },
            text("ca", "A file (PEM) of the authorities to trust, in place of the system's.", "/etc/feed/ca.pem", \.ca),
            text("cert", "A file (PEM) with the certificate to show to a feed.", "/etc/feed/me.pem", \.certificate),
            text("key", "A file (PEM) with its key, where it is not in the same one.", "/etc/feed/me.key", \.key),
            text(
                "token-file", "A file with the token that opens a feed; nobody else may read it (chmod 600).",
                "/home/me/.token", \.tokenFile),
            Setting([.key("pane")], "The list to begin with.", example: "\"calls\"") { configuration, _ in
                configuration.pane.map { TOMLText.text($0.rawValue) }
            } take: { (draft, value, _) throws(Fault) in
                let name = try value.choice("pane", of: Pane.allCases.map(\.rawValue), "\"calls\"")
                draft.configuration.pane = Pane(rawValue: name)
            },
            Setting([.key("theme")], "Colours: \(themeNames), or one of [themes].", example: "\"dark\"") {
                configuration, _ in
                TOMLText.text(configuration.theme)
            } take: { (draft, value, _) throws(Fault) in
                // Whether there is such a theme is seen when all of them are known.
                draft.configuration.theme = try value.text("\"dark\"")
            },
            flag("ascii", "Draw with ASCII characters alone.", \.isASCII),
            Setting([.key("mask")], "\"numbers\" shows the last four digits of numbers only.", example: "\"numbers\"") {
                configuration, _ in
                configuration.masksNumbers ? "\"numbers\"" : "\"none\""
            } take: { (draft, value, _) throws(Fault) in
                let choice = try value.choice("mask", of: ["none", "numbers"], "\"numbers\"")
                draft.configuration.masksNumbers = choice == "numbers"
            },
            flag("mouse", "Take clicks and the wheel; the terminal's own selecting then needs Shift.", \.mouse),
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
