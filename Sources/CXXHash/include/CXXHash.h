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

/// XXH3, 64 bits, no seed: the same on every machine.
uint64_t ccs_hash64(const void *bytes, size_t length);

/// XXH3, 64 bits, with a seed: who does not know the seed cannot make texts whose hashes are alike.
uint64_t ccs_hash64_seeded(const void *bytes, size_t length, uint64_t seed);

/// XXH3, 128 bits, no seed: wide enough to stand for the bytes themselves.
ccs_digest ccs_hash128(const void *bytes, size_t length);

#endif
