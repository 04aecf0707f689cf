import CCSConfiguration

/// The lines of the error message for a text with the file name `c.toml`; empty for a valid text.
func complaints(_ text: String) -> [String] {
    do throws(ConfigurationErrors) {
        _ = try Configuration(parsing: text, file: "c.toml")
        return []
    } catch {
        return error.errors.map(\.description)
    }
}
