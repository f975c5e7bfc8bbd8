#ifndef WAITER_CALLOCATOR_SHIM_H
#define WAITER_CALLOCATOR_SHIM_H

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

// The Glibc module does not include malloc.h.
static inline void waiter_share_one_heap(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

#endif
