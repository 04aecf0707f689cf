// The processor's prefetch instruction, which Swift does not offer.
#ifndef CPREFETCH_H
#define CPREFETCH_H

#include <stddef.h>

/// Asks the processor to load bytes into its cache, and does not wait. Any address is allowed, because the program does not
/// read it.
static inline void ccs_prefetch(const void *bytes, size_t length) {
    for (size_t offset = 0; offset < length; offset += 64) __builtin_prefetch((const char *)bytes + offset);
}

#endif
