/*
 * Requests to a UDP tracker (BEP 15) on loopback, and a loop that keeps a fixed number of them on their way.
 *
 * One socket sends for all peers (IP_PKTINFO names the source of each packet) in batches of sendmmsg. Every answer has to
 * carry the transaction id of a request on its way.
 */
#ifndef UDP_REQUESTS_H
#define UDP_REQUESTS_H

#include "trackerLoad.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

enum { WINDOW = 128, BATCH = 64, ANNOUNCE_BYTES = 98, CONNECT_BYTES = 16, REPLY_BYTES = 2048, REPLY_HEADER_BYTES = 20 };
enum { POLL_MS = 20 };
enum { ACTION_CONNECT = 0, ACTION_ANNOUNCE = 1, ACTION_ERROR = 3 };
enum { EVENT_NONE = 0, EVENT_STARTED = 2 };
/* What an answer has to be: so many peers, anything, or an error. */
enum { NOT_CHECKED = -1, REFUSED = -2 };
static const double RESEND_SECONDS = 0.5;
static const double GIVE_UP_SECONDS = 10;

/* One request on its way. The transaction id is the slot's number and a count of its requests. */
struct slot {
  int is_busy;
  uint32_t transaction;
  double sent_at;
  int length;
  int peer;
  uint8_t packet[ANNOUNCE_BYTES];
};

static struct slot slots[WINDOW];
static uint64_t connection_ids[256];
static struct sockaddr_in tracker;
static int socket_fd;

static void put_u32(uint8_t *at, uint32_t value) {
  value = htonl(value);
  memcpy(at, &value, 4);
}

static uint32_t get_u32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, 4);
  return ntohl(value);
}

static void write_connect(struct slot *slot, int peer) {
  static const uint8_t magic[8] = {0, 0, 0x04, 0x17, 0x27, 0x10, 0x19, 0x80};
  memcpy(slot->packet, magic, 8);
  put_u32(slot->packet + 8, ACTION_CONNECT);
  slot->length = CONNECT_BYTES;
  slot->peer = peer;
}

static void write_announce(struct slot *slot, const struct load *load, int torrent, int peer, int event) {
  uint8_t *packet = slot->packet;
  memset(packet, 0, ANNOUNCE_BYTES);
  memcpy(packet, &connection_ids[peer], 8);
  put_u32(packet + 8, ACTION_ANNOUNCE);
  memcpy(packet + 16, info_hash_of(load, torrent), INFO_HASH_BYTES);
  write_peer_id((char *)packet + 36, torrent, peer);
  put_u32(packet + 68, is_seeder(peer) ? 0 : LEFT_BYTES);
  put_u32(packet + 80, (uint32_t)event);
  put_u32(packet + 88, (uint32_t)(torrent * 1000 + peer));
  put_u32(packet + 92, (uint32_t)load->wanted);
  packet[96] = PEER_PORT >> 8;
  packet[97] = PEER_PORT & 0xff;
  slot->length = ANNOUNCE_BYTES;
  slot->peer = peer;
}

static void begin(struct slot *slot) {
  slot->transaction = (uint32_t)(slot - slots) | ((slot->transaction & ~0xffu) + 0x100u);
  put_u32(slot->packet + 12, slot->transaction);
  slot->is_busy = 1;
}

/* The arrays that a batch is sent from; all but the packet and its source stays as it is. */
static struct mmsghdr messages[BATCH];
static struct iovec parts[BATCH];
static struct source {
  struct cmsghdr head;
  struct in_pktinfo address;
} sources[BATCH];

static void lay_out_messages(void) {
  for (int i = 0; i < BATCH; i++) {
    sources[i].head.cmsg_len = CMSG_LEN(sizeof(struct in_pktinfo));
    sources[i].head.cmsg_level = IPPROTO_IP;
    sources[i].head.cmsg_type = IP_PKTINFO;
    struct msghdr *message = &messages[i].msg_hdr;
    message->msg_name = &tracker;
    message->msg_namelen = sizeof tracker;
    message->msg_iov = &parts[i];
    message->msg_iovlen = 1;
    message->msg_control = &sources[i];
    message->msg_controllen = sizeof sources[i];
  }
}

static void send_slots(struct slot **batch, int count) {
  double now = now_seconds();
  for (int i = 0; i < count; i++) {
    batch[i]->sent_at = now;
    parts[i].iov_base = batch[i]->packet;
    parts[i].iov_len = (size_t)batch[i]->length;
    sources[i].address.ipi_spec_dst = address_of(batch[i]->peer);
  }
  for (int sent = 0; sent < count;) {
    int step = sendmmsg(socket_fd, messages + sent, (unsigned)(count - sent), 0);
    if (step < 0 && errno != EINTR && errno != ECONNREFUSED) die("sendmmsg");
    if (step > 0) sent += step;
  }
}

