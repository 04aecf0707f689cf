#include "CSimdjson.h"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cmath>
#include <new>
#include <string>
#include <string_view>
#include <vector>

using namespace simdjson;

namespace {

constexpr size_t maximumLine = size_t(1) << 20;
// Nesting is limited by the line's length alone, as RFC 8259 leaves it: the parser keeps its own stack, whose pages are
// touched only as deep as a line goes.
constexpr size_t maximumDepth = maximumLine;
// What this file walks itself, it walks by recursion, so there it has an end.
constexpr int maximumWalk = 64;

static_assert(CCS_PADDING >= SIMDJSON_PADDING, "the framing buffer's padding is too short for this simdjson");

struct Name {
    std::string text;
    unsigned field;
    unsigned rank;
    bool secret;
    int next;      // of the same bucket
    unsigned key;  // the same for all entries of one name: which of its values was seen
};

struct Type {
    std::string text;
    int next;
};

unsigned bucketOf(std::string_view name) {
    if (name.empty()) return 0;
    auto first = static_cast<unsigned char>(name.front()), last = static_cast<unsigned char>(name.back());
    auto middle = static_cast<unsigned char>(name[name.size() / 2]);
    return (unsigned(name.size()) * 37 + first * 5 + last * 11 + middle * 3) & 127;
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

// By value: a range-based for over a member of simdjson's temporary result would walk freed memory.
dom::object objectOf(const dom::element &element) { return element.get_object().value_unsafe(); }
dom::array arrayOf(const dom::element &element) { return element.get_array().value_unsafe(); }

}  // namespace

struct ccs_parser {
    // A mended line is less than twice as long as what came.
    dom::parser json{maximumLine * 2};
    dom::element root;
    dom::object envelope;
    dom::object data;
    dom::element dataElement;
    dom::element qid;
    bool hasQid = false;
    bool ready = false;
    bool envelopeSecret = false;
    bool isMended = false;

    std::vector<Type> types;
    std::array<int, 128> typeBuckets;
    std::vector<Name> names;
    std::array<int, 128> nameBuckets;
    std::vector<int> dotted;
    std::vector<std::string> secretLeaves;
    std::vector<unsigned> secretFields;
    std::vector<uint32_t> seen;
    uint32_t round = 0;

    std::array<char, CCS_FIELDS * 24> digits;  // integers as text: 20 digits and a sign at most
    std::string mended;
    std::string output;
    std::string answer;

    ccs_parser() {
        typeBuckets.fill(-1);
        nameBuckets.fill(-1);
    }

    ccs_text value(const dom::element &element, unsigned place) {
        switch (element.type()) {
            case dom::element_type::STRING: {
                std::string_view text = textOf(element.get_string().value_unsafe());
                if (isNoValue(text)) return {nullptr, 0};
                return {text.data(), text.size()};
            }
            case dom::element_type::INT64:
            case dom::element_type::UINT64: {
                char *begin = digits.data() + place * 24;
                auto end = element.is_int64()
                               ? std::to_chars(begin, begin + 24, element.get_int64().value_unsafe())
                               : std::to_chars(begin, begin + 24, element.get_uint64().value_unsafe());
                return {begin, size_t(end.ptr - begin)};
            }
            default: return {nullptr, 0};
        }
    }

    /// The fields that a secret name belongs to, a bit each; 0 where it is none.
    uint32_t secretFieldsOf(std::string_view name) const {
        uint32_t found = 0;
        for (size_t index = 0; index < secretLeaves.size(); index++)
            if (secretLeaves[index] == name) found |= uint32_t(1) << secretFields[index];
        return found;
    }

    /// Whether a string of the parsed line stands for an integer that was mended.
    bool isInteger(std::string_view text) const {
        return isMended && text.size() > 2 && text[0] == '\0' && text[1] == 'i';
    }

    /// A string of the parsed line as it came, or the digits of an integer that was mended.
    std::string_view textOf(std::string_view text) const {
        return isMended && text.size() >= 2 && text[0] == '\0' ? text.substr(2) : text;
    }

    /// Whether an element is a string, and one that came as such.
    bool isString(const dom::element &element) const {
        return element.is_string() && !isInteger(element.get_string().value_unsafe());
    }

    bool holdsSecret(const dom::element &element, int depth) const {
        if (depth > maximumWalk) return true;
        if (element.is_object()) {
            for (auto member : objectOf(element))
                if (secretFieldsOf(member.key) || holdsSecret(member.value, depth + 1)) return true;
        } else if (element.is_array()) {
            for (auto item : arrayOf(element))
                if (holdsSecret(item, depth + 1)) return true;
        }
        return false;
    }

