/* Three hash functions of a library, each an instance of its own module: the digests of a few texts. */
#include "md5.h"
#include "sha256.h"
#include "sha512.h"

#include <stdio.h>

/** What the library copies at once. */
#define PIECE 16384

/** Byte `i` of the text to hash. */
static uint8_t text_byte(uint32_t i) { return (uint8_t)((i * 2654435761u) >> 24); }

static void print_digest(const char *name, uint32_t length, const uint8_t *digest, int bytes) {
  printf("%s %u ", name, length);
  for (int i = 0; i < bytes; i++) printf("%02x", digest[i]);
  printf("\n");
}

#define DEFINE_HASH(NAME, BYTES, ...)                                                              \
  static void hash_##NAME(struct NAME##_instance *hash, uint32_t length) {                         \
    NAME##_Hash_Init(__VA_ARGS__);                                                                 \
    uint8_t *buffer = NAME##_memory(hash)->data + (uint32_t)NAME##_Hash_GetBuffer(hash);           \
    for (uint32_t at = 0; at < length; at += PIECE) {                                              \
      const uint32_t n = length - at < PIECE ? length - at : PIECE;                                \
      for (uint32_t i = 0; i < n; i++) buffer[i] = text_byte(at + i);                              \
      NAME##_Hash_Update(hash, (int32_t)n);                                                        \
    }                                                                                              \
    NAME##_Hash_Final(hash);                                                                       \
    print_digest(#NAME, length, buffer, BYTES);                                                    \
  }

DEFINE_HASH(md5, 16, hash)
DEFINE_HASH(sha256, 32, hash, 256)
DEFINE_HASH(sha512, 64, hash, 512)

int main(void) {
  struct md5_instance md5;
  struct sha256_instance sha256;
  struct sha512_instance sha512;
  if (md5__instantiate(&md5) != WINCH_OK || sha256__instantiate(&sha256) != WINCH_OK ||
      sha512__instantiate(&sha512) != WINCH_OK) {
    return 1;
  }
  static const uint32_t lengths[] = {0, 1, 63, 64, 1000, 1000000};
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
    hash_md5(&md5, lengths[i]);
    hash_sha256(&sha256, lengths[i]);
    hash_sha512(&sha512, lengths[i]);
  }
  md5__free(&md5);
  sha256__free(&sha256);
  sha512__free(&sha512);
  return 0;
}
