/// The examples of the manual page. docs/commands.md has the same ones, and more.
enum Examples {
    /// Each command and its purpose.
    static let table: [(command: String, meaning: String)] = [
        (
            "ssh feedhost tail -F events.ndjson | ccs-top",
            "A live feed from a pipe; the keys still come from the terminal."
        ),
        ("ccs-top --connect tcp://feed:9000", "Subscribe over TCP, and connect again when it is lost."),
        ("ccs-top -d sales --connect tcp://feed:9000", "One tenant alone."),
        (
            "ccs-top --connect wss://feed.example --token-file ~/.ccs-top-token",
            "The platform's own websocket, with the token that it wants."
        ),
        ("ccs-top --feed-domain sales feed.ndjson", "A feed whose events do not say whose they are."),
        ("ccs-top -d sales --connect tcp://feed:9000 --record sales.rec", "Keep what is seen."),
        ("ccs-top --replay sales.rec --speed 10x --start 14:03", "Look at it again."),
        (
            "ccs-top -d sales --pane calls --sort=-since --filter 'wrong=ringing or since>5m' feed.ndjson",
            "Begin with what rings too long, or has not changed for long."
        ),
        (
            "ccs-top --once -d sales --for 1m --fail-on unrecorded --connect tcp://feed:9000",
            "For a script: status 4 if talks were not recorded."
        ),
        ("ccs-top --inspect feed.ndjson", "Which fields were found, and the --map that would help."),
    ]
}