    static void write(std::string &output, std::string_view text) {
        static const char *hex = "0123456789abcdef";
        output.push_back('"');
        for (char c : text) {
            auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                output.push_back('\\');
                output.push_back(c);
            } else if (byte < 0x20) {
                output.append("\\u00");
                output.push_back(hex[byte >> 4]);
                output.push_back(hex[byte & 15]);
            } else {
                output.push_back(c);
            }
        }
        output.push_back('"');
    }

    void write(std::string &output, const dom::element &element, uint32_t hidden, int depth) const {
        if (depth > maximumWalk) {
            output.append("\"(too deep)\"");
            return;
        }
        if (element.is_object()) {
            output.push_back('{');
            bool first = true;
            for (auto member : objectOf(element)) {
                if (!first) output.push_back(',');
                first = false;
                write(output, textOf(member.key));
                output.push_back(':');
                if (secretFieldsOf(member.key) & hidden) {
                    output.append("\"(hidden)\"");
                } else {
                    write(output, member.value, hidden, depth + 1);
                }
            }
            output.push_back('}');
        } else if (element.is_array()) {
            output.push_back('[');
            bool first = true;
            for (auto item : arrayOf(element)) {
                if (!first) output.push_back(',');
                first = false;
                write(output, item, hidden, depth + 1);
            }
            output.push_back(']');
        } else if (element.is_string()) {
            std::string_view text = element.get_string().value_unsafe();
            if (isInteger(text)) {
                output.append(textOf(text));
            } else {
                write(output, textOf(text));
            }
        } else {
            output.append(minify(element));
        }
    }
};

