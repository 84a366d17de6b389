/* What the two load generators share: the swarms they play, a clock, and random numbers. */
#ifndef TRACKER_LOAD_H
#define TRACKER_LOAD_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INFO_HASH_BYTES = 20, PEER_ID_BYTES = 20, PEER_PORT = 6881, COMPACT_PEER_BYTES = 6 };

/* Every fourth peer is a seeder; only leechers announce in the measurement, so that each may be given any peer. */
enum { SEEDER_EVERY = 4, LEFT_BYTES = 1 << 20 };

/* The tracker on loopback, and how it is announced to. */
struct load {
  uint16_t port;
  const uint8_t *info_hashes;
  int torrents;
  int peers;
  int wanted;
  double seconds;
};

static inline void die(const char *what) {
  perror(what);
  exit(1);
}

static inline double now_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

/* xorshift64, with a state of its own for each program. */
static inline uint64_t random_u64(void) {
  static uint64_t state = 0x9e3779b97f4a7c15;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static inline int random_below(int limit) { return (int)((random_u64() >> 33) % (uint64_t)limit); }

static inline const uint8_t *info_hash_of(const struct load *load, int torrent) {
  return load->info_hashes + torrent * INFO_HASH_BYTES;
}

static inline int is_seeder(int peer) { return peer % SEEDER_EVERY == 0; }

static inline int random_leecher(const struct load *load) {
  int peer;
  do peer = random_below(load->peers);
  while (is_seeder(peer));
  return peer;
}

/* Each peer has an address of its own, 127.0.1.1 and up, as it would on a network. Up to 250 of them. */
static inline struct in_addr address_of(int peer) { return (struct in_addr){htonl(0x7f000101u + (uint32_t)peer)}; }

/* 20 printable characters. */
static inline void write_peer_id(char *to, int torrent, int peer) {
  char text[40];
  snprintf(text, sizeof text, "-XB0100-%06d%06d", torrent, peer);
  memcpy(to, text, PEER_ID_BYTES);
}

/* Arguments: PORT HASH-FILE PEERS WANTED SECONDS. The file holds 20 bytes for each torrent. */
static inline struct load read_load(char **argument) {
  static uint8_t info_hashes[INFO_HASH_BYTES * 100000];
  FILE *file = fopen(argument[1], "rb");
  if (file == NULL) die(argument[1]);
  int torrents = (int)fread(info_hashes, INFO_HASH_BYTES, sizeof info_hashes / INFO_HASH_BYTES, file);
  fclose(file);
  return (struct load){
      .port = (uint16_t)atoi(argument[0]),
      .info_hashes = info_hashes,
      .torrents = torrents,
      .peers = atoi(argument[2]),
      .wanted = atoi(argument[3]),
      .seconds = atof(argument[4]),
  };
}

/* The result as one line of JSON. */
static inline void print_result(long answers, double seconds, long lost) {
  printf("{\"answers\":%ld,\"seconds\":%.6f,\"lost\":%ld}\n", answers, seconds, lost);
}

#endif
