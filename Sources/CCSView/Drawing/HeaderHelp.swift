import CCSEvents
import CCSState

/// What the header says, for the help: the measures with their windows.
enum HeaderHelp {
    /// Each piece as it stands there, and what it means.
    static func lines(_ glyphs: Glyphs) -> [(name: String, text: String)] {
        [
            ("14:03:22", "the time of the feed (UTC), from its newest event on"),
            ("LIVE 0.2s", "events come, the last one so long ago; STALE: none came for too long"),
            (
                "STORM 12x",
                "events come 12 times as fast as usual: at \(Int(EventStorm.factor)) times the median of the 5 min before, "
                    + "and \(Int(EventStorm.floor)) a second, it is called a storm"
            ),
            ("BEHIND", "events come faster than they can be taken, so the feed is held back and what is shown is late"),
            (
                "REPLAY 10x 0:03:12/0:45:00",
                "a recording or a file is replayed so fast; how far it is, and how long in all"
            ),
            (
                "\(glyphs.bullet) REC 12 MiB",
                "what comes is recorded to a file; REC STOPPED says why it is not"
            ),
            ("ev/s 412 388 350", "events a second over 10 s, 1 min and 5 min, and a chart of 10 s each"),
            ("2/3 LIVE", "so many of so many feeds are live; then the worst of the others, by its name"),
            (
                "missed 14:02:11 +12s ?31",
                "a feed was not connected: since when and for how long, and how many objects were not heard of since"
            ),
            ("lag 80ms", "the clock at arrival less eventts, the median of the last 16 events"),
            ("seances 212 (^240)", "seances that live, and the most that lived at once; so for conn and calls"),
            ("ring talk hold", "calls that live, by phase"),
            (
                "fail 1m 3/97",
                "connection failures of attempts in 1 min; attempts are connections that came to life and failures"
            ),
            ("rec 168", "connections whose record runs"),
            (
                "new/s 4.1 (5m ^9 ^14)",
                "new seances a second over 10 s, and the most in a second, of the last 5 min and ever"
            ),
            ("ASR 15m 62% n 97", "answered attempts of the n decided ones, over 15 min; see What is measured"),
            ("PDD 1.8s/4.2s n 88", "post-dial delay of half the n calls and of 95 %, over 15 min"),
            ("ACD 2m10s n 60", "mean talk time of n connections, over 15 min"),
            ("fork lost 4", "calls beside one that answered, over 15 min"),
            ("!7", "what is wrong now, dim once all of it was acknowledged"),
            (
                "?12",
                "the picture lacks something: refused lines (malformed, too long, of unknown type or no domain) and "
                    + "evicted objects, live ones that had to leave"
            ),
        ]
    }
}
