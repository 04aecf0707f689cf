#include "CSimdjson.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>
#include <new>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

namespace {

// Only the length of a line limits its nesting, as RFC 8259 allows. The parser has its own stack, whose pages are touched
// only as deep as a line is nested.
constexpr size_t maximumDepth = CCS_MAXIMUM_LINE;
// This file walks a line recursively, so the depth needs a limit. A name in a field map has at most 128 bytes, so a path has
// at most 129 steps, and no field is nested deeper.
constexpr int maximumWalk = 160;

static_assert(CCS_PADDING >= SIMDJSON_PADDING, "the framing buffer's padding is too short for this simdjson");

/// The tape of simdjson's DOM (doc/tape.md). Each value is a word with its type in the highest byte. The rest is the
/// position of a string, or the end of an object or array. `dom::object` walks the same words, but through results that are
/// checked repeatedly. Callgrind, 100,000 lines through decoder and reducer: 661 M instructions with it, 564 M with this and
/// the keys below.
struct Tape {
    const uint64_t *words;
    const uint8_t *strings;

    explicit Tape(const dom::document &document)
        : words(document.tape.get()), strings(document.string_buf.get()) {}

    char type(size_t at) const { return char(words[at] >> 56); }
    bool isNested(size_t at) const { return type(at) == '{' || type(at) == '['; }
    /// The index of the next value: after the end of an object or array. A number takes two words.
    size_t next(size_t at) const {
        switch (type(at)) {
            case '{': case '[': return uint32_t(words[at]);
            case 'l': case 'u': case 'd': return at + 2;
            default: return at + 1;
        }
    }
    /// The closing word of an object or an array.
    size_t end(size_t at) const { return uint32_t(words[at]) - 1; }
    /// Reads a number of any type.
    bool number(size_t at, double &number) const {
        switch (type(at)) {
            case 'l': number = double(int64_t(words[at + 1])); return true;
            case 'u': number = double(words[at + 1]); return true;
            case 'd': std::memcpy(&number, words + at + 1, sizeof number); return true;
            default: return false;
        }
    }
    /// A string. Its length is stored before its bytes, and padding follows.
    std::string_view text(size_t at) const {
        const uint8_t *place = strings + (words[at] & (~uint64_t(0) >> 8));
        uint32_t length;
        std::memcpy(&length, place, sizeof length);
        return {reinterpret_cast<const char *>(place + sizeof length), length};
    }
};

/// The key for looking up the name of a member or type. Its first and last bytes represent it, and for most names these are
/// all bytes.
///
/// Names of members are looked up several times for each line. A chain of `memcmp` calls is slow. This takes two loads, a
/// product and two comparisons.
struct Key {
    uint64_t head;  // the first 8 bytes, or all bytes if there are fewer
    uint64_t tail;  // the last 8 bytes; equal to `head` if there are fewer
    size_t length;

    /// - Precondition: 8 bytes at `text` are readable, as in the padded memory of the parser's strings.
    explicit Key(std::string_view text) : length(text.size()) {
        std::memcpy(&head, text.data(), 8);
        if (length < 8) {
            head = length == 0 ? 0 : head & (~uint64_t(0) >> (64 - 8 * length));
            tail = head;
        } else {
            std::memcpy(&tail, text.data() + length - 8, 8);
        }
    }

    /// The key of a text without readable bytes after it.
    static Key unpadded(std::string_view text) {
        std::string copy(text);
        copy.append(8, '\0');
        return Key(std::string_view(copy.data(), text.size()));
    }

    bool operator==(const Key &other) const {
        return head == other.head && tail == other.tail && length == other.length;
    }
    size_t hash() const { return ((head ^ (tail << 7 | tail >> 57)) * 0x9E3779B97F4A7C15u + length) >> 40; }
};

/// A hash table of texts by their key, with linear probing, at most half full.
template <typename Entry>
struct Table {
    struct Place {
        Key key{std::string_view("\0\0\0\0\0\0\0", 0)};
        Entry *entry = nullptr;
    };
    std::vector<Place> places = std::vector<Place>(64);
    std::deque<Entry> entries;

