extension Configuration {
    /// Reads a text: `file` is what errors call it.
    ///
    /// Throws all that is wrong with it at once, or the first fault of syntax.
    public init(parsing text: String, file: String) throws(ConfigurationErrors) {
        self = try ConfigurationParser.parse(text, file: file)
    }

    /// Reads the configuration of a user.
    ///
    /// - Parameters:
    ///   - path: a file that has to be there; nil for the one at ``defaultPath(environment:)``, if there is one.
    ///   - environment: a variable of the environment.
    /// - Returns: the defaults, with what the file changes.
    /// - Throws: why the file cannot be read, or all that is wrong with it.
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

    /// `$XDG_CONFIG_HOME/ccs-top/config.toml`, or `~/.config/ccs-top/config.toml`; nil where there is no home either.
    ///
    /// Paths that are not absolute count as not set (https://specifications.freedesktop.org/basedir-spec/latest/).
    public static func defaultPath(environment: (String) -> String?) -> String? {
        func folder(_ name: String) -> String? { environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        guard let folder = folder("XDG_CONFIG_HOME") ?? folder("HOME").map({ $0 + "/.config" }) else { return nil }
        return folder + "/ccs-top/config.toml"
    }
}
