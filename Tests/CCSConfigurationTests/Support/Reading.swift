import CCSConfiguration

/// The lines of what is said of a text that is called `c.toml`; none where nothing is wrong with it.
func complaints(_ text: String) -> [String] {
    do throws(ConfigurationErrors) {
        _ = try Configuration(parsing: text, file: "c.toml")
        return []
    } catch {
        return error.errors.map(\.description)
    }
}