    [[gnu::always_inline]] Entry *find(std::string_view text) const {
        Key key(text);
        for (size_t at = key.hash();; at++) {
            const Place &place = places[at & (places.size() - 1)];
            if (!place.entry) return nullptr;
            if (place.key == key && (text.size() <= 16 || place.entry->text == text)) return place.entry;
        }
    }

    Entry &add(std::string_view text) {
        for (Entry &entry : entries)
            if (entry.text == text) return entry;
        entries.push_back({std::string(text)});
        if (entries.size() * 2 > places.size()) places.resize(places.size() * 2);
        std::fill(places.begin(), places.end(), Place());
        for (Entry &entry : entries) {
            Key key = Key::unpadded(entry.text);
            size_t at = key.hash();
            while (places[at & (places.size() - 1)].entry) at++;
            places[at & (places.size() - 1)] = {key, &entry};
        }
        return entries.back();
    }
};

struct Type {
    std::string text;
    int index = -1;
    uint32_t secrets = 0;  // a bit for the secret field whose value may be anywhere in its data
    uint32_t kept = 0;     // a bit for each field that is not hidden
};

/// A field that a name can hold, and the rank of the name for it.
struct Use {
    unsigned field;
    unsigned rank;
};

enum class Member { none, eventClass, type, domain, time, data };

/// The known name of a member: in the envelope, as a field of the data, or as a secret at any depth.
struct Name {
    std::string text;
    Member member = Member::none;
    std::vector<Use> uses = {};
    uint32_t secrets = 0;  // a bit for each secret field whose values it holds, also where it differs from the secret in case
    uint32_t seen = 0;     // the last round in which it had a value
};

/// A name with dots, which reaches into nested objects.
struct Path {
    std::string text;
    Use use;
};

/// Whether two names are equal, ignoring the case of Latin letters. A few other characters count as equal too (`@` and a
/// backquote), which hides too much rather than too little.
bool isAlike(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (size_t at = 0; at < left.size(); at++)
        if ((left[at] | 0x20) != (right[at] | 0x20)) return false;
    return true;
}

bool isNoValue(std::string_view text) {
    switch (text.size()) {
        case 0: return true;
        case 4: return text == "null";
        case 5: return text == "empty";
        case 7: return text == "__empty";
        case 9: return text == "undefined";
        default: return false;
    }
}

/// The replacement for the value of a secret field.
constexpr std::string_view hiddenText = "(hidden)";

// By value: a range-based for over a member of simdjson's temporary result would walk freed memory.
dom::object objectOf(const dom::element &element) { return element.get_object().value_unsafe(); }
dom::array arrayOf(const dom::element &element) { return element.get_array().value_unsafe(); }

}  // namespace

struct ccs_parser {
    // A line with rewritten numbers is less than twice as long as the original, and a kept line is parsed again.
    dom::parser json{CCS_MAXIMUM_KEPT * 2};
    dom::element root;
    dom::object envelope;
    /// The index of the event's data on the tape; 0 if there are none.
    size_t data = 0;
    dom::element qid;
    bool hasQid = false;
    bool ready = false;
    bool envelopeSecret = false;
    bool isMended = false;
    /// Whether replacements of secrets are as short as possible.
    bool isBrief = false;

    Table<Type> types;
    Table<Name> names;
    std::vector<Path> paths;
    /// The names of secrets, and one bit for each length of these names.
    std::vector<Name> secrets;
    uint64_t secretLengths = 0;
    /// The type of the last parsed event.
    const Type *type = nullptr;
    size_t nameCount = 0;
    uint32_t round = 0;

    std::array<char, CCS_FIELDS * 24> digits;  // integers as text: 20 digits and a sign at most
    std::string mended;
    std::string output;
    std::string answer;
    std::string path;  // the current path of the walk through the data

    ccs_parser() {
        names.add("class").member = Member::eventClass;
        names.add("type").member = Member::type;
        names.add("domain").member = Member::domain;
        names.add("eventts").member = Member::time;
        names.add("data").member = Member::data;
    }

