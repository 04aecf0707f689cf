public import ArgumentParser
import CCSEvents
public import CCSFeed
import CCSState
public import CCSView

/// A number of bytes on the command line.
struct ByteCount: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        let units = ["": 0, "K": 10, "M": 20, "G": 30, "T": 40]
        guard digits.utf8.count <= 9, let number = Int(digits),
            let shift = units[argument.dropFirst(digits.count).uppercased()], number > 0
        else { return nil }
        value = number << shift
    }
}

extension ReplaySpeed: ExpressibleByArgument {
    /// Reads a value of the command line.
    public init?(argument: String) { self.init(argument) }
}

extension StartTime: ExpressibleByArgument {
    /// Reads a value of the command line.
    public init?(argument: String) { self.init(argument) }
}

/// The values of --mask.
enum Mask: String, CaseIterable, ExpressibleByArgument {
    case numbers
}

/// The detectors of --fail-on, which give `--once` a separate exit status.
struct DetectorChoice: ExpressibleByArgument {
    let detectors: Set<Detector>
    /// Whether the user named each of them. `any` names none.
    let isNamed: Bool

    init?(argument: String) {
        isNamed = argument != "any"
        if argument == "any" {
            detectors = Set(Detector.allCases)
            return
        }
        var chosen: Set<Detector> = []
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let detector = Detector.allCases.first(where: { $0.name == name }) else { return nil }
            chosen.insert(detector)
        }
        detectors = chosen
    }
}

/// The output formats of `--once`.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// The pane as text.
    case text
    /// The snapshot.
    case json
    /// The rows of the pane, one JSON object on each line.
    case ndjson
}

extension Pane: ExpressibleByArgument {}

/// Seconds on the command line, for example `0.5`.
struct Seconds: ExpressibleByArgument {
    let value: Double

    init?(argument: String) {
        guard let value = Double(decimal: argument) else { return nil }
        self.value = value
    }
}

/// A duration on the command line, in milliseconds.
struct Milliseconds: ExpressibleByArgument {
    let value: Int

    init?(argument: String) {
        // At most 30 years, so that nanoseconds fit into 64 bits.
        guard let reading = DurationText.read(argument), (0...1_000_000_000_000).contains(reading.milliseconds) else {
            return nil
        }
        value = Int(reading.milliseconds)
    }
}

/// The secrets of --reveal.
struct Revealed: ExpressibleByArgument {
    var dtmf = false
    var keys = false

    init() {}

    init?(argument: String) {
        for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
            switch name {
            case "dtmf": dtmf = true
            case "keys": keys = true
            default: return nil
            }
        }
    }

    /// The names as on the command line.
    var names: [String] { (dtmf ? ["dtmf"] : []) + (keys ? ["keys"] : []) }

    var defaultValueDescription: String { "nothing" }
}
