/* Pointers: a hash table with chains in an arena; n look-ups, with insertions of 2^16 keys at most. */
#include "kernel.h"

struct entry {
  u32 key;
  u32 value;
  struct entry *next;
};

static struct entry arena[1 << 16], *buckets[1 << 14];

static CALLED struct entry *find(u32 key) {
  struct entry *at = buckets[key * 2654435769u >> 18];
  while (at != 0 && at->key != key) at = at->next;
  return at;
}

RUN i32 run(i32 n) {
  u64 state = 7;
  u32 used = 0, sum = 0;
  for (u32 i = 0; i < 1 << 14; i++) buckets[i] = 0;
  for (i32 i = 0; i < n; i++) {
    u32 key = next_random(&state) & 0xffff;
    struct entry *entry = find(key);
    if (entry == 0) {
      struct entry **bucket = &buckets[key * 2654435769u >> 18];
      entry = &arena[used++];
      entry->key = key;
      entry->value = 0;
      entry->next = *bucket;
      *bucket = entry;
    }
    entry->value += (u32)i;
    sum = sum * 31 + entry->value;
  }
  return (i32)(sum + used);
}