    /// The value of a field; empty if it is neither a string nor an integer.
    ccs_text value(const Tape &tape, size_t at, unsigned place) {
        switch (tape.type(at)) {
            case '"': {
                std::string_view text = textOf(tape.text(at));
                if (isNoValue(text)) return {nullptr, 0};
                return {text.data(), text.size()};
            }
            case 'l':
            case 'u': {
                char *begin = digits.data() + place * 24;
                uint64_t number = tape.words[at + 1];
                auto end = tape.type(at) == 'l' ? std::to_chars(begin, begin + 24, int64_t(number))
                                                : std::to_chars(begin, begin + 24, number);
                return {begin, size_t(end.ptr - begin)};
            }
            default: return {nullptr, 0};
        }
    }

    /// The index of a member's value by its path, starting in an object. 0 if there is none, or if it lies in a hidden
    /// value.
    size_t valueAt(const Tape &tape, size_t object, std::string_view path, uint32_t hidden) const {
        size_t dot = path.find('.');
        std::string_view step = path.substr(0, dot);
        if (tape.type(object) != '{') return 0;
        for (size_t at = object + 1; at < tape.end(object); at = tape.next(at + 1)) {
            if (tape.text(at) != step) continue;
            if (dot == std::string_view::npos) return at + 1;
            return secretFieldsOf(step) & hidden ? 0 : valueAt(tape, at + 1, path.substr(dot + 1), hidden);
        }
        return 0;
    }

    /// The fields of a secret name, in any case, one bit each; 0 if it is no secret name.
    uint32_t secretFieldsOf(std::string_view name) const {
        if (!(secretLengths >> std::min(name.size(), size_t(63)) & 1)) return 0;
        uint32_t fields = 0;
        for (const Name &secret : secrets)
            if (isAlike(secret.text, name)) fields |= secret.secrets;
        return fields;
    }

    /// The same of a name that was looked up in `names`: a known name is compared with the secrets when it is added. To compare it in
    /// each line took 140 of the 7,330 instructions that a line takes.
    uint32_t secretFieldsOf(const Name *known, std::string_view name) const {
        return known ? known->secrets : secretFieldsOf(name);
    }

    Name &addName(std::string_view text) {
        Name &name = names.add(text);
        name.secrets = secretFieldsOf(text);
        return name;
    }

    void addSecret(std::string_view text, unsigned field) {
        for (Name &name : names.entries)
            if (isAlike(text, name.text)) name.secrets |= uint32_t(1) << field;
        secretLengths |= uint64_t(1) << std::min(text.size(), size_t(63));
        secrets.push_back({std::string(text)});
        secrets.back().secrets = uint32_t(1) << field;
    }

    /// Whether a string of the parsed line replaces a large integer.
    bool isInteger(std::string_view text) const {
        return isMended && text.size() > 2 && text[0] == '\0' && text[1] == 'i';
    }

    /// A string of the parsed line as it came, or the digits of a large integer.
    std::string_view textOf(std::string_view text) const {
        return isMended && text.size() >= 2 && text[0] == '\0' ? text.substr(2) : text;
    }

    /// Whether a value is a string that came as a string.
    bool isString(const Tape &tape, size_t at) const { return tape.type(at) == '"' && !isInteger(tape.text(at)); }

    /// Whether a nested value contains a secret.
    bool holdsSecret(const Tape &tape, size_t at) const { return tape.isNested(at) && holdsSecret(tape, at, 0); }

    bool holdsSecret(const Tape &tape, size_t at, int depth) const {
        if (depth > maximumWalk) return true;
        bool isObject = tape.type(at) == '{';
        size_t end = tape.end(at);
        for (size_t item = at + 1; item < end; item = tape.next(item)) {
            if (isObject && secretFieldsOf(tape.text(item++))) return true;
            if (tape.isNested(item) && holdsSecret(tape, item, depth + 1)) return true;
        }
        return false;
    }

