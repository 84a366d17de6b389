/*
 * Announces to an HTTP tracker (BEP 3, 23) on loopback as fast as it answers.
 *
 *   httpLoad load PORT HASH-FILE PEERS WANTED SECONDS   a connection for each announce
 *   httpLoad keep PORT HASH-FILE PEERS WANTED SECONDS   one announce after the other on connections that are kept
 *
 * A fixed number of connections is open at any time. An answer counts when it is whole, with status 200 and a compact list
 * of as many peers as were wanted; without keeping, that is when the tracker closed the connection.
 */
#define _GNU_SOURCE
#include "trackerLoad.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 64, REQUEST_BYTES = 512, REPLY_BYTES = 4096, EVENTS = 64 };
static const double GIVE_UP_SECONDS = 10;

struct connection {
  int fd;
  int peer;
  int is_sent;
  int received;
  int request_length;
  char request[REQUEST_BYTES];
  char reply[REPLY_BYTES];
};

static struct connection connections[CONNECTIONS];
static struct sockaddr_in tracker;
static int epoll_fd;
static int is_keeping;

static int write_request(char *to, const struct load *load, int torrent, int peer) {
  char escaped[3 * INFO_HASH_BYTES + 1];
  const uint8_t *info_hash = info_hash_of(load, torrent);
  for (int i = 0; i < INFO_HASH_BYTES; i++) sprintf(escaped + 3 * i, "%%%02x", info_hash[i]);
  char peer_id[PEER_ID_BYTES + 1] = {0};
  write_peer_id(peer_id, torrent, peer);
  return snprintf(to, REQUEST_BYTES,
                  "GET /announce?info_hash=%s&peer_id=%s&port=%d&uploaded=0&downloaded=0&left=%d&compact=1&numwant=%d"
                  "&key=%08x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: bench/1\r\nConnection: %s\r\n\r\n",
                  escaped, peer_id, PEER_PORT, LEFT_BYTES, load->wanted, torrent * 1000 + peer, load->port,
                  is_keeping ? "keep-alive" : "close");
}

/* The peer of this connection announces for a random torrent. */
static void prepare_request(struct connection *connection, const struct load *load) {
  connection->is_sent = 0;
  connection->received = 0;
  connection->request_length =
      write_request(connection->request, load, random_below(load->torrents), connection->peer);
}

/* Connects from the address of a random leecher. */
static void open_connection(struct connection *connection, const struct load *load) {
  int on = 1;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) die("socket");
  connection->peer = random_leecher(load);
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  struct sockaddr_in source = {.sin_family = AF_INET, .sin_addr = address_of(connection->peer)};
  if (bind(fd, (struct sockaddr *)&source, sizeof source) < 0) die("bind");
  if (connect(fd, (struct sockaddr *)&tracker, sizeof tracker) < 0 && errno != EINPROGRESS) die("connect");
  connection->fd = fd;
  prepare_request(connection, load);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = connection};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

static void check_reply(struct connection *connection, const struct load *load) {
  char expected[32];
  int length = snprintf(expected, sizeof expected, "5:peers%d:", load->wanted * COMPACT_PEER_BYTES);
  const char *reply = connection->reply;
  int is_ok = connection->received > 12 && memcmp(reply, "HTTP/1.", 7) == 0 && memcmp(reply + 9, "200", 3) == 0;
  if (is_ok && memmem(reply, (size_t)connection->received, expected, (size_t)length) != NULL) return;
  fprintf(stderr, "answered without \"%s\": %.*s\n", expected, connection->received, reply);
  exit(1);
}

/* Whether head and body are there. */
static int is_whole(struct connection *connection) {
  static const char field[] = "Content-Length: ";
  const char *reply = connection->reply;
  const char *head_end = memmem(reply, (size_t)connection->received, "\r\n\r\n", 4);
  const char *length = memmem(reply, (size_t)connection->received, field, sizeof field - 1);
  if (head_end == NULL || length == NULL) return 0;
  return connection->received >= head_end + 4 - reply + atol(length + sizeof field - 1);
}

/* Moves a connection on as far as it goes; returns 1 when it is answered and, unless it is kept, closed. */
static int advance(struct connection *connection, const struct load *load) {
  if (!connection->is_sent) {
    ssize_t sent = send(connection->fd, connection->request, (size_t)connection->request_length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return 0;
    if (sent != connection->request_length) die("send");
    connection->is_sent = 1;
  }
  for (;;) {
    int room = REPLY_BYTES - connection->received;
    ssize_t count = recv(connection->fd, connection->reply + connection->received, (size_t)room, 0);
    if (count < 0 && errno == EAGAIN) return 0;
    if (count < 0) die("recv");
    if (count > 0) {
      connection->received += (int)count;
      if (!is_keeping || !is_whole(connection)) continue;
      check_reply(connection, load);
      return 1;
    }
    if (is_keeping) die("the tracker closed a connection that was to be kept");
    check_reply(connection, load);
    close(connection->fd);
    return 1;
  }
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  is_keeping = strcmp(argv[1], "keep") == 0;
  struct load load = read_load(argv + 2);
  tracker = (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(load.port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  epoll_fd = epoll_create1(0);
  for (int i = 0; i < CONNECTIONS; i++) open_connection(&connections[i], &load);

  long answers = 0;
  double started_at = now_seconds(), answered_at = started_at, now = started_at;
  while (now - started_at < load.seconds) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll_fd, events, EVENTS, 100);
    now = now_seconds();
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      while (advance(connection, &load)) {
        answers++;
        answered_at = now;
        if (is_keeping) prepare_request(connection, &load);
        else open_connection(connection, &load);
        if (!is_keeping) break;
      }
    }
    if (now - answered_at > GIVE_UP_SECONDS) {
      fprintf(stderr, "no answer for %.0f s\n", GIVE_UP_SECONDS);
      return 1;
    }
  }
  print_result(answers, now - started_at, 0);
  return 0;
}
