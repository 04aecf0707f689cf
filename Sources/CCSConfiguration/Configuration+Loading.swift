extension Configuration {
    /// Reads a text. `file` is the name for error messages.
    ///
    /// Throws all errors of the text at once, or only the first syntax error.
    public init(parsing text: String, file: String) throws(ConfigurationErrors) {
        self = try ConfigurationParser.parse(text, file: file)
    }

    /// Reads the user's settings file.
    ///
    /// - Parameters:
    ///   - path: a file that must exist; nil for the one at ``defaultPath(environment:)``, which may be missing.
    ///   - environment: returns the value of an environment variable.
    /// - Returns: the defaults, changed by the file.
    /// - Throws: why the file cannot be read, or all errors in it.
    public static func load(
        path: String?, environment: (String) -> String?
    ) throws(ConfigurationErrors) -> Configuration {
        guard let file = path ?? defaultPath(environment: environment) else { return Configuration() }
        guard let text = try ConfigurationFile.read(file) else {
            guard let path else { return Configuration() }
            throw ConfigurationFile.error(path, "there is no such file")
        }
        return try Configuration(parsing: text, file: file)
    }

    /// `$XDG_CONFIG_HOME/ccs-top/config.toml`, or `~/.config/ccs-top/config.toml`. Nil if `HOME` is not set either.
    ///
    /// A relative path counts as not set (https://specifications.freedesktop.org/basedir-spec/latest/).
    public static func defaultPath(environment: (String) -> String?) -> String? {
        func folder(_ name: String) -> String? { environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        guard let folder = folder("XDG_CONFIG_HOME") ?? folder("HOME").map({ $0 + "/.config" }) else { return nil }
        return folder + "/ccs-top/config.toml"
    }
}