    /// The length of the prefix that needs no escapes. Nearly always this is the whole text.
    static size_t plainPrefix(std::string_view text) {
        unsigned escapes = 0;
        for (char c : text) escapes |= unsigned((static_cast<unsigned char>(c) < 0x20) | (c == '"') | (c == '\\'));
        return escapes ? 0 : text.size();
    }

    /// Writes a string with the shortest escapes, so that it is no longer than the original.
    static void write(std::string &output, std::string_view text) {
        static const char *hex = "0123456789abcdef";
        static const std::string_view escaped = "\b\t\n\f\r\"\\", letters = "btnfr\"\\";
        output.push_back('"');
        size_t written = 0;
        for (size_t at = plainPrefix(text); at < text.size(); at++) {
            auto byte = static_cast<unsigned char>(text[at]);
            if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
            output.append(text.data() + written, at - written);
            written = at + 1;
            output.push_back('\\');
            size_t known = escaped.find(char(byte));
            if (known != std::string_view::npos) {
                output.push_back(letters[known]);
            } else {
                output.append("u00");
                output.push_back(hex[byte >> 4]);
                output.push_back(hex[byte & 15]);
            }
        }
        output.append(text.data() + written, text.size() - written);
        output.push_back('"');
    }

    /// Writes the replacement for a secret. A member without a value stays without a value, so that the line keeps its
    /// meaning.
    void writeHidden(std::string &output, const dom::element &element) const {
        switch (element.type()) {
            case dom::element_type::STRING: {
                std::string_view text = textOf(element.get_string().value_unsafe());
                if (isNoValue(text)) return write(output, text);
                output.append(isBrief ? "\"*\"" : "\"(hidden)\"");
                return;
            }
            case dom::element_type::INT64:
            case dom::element_type::UINT64: output.append(isBrief ? "0" : "\"(hidden)\""); return;
            case dom::element_type::OBJECT: output.append("{}"); return;
            case dom::element_type::ARRAY: output.append("[]"); return;
            default: output.append("null");
        }
    }

    /// Writes the replacement for a value that is nested too deep.
    void writeTooDeep(std::string &output) const { output.append(isBrief ? "0" : "\"(too deep)\""); }

    /// Writes the items of an array with `writeItem`.
    template <typename WriteItem>
    static void writeItems(std::string &output, const dom::element &element, WriteItem writeItem) {
        output.push_back('[');
        bool first = true;
        for (auto item : arrayOf(element)) {
            if (!first) output.push_back(',');
            first = false;
            writeItem(item);
        }
        output.push_back(']');
    }

    void write(std::string &output, const dom::element &element, uint32_t hidden, int depth) const {
        if (depth > maximumWalk) return writeTooDeep(output);
        if (element.is_object()) {
            output.push_back('{');
            bool first = true;
            for (auto member : objectOf(element)) {
                if (!first) output.push_back(',');
                first = false;
                write(output, textOf(member.key));
                output.push_back(':');
                if (secretFieldsOf(member.key) & hidden) {
                    writeHidden(output, member.value);
                } else {
                    write(output, member.value, hidden, depth + 1);
                }
            }
            output.push_back('}');
        } else if (element.is_array()) {
            writeItems(output, element, [&](auto item) { write(output, item, hidden, depth + 1); });
        } else {
            writeScalar(output, element);
        }
    }

    /// Writes a value that is neither an object nor an array, as it came.
    void writeScalar(std::string &output, const dom::element &element) const {
        if (element.is_string()) {
            std::string_view text = element.get_string().value_unsafe();
            if (isInteger(text)) {
                output.append(textOf(text));
            } else {
                write(output, textOf(text));
            }
        } else if (element.is_null()) {
            output.append("null");
        } else if (element.is_bool()) {
            output.append(element.get_bool().value_unsafe() ? "true" : "false");
        } else if (element.is_int64()) {
            char digits[24];
            auto end = std::to_chars(digits, digits + sizeof digits, element.get_int64().value_unsafe());
            output.append(digits, size_t(end.ptr - digits));
        } else if (element.is_uint64()) {
            char digits[24];
            auto end = std::to_chars(digits, digits + sizeof digits, element.get_uint64().value_unsafe());
            output.append(digits, size_t(end.ptr - digits));
        } else {
            write(output, element.get_double().value_unsafe());
        }
    }