/* Ends the program when the answer is not the one that is due. */
static void check_answer(const uint8_t *reply, int length, uint32_t action_due, int peers_due) {
  uint32_t action = get_u32(reply);
  if (action != (peers_due == REFUSED ? ACTION_ERROR : action_due)) {
    fprintf(stderr, "answered with action %u: %.*s\n", action, action == ACTION_ERROR ? length - 8 : 0, reply + 8);
    exit(1);
  }
  int peers = (length - REPLY_HEADER_BYTES) / COMPACT_PEER_BYTES;
  if (action == ACTION_ANNOUNCE && peers_due >= 0 && peers != peers_due) {
    fprintf(stderr, "answered with %d peers instead of %d\n", peers, peers_due);
    exit(1);
  }
}

/* Checks an answer and frees its slot; returns 1 when it counts. */
static int take_answer(const uint8_t *reply, int length, int peers_due) {
  if (length < 8) return 0;
  struct slot *slot = &slots[get_u32(reply + 4) % WINDOW];
  if (!slot->is_busy || slot->transaction != get_u32(reply + 4)) return 0;
  check_answer(reply, length, get_u32(slot->packet + 8), peers_due);
  if (get_u32(reply) == ACTION_CONNECT) memcpy(&connection_ids[slot->peer], reply + 8, 8);
  slot->is_busy = 0;
  return 1;
}

/* Waits for answers and takes all that are there; returns how many count. */
static long receive(int peers_due) {
  static uint8_t buffers[BATCH][REPLY_BYTES];
  static struct iovec spaces[BATCH];
  static struct mmsghdr replies[BATCH];
  for (int i = 0; i < BATCH; i++) {
    spaces[i].iov_base = buffers[i];
    spaces[i].iov_len = REPLY_BYTES;
    replies[i].msg_hdr.msg_iov = &spaces[i];
    replies[i].msg_hdr.msg_iovlen = 1;
  }
  struct pollfd readable = {.fd = socket_fd, .events = POLLIN};
  poll(&readable, 1, POLL_MS);
  int count = recvmmsg(socket_fd, replies, BATCH, MSG_DONTWAIT, NULL);
  long taken = 0;
  for (int i = 0; i < count; i++) taken += take_answer(buffers[i], (int)replies[i].msg_len, peers_due);
  return taken;
}

/* Sends again what got no answer in time; returns how many that were. */
static long resend(void) {
  static double checked_at;
  double now = now_seconds();
  if (now - checked_at < RESEND_SECONDS / 5) return 0;
  checked_at = now;
  long count = 0;
  for (int i = 0; i < WINDOW; i++) {
    struct slot *slot = &slots[i];
    if (!slot->is_busy || now - slot->sent_at < RESEND_SECONDS) continue;
    send_slots(&slot, 1);
    count++;
  }
  return count;
}

/* What is asked: prepares the next request in a slot, or says that there is none. */
typedef int (*next_request)(const struct load *load, struct slot *slot);

static int next_connect(const struct load *load, struct slot *slot) {
  static int peer;
  if (peer == load->peers) return 0;
  write_connect(slot, peer++);
  return 1;
}

/* Runs until there is nothing more to ask and all is answered, or the time is up; returns the answers that came. */
static long run(const struct load *load, next_request next, int peers_due, double until, long *lost) {
  double answered_at = now_seconds();
  long answers = 0;
  for (;;) {
    struct slot *batch[BATCH];
    int ready = 0, busy = 0;
    for (int i = 0; i < WINDOW; i++) {
      if (!slots[i].is_busy && ready < BATCH && next(load, &slots[i])) {
        begin(&slots[i]);
        batch[ready++] = &slots[i];
      }
      busy += slots[i].is_busy;
    }
    if (ready > 0) send_slots(batch, ready);
    if (busy == 0) return answers;
    long taken = receive(peers_due);
    answers += taken;
    *lost += resend();
    double now = now_seconds();
    if (taken > 0) answered_at = now;
    if (now > until) return answers;
    if (now - answered_at > GIVE_UP_SECONDS) {
      fprintf(stderr, "no answer for %.0f s\n", GIVE_UP_SECONDS);
      exit(1);
    }
  }
}

static void open_socket(const struct load *load) {
  socket_fd = socket(AF_INET, SOCK_DGRAM, 0);
  int buffer_bytes = 4 << 20;
  setsockopt(socket_fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
  tracker = (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(load->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  lay_out_messages();
}

/* Every peer asks for its connection id. */
static void connect_all(const struct load *load) {
  long lost = 0;
  run(load, next_connect, NOT_CHECKED, 1e18, &lost);
}

#endif
