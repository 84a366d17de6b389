/*
 * Announces to a UDP tracker (BEP 15) on loopback at a rate of its own, whether they are answered or not.
 *
 *   udpPace good PORT HASH-FILE PEERS WANTED SECONDS RATE     random leechers announce so many times a second
 *   udpPace forged PORT HASH-FILE PEERS WANTED SECONDS RATE   the same with connection ids that nobody gave out
 *
 * Nothing is sent again. An answer is timed from just before its announce is handed to the system to its arrival in the
 * system, so that it is the tracker that is timed, however late this program has its turn.
 */
#define _GNU_SOURCE
#include "udpRequests.h"

enum { CONTROL_BYTES = 64, SLACK_MS = 500 };

/* One announce each, in the order in which they were sent. The transaction id is the place. */
static double *sent_at;
static float *latency_ms;
static long due, sent, answered;

static double wall_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void send_due(const struct load *load, int is_forged) {
  struct slot *batch[BATCH];
  int count = 0;
  for (; count < BATCH && sent + count < due; count++) {
    struct slot *slot = &slots[count];
    write_announce(slot, load, random_below(load->torrents), random_leecher(load), EVENT_NONE);
    uint64_t forged = random_u64();
    if (is_forged) memcpy(slot->packet, &forged, 8);
    put_u32(slot->packet + 12, (uint32_t)(sent + count));
    batch[count] = slot;
  }
  double now = wall_seconds();
  for (int i = 0; i < count; i++) sent_at[sent + i] = now;
  if (count > 0) send_slots(batch, count);
  sent += count;
}

static double arrived_at(struct msghdr *message) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part != NULL; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SO_TIMESTAMPNS) continue;
    struct timespec at;
    memcpy(&at, CMSG_DATA(part), sizeof at);
    return at.tv_sec + at.tv_nsec / 1e9;
  }
  return wall_seconds();
}

static void take_answers(int peers_due) {
  static uint8_t buffers[BATCH][REPLY_BYTES], controls[BATCH][CONTROL_BYTES];
  static struct iovec spaces[BATCH];
  static struct mmsghdr replies[BATCH];
  for (int i = 0; i < BATCH; i++) {
    spaces[i] = (struct iovec){.iov_base = buffers[i], .iov_len = REPLY_BYTES};
    replies[i].msg_hdr = (struct msghdr){
        .msg_iov = &spaces[i], .msg_iovlen = 1, .msg_control = controls[i], .msg_controllen = CONTROL_BYTES};
  }
  int count = recvmmsg(socket_fd, replies, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++) {
    long place = (long)get_u32(buffers[i] + 4);
    if (replies[i].msg_len < 8 || place >= sent) continue;
    check_answer(buffers[i], (int)replies[i].msg_len, ACTION_ANNOUNCE, peers_due);
    latency_ms[answered++] = (float)((arrived_at(&replies[i].msg_hdr) - sent_at[place]) * 1000);
  }
}

/* Until the next announce is due or an answer is there. */
static void wait_for_answers(double seconds) {
  struct pollfd readable = {.fd = socket_fd, .events = POLLIN};
  struct timespec wait = {.tv_nsec = seconds > 0 ? (long)(seconds * 1e9) : 0};
  ppoll(&readable, 1, &wait, NULL);
}

static int ascending(const void *one, const void *other) {
  float a = *(const float *)one, b = *(const float *)other;
  return (a > b) - (a < b);
}

static double percentile(double part) { return answered == 0 ? 0 : latency_ms[(long)(part * (double)(answered - 1))]; }

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  struct load load = read_load(argv + 2);
  double rate = atof(argv[7]);
  int is_forged = strcmp(argv[1], "forged") == 0, on = 1;
  long total = (long)(rate * load.seconds);
  sent_at = calloc((size_t)total + 1, sizeof *sent_at);
  latency_ms = calloc((size_t)total + 1, sizeof *latency_ms);
  open_socket(&load);
  connect_all(&load);
  setsockopt(socket_fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);

  double started_at = now_seconds(), end = started_at + load.seconds + SLACK_MS / 1e3;
  for (double now = started_at; now < end && answered < total; now = now_seconds()) {
    due = (long)((now - started_at) * rate);
    if (due > total) due = total;
    send_due(&load, is_forged);
    take_answers(is_forged ? REFUSED : load.wanted);
    if (sent >= due) wait_for_answers(0.0005);
  }
  qsort(latency_ms, (size_t)answered, sizeof *latency_ms, ascending);
  printf("{\"sent\":%ld,\"answers\":%ld,\"medianMs\":%.3f,\"p99Ms\":%.3f}\n", sent, answered, percentile(0.5),
         percentile(0.99));
  return 0;
}