    /// Writes a number that is no integer, so that it stays a fraction, because a field would take an integer. At most two
    /// characters longer than the original.
    static void write(std::string &output, double number) {
        char digits[32], scientific[32];
        size_t length = size_t(std::to_chars(digits, digits + sizeof digits, number).ptr - digits);
        std::string_view shortest(digits, length);
        if (shortest.find_first_of(".e") != std::string_view::npos) {
            output.append(shortest);
            return;
        }
        auto end = std::to_chars(scientific, scientific + sizeof scientific, number, std::chars_format::scientific).ptr;
        if (size_t(end - scientific) < length + 2) {
            output.append(scientific, size_t(end - scientific));
        } else {
            output.append(shortest).append(".0");
        }
    }

    /// Writes an event that is about a secret. The secret may be under any name. So all strings and numbers are hidden,
    /// except those that identify the envelope, and the fields that such an event may have.
    void writeSecretive(uint32_t hidden) {
        bool isFrame = root.is_array();
        if (isFrame) {
            output.push_back('[');
            write(output, root.at(0).value_unsafe(), hidden, 0);
            output.push_back(',');
        }
        output.push_back('{');
        bool first = true;
        uint32_t seen = 0;
        for (auto member : isFrame ? envelope : objectOf(root)) {
            if (!first) output.push_back(',');
            first = false;
            write(output, textOf(member.key));
            output.push_back(':');
            const Name *name = names.find(member.key);
            Member which = name ? name->member : Member::none;
            bool isTold = which != Member::none && which != Member::data && !(seen & 1u << unsigned(which));
            // The answer to a frame needs its qid.
            isTold |= isFrame && member.key == "qid";
            seen |= 1u << unsigned(which);
            path.clear();
            if (isTold) {
                write(output, member.value, hidden, 0);
            } else {
                writeSecretive(member.value, hidden, which == Member::data, 0);
            }
        }
        output.push_back('}');
        if (isFrame) output.push_back(']');
    }

    /// Writes a value of such an event. `isData` means that it can contain fields; `path` is its path.
    void writeSecretive(const dom::element &element, uint32_t hidden, bool isData, int depth) {
        if (depth > maximumWalk) {
            writeTooDeep(output);
        } else if (element.is_object()) {
            output.push_back('{');
            bool first = true;
            size_t length = path.size();
            for (auto member : objectOf(element)) {
                if (!first) output.push_back(',');
                first = false;
                write(output, textOf(member.key));
                output.push_back(':');
                if (depth > 0) path.push_back('.');
                path.append(member.key);
                bool isNested = member.value.is_object() || member.value.is_array();
                // A name with a dot cannot be a step of a path.
                bool isPath = isData && member.key.find('.') == std::string_view::npos;
                uint32_t secrets = secretFieldsOf(member.key);
                if (secrets & hidden) {
                    writeHidden(output, member.value);
                } else if (!isNested && (secrets || (isPath && isKept(member.key, depth > 0)))) {
                    writeScalar(output, member.value);
                } else {
                    writeSecretive(member.value, hidden, isPath, depth + 1);
                }
                path.resize(length);
            }
            output.push_back('}');
        } else if (element.is_array()) {
            writeItems(output, element, [&](auto item) { writeSecretive(item, hidden, false, depth + 1); });
        } else if (element.is_bool()) {
            writeScalar(output, element);
        } else {
            writeHidden(output, element);
        }
    }

    /// Whether `path`, or the name of a direct member of the data, belongs to a field that such an event may have. It
    /// compares lengths first, because a line may have a hundred thousand members under one long name.
    bool isKept(std::string_view name, bool isNested) const {
        auto mayBe = [&](const Use &use) { return (type->kept >> use.field & 1) != 0; };
        if (isNested)
            return std::any_of(paths.begin(), paths.end(), [&](const Path &known) {
                return known.text == path && mayBe(known.use);
            });
        const Name *known = names.find(name);
        return known && std::any_of(known->uses.begin(), known->uses.end(), mayBe);
    }
};

