// A C face over xxHash (Debian: libxxhash-dev), compiled once here, since its inline functions use vector
// intrinsics that Swift's importer does not take.
#ifndef CXXHASH_H
#define CXXHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t low;
    uint64_t high;
} ccs_digest;

// All hashes have a seed that each process makes at random, so nobody can choose bytes whose hashes collide. A hash means
// nothing to another process.

/// XXH3, 64 bits.
uint64_t ccs_hash64(const void *bytes, size_t length);

/// XXH3, 128 bits: wide enough to stand for the bytes themselves.
ccs_digest ccs_hash128(const void *bytes, size_t length);

#endif
