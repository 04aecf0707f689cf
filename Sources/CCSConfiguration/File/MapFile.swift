public import CCSEvents

/// A file with a field map: one `FIELD=NAME` in each line, comments after `#`.
public enum MapFile {
    /// Adds the names of a file before the existing ones. If the file has several names for a field, the first one is tried
    /// first.
    ///
    /// Throws why the file cannot be read, or its first error.
    public static func read(_ path: String, into map: inout FieldMap) throws(ConfigurationErrors) {
        guard let text = try ConfigurationFile.read(path) else {
            throw ConfigurationFile.error(path, "there is no such file")
        }
        try add(text, into: &map, file: path)
    }

    /// Adds the names of a text. `file` is the name for error messages.
    package static func add(_ text: String, into map: inout FieldMap, file: String) throws(ConfigurationErrors) {
        // The last line first, because each name goes before the existing ones.
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (place, line) in lines.enumerated().reversed() {
            let entry = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            guard !entry.isEmpty else { continue }
            do { try map.add(entry) } catch {
                throw ConfigurationFile.error(file, "line \(place + 1): \(error)")
            }
        }
    }
}