namespace {

/// Rewrites numbers that are valid JSON but too large for simdjson, which reports them as errors. An integer becomes a
/// string of its digits, which a field would store anyway. Another number becomes null, because no field takes it. Such a
/// string begins with NUL and `i`. A string that came with a NUL at its start gets NUL and `s` before it, so that the two
/// stay distinct. All other bytes stay unchanged, so an invalid line stays invalid. This is rare, so the code is simple
/// rather than fast.
bool mendNumbers(const char *line, size_t length, std::string &out) {
    out.clear();
    bool changed = false;
    size_t at = 0;
    auto digitAt = [&](size_t index) { return index < length && line[index] >= '0' && line[index] <= '9'; };
    while (at < length) {
        char c = line[at];
        if (c == '"') {
            size_t end = at + 1;
            while (end < length && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, length);
            std::string_view token(line + at, end - at);
            if (token.substr(1, 6) == "\\u0000") {
                out.append("\"\\u0000s");
                token.remove_prefix(1);
            }
            out.append(token);
            at = end;
            continue;
        }
        if (c != '-' && !digitAt(at)) {
            out.push_back(c);
            at++;
            continue;
        }
        size_t end = at + (c == '-' ? 1 : 0);
        bool good = digitAt(end), integer = true;
        if (good && line[end] == '0') {
            end++;
            good = !digitAt(end);
        } else {
            while (digitAt(end)) end++;
        }
        if (good && end < length && line[end] == '.') {
            integer = false;
            end++;
            good = digitAt(end);
            while (digitAt(end)) end++;
        }
        if (good && end < length && (line[end] == 'e' || line[end] == 'E')) {
            integer = false;
            end++;
            if (end < length && (line[end] == '+' || line[end] == '-')) end++;
            good = digitAt(end);
            while (digitAt(end)) end++;
        }
        // The number must end here. Otherwise the quotes would turn one invalid word into two valid ones.
        size_t next = end;
        while (next < length && (line[next] == ' ' || line[next] == '\t' || line[next] == '\r')) next++;
        if (next < length && line[next] != ',' && line[next] != ']' && line[next] != '}') good = false;
        if (end == at) end = at + 1;
        std::string_view token(line + at, end - at);
        if (good && integer && token.size() > 18) {
            out.append("\"\\u0000i");
            out.append(token);
            out.push_back('"');
            changed = true;
        } else if (good && !integer && !std::isfinite(std::strtod(std::string(token).c_str(), nullptr))) {
            out.append("null");
            changed = true;
        } else {
            out.append(token);
        }
        at = end;
    }
    return changed;
}

}  // namespace