namespace {

/// Numbers that are good JSON and too large for simdjson, which calls them errors: an integer becomes a string of its
/// digits, which is what a field takes of it anyway; another number becomes null, since no field takes it.
/// Such a string begins with NUL and an `i`, and one that came with a NUL in front gets NUL and an `s` before it, so that
/// the two are not taken for each other. Everything else stays as it is, so what was wrong stays wrong. Rare, hence plain.
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
        // What follows must end a number, or the quotes would part what was one wrong word.
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

void ccs_parser_add_type(ccs_parser *parser, const char *name, size_t length) {
    std::string_view text(name, length);
    unsigned bucket = bucketOf(text);
    parser->types.push_back({std::string(text), parser->typeBuckets[bucket]});
    parser->typeBuckets[bucket] = int(parser->types.size()) - 1;
}

bool ccs_parser_add_name(
    ccs_parser *parser, const char *name, size_t length, unsigned field, unsigned rank, bool secret) {
    if (field >= CCS_FIELDS || length == 0 || parser->names.size() >= 4096) return false;
    std::string_view text(name, length);
    unsigned key = unsigned(parser->seen.size());
    bool isDotted = text.find('.') != std::string_view::npos;
    if (!isDotted)
        for (int at = parser->nameBuckets[bucketOf(text)]; at >= 0; at = parser->names[at].next)
            if (parser->names[at].text == text) key = parser->names[at].key;
    if (key == parser->seen.size()) parser->seen.push_back(0);
    int index = int(parser->names.size());
    if (isDotted) {
        parser->names.push_back({std::string(text), field, rank, secret, -1, key});
        parser->dotted.push_back(index);
    } else {
        unsigned bucket = bucketOf(text);
        parser->names.push_back({std::string(text), field, rank, secret, parser->nameBuckets[bucket], key});
        parser->nameBuckets[bucket] = index;
    }
    if (secret) {
        parser->secretLeaves.push_back(std::string(text.substr(text.rfind('.') + 1)));
        parser->secretFields.push_back(field);
    }
    return true;
}

ccs_form ccs_parse(ccs_parser *parser, const char *line, size_t length, bool padded, ccs_envelope *out) {
    parser->ready = false;
    parser->hasQid = false;
    parser->envelopeSecret = false;
    parser->isMended = false;
    *out = ccs_envelope{};
    out->type_index = -1;
    auto result = parser->json.parse(line, length, !padded);
    if (result.error() != SUCCESS && mendNumbers(line, length, parser->mended)) {
        parser->isMended = true;
        result = parser->json.parse(parser->mended.data(), parser->mended.size(), true);
    }
    if (result.error() != SUCCESS) return CCS_NOT_JSON;
    parser->root = result.value_unsafe();

    if (parser->root.is_object()) {
        parser->envelope = parser->root.get_object().value_unsafe();
    } else if (parser->root.is_array()) {
        dom::element items[2];
        size_t count = 0;
        for (auto item : arrayOf(parser->root)) {
            if (count < 2) items[count] = item;
            if (++count > 2) break;
        }
        if (count != 2 || !parser->isString(items[0]) || !items[1].is_object()) return CCS_NO_FORM;
        parser->envelope = items[1].get_object().value_unsafe();
        std::string_view method = parser->textOf(items[0].get_string().value_unsafe());
        if (method != "notify") {
            out->method = {method.data(), method.size()};
            parser->hasQid = parser->envelope.at_key("qid").get(parser->qid) == SUCCESS;
            out->has_qid = parser->hasQid;
            return CCS_CONTROL;
        }
        parser->hasQid = parser->envelope.at_key("qid").get(parser->qid) == SUCCESS;
    } else {
        return CCS_NO_FORM;
    }

    out->has_qid = parser->hasQid;
    bool sawClass = false, sawType = false, sawDomain = false, sawTime = false, sawData = false;
    for (auto member : parser->envelope) {
        std::string_view key = member.key;
        const dom::element &value = member.value;
        bool isData = false;
        switch (key.size()) {
            case 4:
                if (key == "type") {
                    if (!sawType && parser->isString(value)) {
                        std::string_view text = parser->textOf(value.get_string().value_unsafe());
                        out->type = {text.data(), text.size()};
                        for (int at = parser->typeBuckets[bucketOf(text)]; at >= 0; at = parser->types[at].next)
                            if (parser->types[at].text == text) out->type_index = at;
                    }
                    sawType = true;
                } else if (key == "data") {
                    if (!sawData && value.is_object()) {
                        parser->data = value.get_object().value_unsafe();
                        parser->dataElement = value;
                        out->has_data = isData = true;
                    }
                    sawData = true;
                }
                break;
            case 5:
                if (key == "class") {
                    if (!sawClass && parser->isString(value)) {
                        std::string_view text = parser->textOf(value.get_string().value_unsafe());
                        out->event_class = {text.data(), text.size()};
                    }
                    sawClass = true;
                }
                break;
            case 6:
                if (key == "domain") {
                    if (!sawDomain) out->domain = parser->value(value, CCS_FIELDS - 1);
                    sawDomain = true;
                }
                break;
            case 7:
                if (key == "eventts") {
                    if (!sawTime) {
                        double time;
                        out->has_time = value.is_number() && value.get_double().get(time) == SUCCESS;
                        if (out->has_time) out->time = time;
                    }
                    sawTime = true;
                }
                break;
        }
        // What is in the data is looked at with its fields; a secret can stand in any other member too, known or not.
        if (!isData && (parser->secretFieldsOf(key) || parser->holdsSecret(value, 0))) parser->envelopeSecret = true;
    }
    if (!out->event_class.bytes || !out->type.bytes) return CCS_NO_FORM;
    parser->ready = true;
    return CCS_EVENT;
}

bool ccs_fields(ccs_parser *parser, ccs_text *fields) {
    unsigned ranks[CCS_FIELDS];
    for (unsigned field = 0; field < CCS_FIELDS; field++) {
        fields[field] = {nullptr, 0};
        ranks[field] = ~0u;
    }
    if (!parser->ready) return false;
    bool secret = parser->envelopeSecret;
    uint32_t round = ++parser->round;
    if (round == 0) {
        std::fill(parser->seen.begin(), parser->seen.end(), 0);
        round = parser->round = 1;
    }
    auto take = [&](const Name &name, const dom::element &value) {
        if (name.rank >= ranks[name.field]) return;
        ccs_text text = parser->value(value, name.field);
        if (!text.bytes) return;
        ranks[name.field] = name.rank;
        fields[name.field] = text;
    };
    for (auto member : parser->data) {
        std::string_view key = member.key;
        bool repeated = false;
        for (int at = parser->nameBuckets[bucketOf(key)]; at >= 0; at = parser->names[at].next) {
            const Name &name = parser->names[at];
            if (name.text != key) continue;
            // Several fields can share a name: it is seen once for all of them.
            if (parser->seen[name.key] == round && !repeated) break;
            repeated = true;
            parser->seen[name.key] = round;
            take(name, member.value);
        }
        if (!secret && (parser->secretFieldsOf(key) ||
                        ((member.value.is_object() || member.value.is_array()) && parser->holdsSecret(member.value, 0))))
            secret = true;
    }
    for (int index : parser->dotted) {
        const Name &name = parser->names[index];
        std::string_view path = name.text;
        dom::element at = parser->dataElement;
        bool found = true;
        while (found) {
            size_t dot = path.find('.');
            std::string_view step = path.substr(0, dot);
            dom::element next;
            found = at.is_object() && at.get_object().value_unsafe().at_key(step).get(next) == SUCCESS;
            if (found) at = next;
            if (dot == std::string_view::npos) break;
            path = path.substr(dot + 1);
        }
        if (found) take(name, at);
    }
    return secret;
}

ccs_text ccs_redacted(ccs_parser *parser, uint32_t hidden) {
    parser->output.clear();
    parser->write(parser->output, parser->root, hidden, 0);
    return {parser->output.data(), parser->output.size()};
}

ccs_text ccs_qid(ccs_parser *parser) {
    if (!parser->hasQid) return {nullptr, 0};
    // Not in the output, where the event's redacted line still lies.
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

}  // extern "C"
