/// Names of people. Each entry is the content of a JSON string on the wire.
enum Names {
    static let latinFirst: [StaticString] = [
        "Anna", "Boris", "Carla", "David", "Elena", "Felix", "Grace", "Henry", "Irina", "Jonas", "Karin", "Louis",
        "Maria", "Nikolai", "Olga", "Pavel", "Quentin", "Rosa", "Sergei", "Tatiana", "Ursula", "Viktor", "Wendy",
        "Zoë",
    ]
    static let latinLast: [StaticString] = [
        "Orlova", "Petrov", "Smirnov", "Müller", "Kuznetsova", "García", "Novák", "O'Brien", "Sokolov", "Lindström",
        "Popov", "Weber", "Fedorova", "Johnson", "Morozov", "Volkova", "Kowalski", "Egorov", "Dubois", "Andersen",
    ]
    static let cyrillicFirst: [StaticString] = [
        "Анна", "Борис", "Вера", "Григорий", "Дарья", "Елена", "Жанна", "Захар", "Ирина", "Кирилл", "Лариса",
        "Михаил", "Наталья", "Олег", "Полина", "Роман", "Светлана", "Тимур", "Ульяна", "Фёдор",
    ]
    static let cyrillicLast: [StaticString] = [
        "Иваненко", "Соколова", "Кузнецов", "Мельник", "Лебедева", "Новикова", "Зайцев", "Шевчук", "Белый",
        "Гончар", "Черных", "Савченко", "Юрченко", "Щербак", "Ёлкина", "Тихая",
    ]

    /// Display names that a hostile caller may send. A terminal that gets them unfiltered clears its screen, sets its
    /// clipboard, changes its title, or shows the text in another order.
    static let hostile: [StaticString] = [
        #"\u001b[2J\u001b[HAnna"#,
        #"\u001b]52;c;Y3VybCBldmlsLmV4YW1wbGU=\u0007"#,
        #"\u001b]0;owned\u0007Boris"#,
        #"Carla\r\nDavid\u0000\u0008\u007f"#,
        "C1 \u{9B}31m red \u{90}q\u{9C}",
        #"C1 \u009b2J \u009d52;c;AAAA\u009c"#,
        "Elena\u{202E}nimda\u{202C} \u{2066}x\u{2069}",
        "Fe\u{200B}li\u{200D}x\u{FEFF}\u{2028}two\u{2029}three",
        "👨‍👩‍👧‍👦 family 🏳️‍🌈 👩🏽‍🚀 🇩🇪",
        #"\ud83d\ude00\ud83d\udc69\u200d\ud83d\udcbb smile"#,
        "王小明 日本語テスト 김철수",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308} zalgo",
        "ﷺ العربية שלום",
        #"\"quoted\\\" \/ {\"idcall\":\"x\"}"#,
        "%s%n%x $(reboot) `id` ; rm -rf ~",
        "__empty", "undefined", "", "   ",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    ]

    /// Appends the name of an operator. The same `person` always has the same name, so this takes a number, not a generator.
    static func append(person: UInt64, to bytes: inout [UInt8]) {
        let (first, last) = person & 3 == 0 ? (cyrillicFirst, cyrillicLast) : (latinFirst, latinLast)
        bytes.append(first[Int((person >> 2) % UInt64(first.count))])
        bytes.append(UInt8(ascii: " "))
        bytes.append(last[Int((person >> 20) % UInt64(last.count))])
    }
}
