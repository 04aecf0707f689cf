import CCSView
import TOMLKit

/// Parses a text into a ``Configuration``, or finds all errors in it.
struct ConfigurationParser {
    private let file: String
    private let lines: KeyLines
    private var draft = Draft()
    private var errors: [ConfigurationError] = []
    /// The values with the index of their setting in the table. They take effect in this order.
    private var found: [(place: Int, path: [String], value: SettingValue)] = []

    private init(file: String, lines: KeyLines) {
        self.file = file
        self.lines = lines
    }

    static func parse(_ text: String, file: String) throws(ConfigurationErrors) -> Configuration {
        let fault = ReadableText.fault(in: text)
        let lines = KeyLines(fault == nil ? text : "")
        if let fault = fault ?? lines.fault.map({ ($0.line, $0.message) }) {
            throw ConfigurationErrors([ConfigurationError(file: file, line: fault.line, message: fault.message)])
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            // Quotes are what people forget most.
            let advice = error.description.hasSuffix("could not determine value type") ? "; a text needs quotes" : ""
            let message = "this is not TOML: \(error.description)\(advice)"
            throw ConfigurationErrors([ConfigurationError(file: file, line: error.source.begin.line, message: message)])
        } catch {
            throw ConfigurationErrors([ConfigurationError(file: file, message: "this is not TOML")])
        }
        var parser = ConfigurationParser(file: file, lines: lines)
        return try parser.configuration(SettingValue(table))
    }

    private mutating func configuration(_ root: SettingValue) throws(ConfigurationErrors) -> Configuration {
        walk(root, path: [], steps: [])
        found.sort { ($0.place, $0.path.joined(separator: ".")) < ($1.place, $1.path.joined(separator: ".")) }
        for (place, path, value) in found {
            let setting = Setting.table[place]
            let name = zip(setting.path, path).first { $0.0 == .name }?.1 ?? ""
            do throws(Fault) { try setting.take(&draft, value, name) } catch {
                report(path + error.below, error.message, error.detail)
            }
        }
        checkTogether()
        guard errors.isEmpty else { throw ConfigurationErrors(errors) }
        return draft.configuration
    }

    /// Checks settings that depend on each other.
    private mutating func checkTogether() {
        let configuration = draft.configuration
        let themes = Theme.all.map(\.name) + configuration.themes.map(\.name)
        if let fault = SettingValue.fault("theme", configuration.theme, of: themes) {
            report(["theme"], fault.message)
        }
        for (command, message) in Section.sharedKeys(configuration) { report(["keys", command.rawValue], message) }
    }

    // MARK: The tree of keys

    private mutating func walk(_ value: SettingValue, path: [String], steps: [Setting.Step]) {
        guard case .table(let entries) = value else { return }
        for entry in entries {
            let path = path + [entry.key]
            guard let step = step(entry.key, after: steps) else {
                report(path, unknown(path, after: steps))
                continue
            }
            let steps = steps + [step]
            if let place = Setting.table.firstIndex(where: { $0.path == steps }) {
                found.append((place, path, entry.value))
                continue
            }
            guard case .table = entry.value else {
                report(path, "must be a table, as in \(header(steps)), not \(entry.value.kind)")
                continue
            }
            if step == .name, let section = path.first {
                do throws(Fault) { try draft.open(section, name: entry.key) } catch {
                    report(path, error.message)
                    continue
                }
            }
            walk(entry.value, path: path, steps: steps)
        }
    }

    /// The step of a key, if a setting has this key here.
    private func step(_ key: String, after steps: [Setting.Step]) -> Setting.Step? {
        let next = nextSteps(after: steps)
        return next.first { $0 == .key(key) } ?? next.first { $0 == .name }
    }

    private func nextSteps(after steps: [Setting.Step]) -> [Setting.Step] {
        Setting.table.filter { $0.path.count > steps.count && $0.path.starts(with: steps) }.map { $0.path[steps.count] }
    }

    private func header(_ steps: [Setting.Step]) -> String {
        let names = steps.map { if case .key(let name) = $0 { name } else { "NAME" } }
        // A style is written in one line, so the example has no separate table for it.
        return names.count == 3 && names[0] == "themes"
            ? "{ foreground = \"yellow\" }" : "[\(names.joined(separator: "."))]"
    }

    // MARK: Errors

    private mutating func report(_ path: [String], _ message: String, _ detail: [String] = []) {
        errors.append(
            ConfigurationError(
                file: file, line: lines.line(of: path), key: TOMLText.path(path), message: message, detail: detail))
    }

    private func unknown(_ path: [String], after steps: [Setting.Step]) -> String {
        let key = path.last ?? ""
        if steps.isEmpty, let reason = Setting.refused[key] { return reason }
        var names: [String] = []
        for case .key(let name) in nextSteps(after: steps) where !names.contains(name) { names.append(name) }
        let what = "no such \(noun(after: steps))"
        if let near = Nearest.name(to: key, of: names) { return "\(what); did you mean '\(near)'?" }
        // Often the key is right but in the wrong place, because all lines after a [header] belong to that table.
        let alike = Setting.table.filter { $0.name == key && !$0.path.contains(.name) }
        if alike.contains(where: { $0.path.count == 1 }) {
            return "\(what); '\(key)' belongs at the top, before the first [section]"
        }
        let places = alike.map {
            $0.path.map { if case .key(let name) = $0 { name } else { "" } }.joined(separator: ".")
        }
        if steps.isEmpty, !places.isEmpty {
            return "\(what); did you mean \(places.map { "'\($0)'" }.joined(separator: " or "))?"
        }
        if case .key("keys") = steps.first { return "\(what); ccs-top --list-keys lists them" }
        return "\(what); there are \(names.joined(separator: ", "))"
    }

    /// The word for the keys at this position.
    private func noun(after steps: [Setting.Step]) -> String {
        guard case .key(let name) = steps.first else { return "setting" }
        switch (name, steps.count) {
        case ("domains", 3): return "detector"
        case ("themes", 3): return "attribute"
        default: return Section.all.first { $0.name == name }?.noun ?? "setting"
        }
    }
}
