// simdjson by itself: what a feed costs when its lines are parsed and nothing else is done with them.
#ifndef CDOM_H
#define CDOM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Parses every line of `bytes` to a DOM; returns how many were JSON. 64 bytes after the last one must be readable.
size_t dom_parse_lines(const char *bytes, size_t length);

/// The version of simdjson.
const char *dom_version(void);

#ifdef __cplusplus
}
#endif

#endif
