#ifndef WAITER_CALLOCATOR_SHIM_H
#define WAITER_CALLOCATOR_SHIM_H

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

// Swift's module of glibc leaves malloc.h out.
static inline void waiter_share_one_heap(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

#endif
