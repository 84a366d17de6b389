import { endianness } from 'node:os';

/**
 * The system calls of Linux that Node.js has no words for: many datagrams a call, connections without a stream around them,
 * waiting for several sockets at once, ways to others, and large pages (recvmmsg(2), sendmmsg(2), accept4(2), poll(2), epoll(7),
 * eventfd(2), connect(2), madvise(2)). Results are as in C: -1 is a failure, whose number `errno` tells.
 *
 * Memory is passed by its address. Whoever passes one keeps the buffer it took the address of until the call has ended, and
 * takes addresses of buffers above 64 bytes only: V8 may move smaller ones.
 */
export interface LinuxCalls {
  socket(family: number, type: number, protocol: number): number;
  bind(descriptor: number, name: bigint, nameBytes: number): number;
  /** Of a UDP socket: decides where it sends from and to, and sends nothing. */
  connect(descriptor: number, name: bigint, nameBytes: number): number;
  /** `nameBytes` is the address of a u32: room on the way in, length on the way out. */
  getsockname(descriptor: number, name: bigint, nameBytes: bigint): number;
  setsockopt(descriptor: number, level: number, option: number, value: bigint, valueBytes: number): number;
  /** `messages` is an array of `count` struct mmsghdr. Returns how many datagrams came. */
  recvmmsg(descriptor: number, messages: bigint, count: number, flags: number, timeout: null): number;
  /** Returns how many datagrams went. */
  sendmmsg(descriptor: number, messages: bigint, count: number, flags: number): number;
  listen(descriptor: number, backlog: number): number;
  /** Returns the descriptor of a connection. `nameBytes` as in getsockname. */
  accept4(descriptor: number, name: bigint, nameBytes: bigint, flags: number): number;
  /** Returns the bytes received; 0 when the other side has ended. */
  recv(descriptor: number, bytes: bigint, length: number, flags: number): number;
  /** Returns the bytes that the system took. */
  send(descriptor: number, bytes: bigint, length: number, flags: number): number;
  /** Looks, and waits for nothing. */
  pollNow(descriptors: bigint, count: number): number;
  /** Waits in another thread, where `descriptors`, an array of `count` struct pollfd, is read and written. */
  poll(descriptors: bigint, count: number, timeoutMs: number): Promise<number>;
  /** Returns a descriptor, which can be read, in the eyes of `poll`, when one of those can that it watches. */
  epollCreate(flags: number): number;
  /** `event` is the address of a struct epoll_event. */
  epollControl(epoll: number, operation: number, descriptor: number, event: bigint): number;
  /** Looks, and waits for nothing. `events` is an array of `count` struct epoll_event. Returns how many there are. */
  epollNow(epoll: number, events: bigint, count: number): number;
  eventfd(initial: number, flags: number): number;
  read(descriptor: number, bytes: bigint, length: number): number;
  write(descriptor: number, bytes: bigint, length: number): number;
  close(descriptor: number): number;
  /** `from` is the address of a page's beginning. */
  madvise(from: bigint, length: number, advice: number): number;
  /** 0 for a name that no interface has. */
  ifNametoindex(name: string): number;
  addressOf(buffer: ArrayBufferView): bigint;
  /** Of the call that failed last. */
  errno(): number;
}

/** Processors whose structures are laid out as datagramRing.ts lays them out: 64 bits, little end first. */
const KNOWN_PROCESSORS = ['x64', 'arm64'];

/** Undefined on other systems and processors. Rejects where the package that makes the calls cannot be loaded. */
export async function loadLinuxCalls(): Promise<LinuxCalls | undefined> {
  if (process.platform !== 'linux' || !KNOWN_PROCESSORS.includes(process.arch) || endianness() !== 'LE')
    return undefined;
  const { default: koffi } = await import('koffi');
  // Of the running program itself, which has the C library, whichever one that is.
  const library = koffi.load(null);
  const poll = library.func('int poll(void *descriptors, unsigned long count, int timeout)');
  const epollWait = library.func('int epoll_wait(int epoll, void *events, int count, int timeout)');
  return {
    socket: library.func('int socket(int family, int type, int protocol)'),
    bind: library.func('int bind(int fd, void *name, unsigned int nameBytes)'),
    connect: library.func('int connect(int fd, void *name, unsigned int nameBytes)'),
    getsockname: library.func('int getsockname(int fd, void *name, void *nameBytes)'),
    setsockopt: library.func('int setsockopt(int fd, int level, int option, void *value, unsigned int valueBytes)'),
    recvmmsg: library.func('int recvmmsg(int fd, void *messages, unsigned int count, int flags, void *timeout)'),
    sendmmsg: library.func('int sendmmsg(int fd, void *messages, unsigned int count, int flags)'),
    listen: library.func('int listen(int fd, int backlog)'),
    accept4: library.func('int accept4(int fd, void *name, void *nameBytes, int flags)'),
    recv: library.func('long recv(int fd, void *bytes, size_t length, int flags)'),
    send: library.func('long send(int fd, void *bytes, size_t length, int flags)'),
    pollNow: (descriptors, count) => poll(descriptors, count, 0),
    poll: (descriptors, count, timeoutMs) =>
      new Promise((resolve, reject) => {
        poll.async(descriptors, count, timeoutMs, (error: Error | null, ready: number) => {
          if (error === null) resolve(ready);
          else reject(error);
        });
      }),
    epollCreate: library.func('int epoll_create1(int flags)'),
    epollControl: library.func('int epoll_ctl(int epoll, int operation, int fd, void *event)'),
    epollNow: (epoll, events, count) => epollWait(epoll, events, count, 0),
    eventfd: library.func('int eventfd(unsigned int initial, int flags)'),
    read: library.func('long read(int fd, void *bytes, size_t length)'),
    write: library.func('long write(int fd, void *bytes, size_t length)'),
    close: library.func('int close(int fd)'),
    madvise: library.func('int madvise(void *from, size_t length, int advice)'),
    ifNametoindex: library.func('unsigned int if_nametoindex(const char *name)'),
    addressOf: (buffer) => koffi.address(buffer),
    errno: () => koffi.errno(),
  };
}
