#include "CDom.h"

#include <cstring>
#include <simdjson.h>

extern "C" size_t dom_parse_lines(const char *bytes, size_t length) {
    simdjson::dom::parser parser;
    size_t parsed = 0;
    const char *end = bytes + length;
    while (bytes < end) {
        const void *found = memchr(bytes, '\n', static_cast<size_t>(end - bytes));
        const char *stop = found ? static_cast<const char *>(found) : end;
        simdjson::dom::element element;
        // No copy is needed, because readable bytes follow the line.
        parsed += parser.parse(bytes, static_cast<size_t>(stop - bytes), false).get(element) == simdjson::SUCCESS;
        bytes = stop + 1;
    }
    return parsed;
}

extern "C" const char *dom_version(void) { return SIMDJSON_STRINGIFY(SIMDJSON_VERSION); }
