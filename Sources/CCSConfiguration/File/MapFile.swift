public import CCSEvents

/// A field map in a file of its own: `FIELD=NAME` a line, `#` before what is not meant.
public enum MapFile {
    /// Adds the names of a file in front of those there. Of several names for one field the first one written is asked first.
    ///
    /// Throws why the file cannot be read, or what is wrong with its first line that is wrong.
    public static func read(_ path: String, into map: inout FieldMap) throws(ConfigurationErrors) {
        guard let text = try ConfigurationFile.read(path) else {
            throw ConfigurationFile.error(path, "there is no such file")
        }
        try add(text, into: &map, file: path)
    }

    /// Adds the names of a text; `file` is what errors call it.
    package static func add(_ text: String, into map: inout FieldMap, file: String) throws(ConfigurationErrors) {
        // From the end, since each comes before those that are there.
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