extern "C" {

ccs_parser *ccs_parser_create(void) {
    auto *parser = new (std::nothrow) ccs_parser();
    if (parser && parser->json.allocate(16384, maximumDepth) != SUCCESS) {
        delete parser;
        return nullptr;
    }
    return parser;
}

void ccs_parser_destroy(ccs_parser *parser) { delete parser; }

void ccs_parser_add_type(ccs_parser *parser, const char *name, size_t length, uint32_t secrets, uint32_t kept) {
    int index = int(parser->types.entries.size());
    Type &type = parser->types.add(std::string_view(name, length));
    type.index = index;
    type.secrets = secrets;
    type.kept = kept;
}

bool ccs_parser_add_name(
    ccs_parser *parser, const char *name, size_t length, unsigned field, unsigned rank, bool secret) {
    if (field >= CCS_FIELDS || length == 0 || parser->nameCount >= 4096) return false;
    parser->nameCount++;
    std::string_view text(name, length);
    size_t dot = text.rfind('.');
    if (dot == std::string_view::npos) {
        parser->addName(text).uses.push_back({field, rank});
    } else {
        parser->paths.push_back({std::string(text), {field, rank}});
    }
    if (secret) parser->addSecret(text.substr(dot + 1), field);
    return true;
}

ccs_form ccs_parse(ccs_parser *parser, const char *line, size_t length, bool padded, ccs_envelope *out) {
    parser->ready = false;
    parser->data = 0;
    parser->hasQid = false;
    parser->envelopeSecret = false;
    parser->isMended = false;
    parser->type = nullptr;
    *out = ccs_envelope{};
    out->type_index = -1;
    auto result = parser->json.parse(line, length, !padded);
    if (result.error() != SUCCESS && mendNumbers(line, length, parser->mended)) {
        parser->isMended = true;
        result = parser->json.parse(parser->mended.data(), parser->mended.size(), true);
    }
    if (result.error() != SUCCESS) return CCS_NOT_JSON;
    parser->root = result.value_unsafe();

    Tape tape(parser->json.doc);
    size_t envelope = 1;
    if (tape.type(1) == '[') {
        // A method, which takes one word, and its parameters, but no more.
        if (tape.end(1) < 4 || !parser->isString(tape, 2) || tape.type(3) != '{' || tape.next(3) != tape.end(1))
            return CCS_NO_FORM;
        envelope = 3;
        parser->envelope = parser->root.at_pointer("/1").get_object().value_unsafe();
        parser->hasQid = parser->envelope.at_key("qid").get(parser->qid) == SUCCESS;
        out->has_qid = parser->hasQid;
        std::string_view method = parser->textOf(tape.text(2));
        if (method != "notify") {
            out->method = {method.data(), method.size()};
            return CCS_CONTROL;
        }
    } else if (tape.type(1) != '{') {
        return CCS_NO_FORM;
    }

    uint32_t seen = 0;
    size_t end = tape.end(envelope);
    for (size_t at = envelope + 1, value; at < end; at = tape.next(value)) {
        const Name *name = parser->names.find(tape.text(at));
        value = at + 1;
        // If a name occurs twice, the first one counts.
        Member which = name ? name->member : Member::none;
        bool isFirst = !(seen & 1u << unsigned(which));
        seen |= 1u << unsigned(which);
        bool isData = false;
        switch (which) {
            case Member::type:
                if (isFirst && parser->isString(tape, value)) {
                    std::string_view text = parser->textOf(tape.text(value));
                    out->type = {text.data(), text.size()};
                    parser->type = parser->types.find(text);
                    out->type_index = parser->type ? parser->type->index : -1;
                }
                break;
            case Member::eventClass:
                if (isFirst && parser->isString(tape, value)) {
                    std::string_view text = parser->textOf(tape.text(value));
                    out->event_class = {text.data(), text.size()};
                }
                break;
            case Member::domain:
                if (isFirst) out->domain = parser->value(tape, value, CCS_FIELDS - 1);
                break;
            case Member::time:
                if (isFirst) out->has_time = tape.number(value, out->time);
                break;
            case Member::data:
                if (isFirst && tape.type(value) == '{') {
                    parser->data = value;
                    out->has_data = isData = true;
                }
                break;
            case Member::none: break;
        }
        // The data is checked together with its fields. Any other member, known or unknown, can contain a secret too.
        if (!isData && (parser->secretFieldsOf(name, tape.text(at)) || parser->holdsSecret(tape, value)))
            parser->envelopeSecret = true;
    }
    if (!out->event_class.bytes || !out->type.bytes) return CCS_NO_FORM;
    parser->ready = true;
    return CCS_EVENT;
}

uint32_t ccs_fields(ccs_parser *parser, uint32_t hidden, ccs_text *fields, bool *holds_secret) {
    unsigned ranks[CCS_FIELDS];
    uint32_t found = 0;
    bool secret = parser->envelopeSecret || (parser->type && parser->type->secrets);
    *holds_secret = secret;
    if (!parser->ready || !parser->data) return 0;
    uint32_t round = ++parser->round;
    if (round == 0) {
        for (Name &name : parser->names.entries) name.seen = 0;
        round = parser->round = 1;
    }
    Tape tape(parser->json.doc);
    auto take = [&](const Use &use, size_t value, uint32_t secrets) {
        uint32_t bit = uint32_t(1) << use.field;
        if ((found & bit) && use.rank >= ranks[use.field]) return;
        ccs_text text = parser->value(tape, value, use.field);
        if (!text.bytes) return;
        if (secrets & hidden) text = {hiddenText.data(), hiddenText.size()};
        found |= bit;
        ranks[use.field] = use.rank;
        fields[use.field] = text;
    };
    size_t end = tape.end(parser->data);
    for (size_t at = parser->data + 1, value; at < end; at = tape.next(value)) {
        value = at + 1;
        Name *name = parser->names.find(tape.text(at));
        uint32_t secrets = parser->secretFieldsOf(name, tape.text(at));
        if (secrets) secret = true;
        if (name) {
            // Several fields can share a name. It counts as seen for all of them.
            if (name->seen != round) {
                name->seen = round;
                for (const Use &use : name->uses) take(use, value, secrets);
            }
        }
        if (!secret && parser->holdsSecret(tape, value)) secret = true;
    }
    for (const Path &path : parser->paths) {
        std::string_view name = std::string_view(path.text).substr(path.text.rfind('.') + 1);
        if (size_t at = parser->valueAt(tape, parser->data, path.text, hidden))
            take(path.use, at, parser->secretFieldsOf(name));
    }
    *holds_secret = secret;
    return found;
}

ccs_text ccs_redacted(ccs_parser *parser, uint32_t hidden, bool brief) {
    parser->output.clear();
    parser->isBrief = brief;
    if (parser->type && parser->type->secrets & hidden) {
        parser->writeSecretive(hidden);
    } else {
        parser->write(parser->output, parser->root, hidden, 0);
    }
    parser->isBrief = false;
    return {parser->output.data(), parser->output.size()};
}

ccs_text ccs_qid(ccs_parser *parser) {
    if (!parser->hasQid) return {nullptr, 0};
    // Not in `output`, which still holds the event's redacted line.
    parser->answer.clear();
    parser->write(parser->answer, parser->qid, 0, 0);
    return {parser->answer.data(), parser->answer.size()};
}

ccs_text ccs_parameter(ccs_parser *parser, const char *name, size_t length) {
    std::string_view text;
    if (parser->envelope.at_key(std::string_view(name, length)).get_string().get(text) != SUCCESS) return {nullptr, 0};
    text = parser->textOf(text);
    return {text.data(), text.size()};
}

void ccs_members(ccs_parser *parser, void *context, ccs_visitor visit) {
    struct Walk {
        ccs_parser *parser;
        void *context;
        ccs_visitor visit;
        std::string path;
        int left = 512;

        void object(const Tape &tape, size_t object, int depth) {
            size_t length = path.size();
            for (size_t at = object + 1; at < tape.end(object); at = tape.next(at + 1)) {
                if (left-- <= 0) return;
                if (length > 0) path += '.';
                path += parser->textOf(tape.text(at));
                if (tape.type(at + 1) == '{' && depth < 4) {
                    this->object(tape, at + 1, depth + 1);
                } else {
                    // Uses the digits of an unused field number, so that the event's own fields stay unchanged.
                    ccs_text value = parser->value(tape, at + 1, CCS_FIELDS - 2);
                    bool isNone = tape.type(at + 1) == 'n' || tape.type(at + 1) == '"';
                    visit(context, {path.data(), path.size()},
                          value.bytes ? CCS_MEMBER_VALUE : isNone ? CCS_MEMBER_NO_VALUE : CCS_MEMBER_OTHER, value);
                }
                path.resize(length);
            }
        }
    };
    if (!parser->data) return;
    Walk walk{parser, context, visit, {}};
    walk.object(Tape(parser->json.doc), parser->data, 1);
}

ccs_text ccs_parameter_json(ccs_parser *parser, const char *name, size_t length) {
    dom::element value;
    if (parser->envelope.at_key(std::string_view(name, length)).get(value) != SUCCESS) return {nullptr, 0};
    parser->answer.clear();
    parser->write(parser->answer, value, 0, 0);
    return {parser->answer.data(), parser->answer.size()};
}

}  // extern "C"
