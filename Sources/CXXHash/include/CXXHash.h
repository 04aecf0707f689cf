// C functions over xxHash (Debian: libxxhash-dev), compiled here once. The inline functions of xxHash use vector intrinsics
// that Swift's importer does not take.
#ifndef CXXHASH_H
#define CXXHASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t low;
    uint64_t high;
} ccs_digest;

// All hashes use a random seed that each process makes, so nobody can choose bytes whose hashes collide. A hash is valid
// only in its process.

/// XXH3, 64 bits.
uint64_t ccs_hash64(const void *bytes, size_t length);

/// XXH3, 128 bits: wide enough to compare hashes instead of bytes.
ccs_digest ccs_hash128(const void *bytes, size_t length);

#endif
