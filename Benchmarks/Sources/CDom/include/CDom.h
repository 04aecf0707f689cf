// simdjson alone: the cost of parsing the lines of a feed without any other work.
#ifndef CDOM_H
#define CDOM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses every line of `bytes` to a DOM. Returns the number of valid lines. 64 bytes after the last one must be readable.
size_t dom_parse_lines(const char *bytes, size_t length);

/// The version of simdjson.
const char *dom_version(void);

#ifdef __cplusplus
}
#endif

#endif
