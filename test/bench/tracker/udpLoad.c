/*
 * Announces to a UDP tracker (BEP 15) on loopback as fast as it answers, with a fixed number of requests on their way.
 *
 *   udpLoad fill PORT HASH-FILE PEERS WANTED SECONDS    every peer of every torrent announces once
 *   udpLoad load PORT HASH-FILE PEERS WANTED SECONDS    random leechers announce for so many seconds
 *   udpLoad forge PORT HASH-FILE PEERS WANTED SECONDS   the same with connection ids that nobody gave out
 *
 * When measuring, every good announce has to be answered with as many peers as were wanted, and every forged one with an error.
 */
#define _GNU_SOURCE
#include "udpRequests.h"

static int next_of_all(const struct load *load, struct slot *slot) {
  static int announced;
  if (announced == load->torrents * load->peers) return 0;
  write_announce(slot, load, announced / load->peers, announced % load->peers, EVENT_STARTED);
  announced++;
  return 1;
}

static int next_leecher(const struct load *load, struct slot *slot) {
  write_announce(slot, load, random_below(load->torrents), random_leecher(load), EVENT_NONE);
  return 1;
}

static int next_forged(const struct load *load, struct slot *slot) {
  next_leecher(load, slot);
  uint64_t forged = random_u64();
  memcpy(slot->packet, &forged, 8);
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  struct load load = read_load(argv + 2);
  int fills = strcmp(argv[1], "fill") == 0, forges = strcmp(argv[1], "forge") == 0;
  open_socket(&load);
  connect_all(&load);
  long lost = 0;
  double started_at = now_seconds(), until = started_at + load.seconds;
  long answers = fills    ? run(&load, next_of_all, NOT_CHECKED, 1e18, &lost)
                 : forges ? run(&load, next_forged, REFUSED, until, &lost)
                          : run(&load, next_leecher, load.wanted, until, &lost);
  print_result(answers, now_seconds() - started_at, lost);
  return 0;
}
