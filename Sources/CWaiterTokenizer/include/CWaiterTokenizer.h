// The tables of WaiterTokenizer, embedded as read-only data, and a few operations that Swift cannot express.
#pragma once

#include <stdint.h>

// These are functions, because Swift cannot import arrays of unknown size. The tables are aligned to 64 bytes.
const void *_Nonnull waiter_table_o200k(void);
const void *_Nonnull waiter_table_cl100k(void);
const void *_Nonnull waiter_table_p50k(void);
const void *_Nonnull waiter_table_classes(void);

static inline __attribute__((always_inline)) void waiter_prefetch(const void *_Nonnull address) {
    __builtin_prefetch(address, 0, 3);
}

// The values that turn the first 16 bytes of a piece of 1 to 15 bytes into its key: a mask for each half, and the
// length in the top byte.
typedef struct {
    uint64_t low, high, length;
} waiter_key_parts;

#define WAITER_KEY_SHORT(n) {~0ull >> (64 - 8 * (n)), 0, (uint64_t)(n) << 56}
#define WAITER_KEY_LONG(n) {~0ull, ~0ull >> (128 - 8 * (n)), (uint64_t)(n) << 56}

static inline __attribute__((always_inline)) waiter_key_parts waiter_key(long count) {
    static const waiter_key_parts parts[16] = {
        {0, 0, 0}, WAITER_KEY_SHORT(1), WAITER_KEY_SHORT(2), WAITER_KEY_SHORT(3), WAITER_KEY_SHORT(4),
        WAITER_KEY_SHORT(5), WAITER_KEY_SHORT(6), WAITER_KEY_SHORT(7), WAITER_KEY_SHORT(8), WAITER_KEY_LONG(9),
        WAITER_KEY_LONG(10), WAITER_KEY_LONG(11), WAITER_KEY_LONG(12), WAITER_KEY_LONG(13), WAITER_KEY_LONG(14),
        WAITER_KEY_LONG(15),
    };
    return parts[count];
}

// The character classes of 64 bytes as bit masks, with the first byte in the lowest bit.
typedef struct {
    uint64_t upper, lower, digit, blank, tab, newline, apostrophe, beyond;
} waiter_masks;

typedef uint8_t waiter_bytes __attribute__((ext_vector_type(64)));
typedef _Bool waiter_flags __attribute__((ext_vector_type(64)));

// Compiles to the target's move-mask instructions. This is a macro, because targets without wide vectors reject them as
// arguments. The empty asm keeps the optimizer from operating on bit vectors, which it would have to split up again.
#define WAITER_BITS(truth)                                                                                    \
    ({                                                                                                        \
        uint64_t bits = __builtin_bit_cast(uint64_t, __builtin_convertvector((waiter_bytes)(truth), waiter_flags)); \
        __asm__("" : "+r"(bits));                                                                             \
        bits;                                                                                                 \
    })

static inline __attribute__((always_inline)) waiter_masks waiter_classify(const uint8_t *_Nonnull text) {
    waiter_bytes b;
    __builtin_memcpy(&b, text, 64);
    waiter_masks m;
    m.upper = WAITER_BITS((waiter_bytes)(b - 'A') < 26);
    m.lower = WAITER_BITS((waiter_bytes)(b - 'a') < 26);
    m.digit = WAITER_BITS((waiter_bytes)(b - '0') < 10);
    m.blank = WAITER_BITS(b == ' ');
    m.tab = WAITER_BITS((b == '\t') | (b == '\v') | (b == '\f'));
    m.newline = WAITER_BITS((b == '\n') | (b == '\r'));
    m.apostrophe = WAITER_BITS(b == '\'');
    m.beyond = WAITER_BITS(b >= 128);
    return m;
}

typedef float waiter_ranks __attribute__((ext_vector_type(16)));

#define WAITER_LOWER(a, b) ((a) < (b) ? (a) : (b))

// Returns the lowest of 16, 32, 48 or 64 numbers. The numbers must lie between the bit patterns of the smallest normal
// float and of infinity, where floats are ordered like their bit patterns. Every target has a minimum instruction for
// floats, but not every target has one for integers.
static inline __attribute__((always_inline)) uint32_t waiter_lowest(const uint32_t *_Nonnull numbers, long blocks) {
    waiter_ranks a, b;
    __builtin_memcpy(&a, numbers, 64);
    for (long i = 1; i < blocks; i++) {
        __builtin_memcpy(&b, numbers + 16 * i, 64);
        a = WAITER_LOWER(a, b);
    }
    float __attribute__((ext_vector_type(8))) eight = WAITER_LOWER(a.lo, a.hi);
    float __attribute__((ext_vector_type(4))) four = WAITER_LOWER(eight.lo, eight.hi);
    float __attribute__((ext_vector_type(2))) two = WAITER_LOWER(four.lo, four.hi);
    return __builtin_bit_cast(uint32_t, WAITER_LOWER(two.x, two.y));
}
