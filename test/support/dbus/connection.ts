import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Cleanup } from '../cleanup.ts';
import { type DbusMessage, type DbusValue, MESSAGE_KIND, messageBytes, parseMessage, writeMessage } from './wire.ts';

/** A program's connection to a bus: calls, answers to calls, signals. */

export interface DbusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Of the arguments. */
  readonly signature?: string;
  readonly body?: readonly DbusValue[];
}

export interface DbusAnswer {
  readonly signature: string;
  readonly body: readonly DbusValue[];
}

export interface DbusConnection {
  /** Resolves with the values of the answer; rejects with the error that came instead. */
  call(call: DbusCall): Promise<readonly DbusValue[]>;
  emit(signal: Omit<DbusCall, 'destination'>): void;
  /** Asks the bus for a name of its own; rejects when somebody else has it. */
  own(name: string): Promise<void>;
}

export interface DbusHandlers {
  /** Undefined for what is not known here: the caller gets an error. */
  readonly answer: (call: DbusMessage) => DbusAnswer | undefined;
  readonly signal: (signal: DbusMessage) => void;
}

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const NO_REPLY_EXPECTED = 1;
const DO_NOT_QUEUE = 4;
const PRIMARY_OWNER = 1;

export async function connectToBus(
  cleanup: Cleanup,
  socketPath: string,
  handlers: DbusHandlers,
): Promise<DbusConnection> {
  const socket = connect(socketPath);
  cleanup.add(() => void socket.destroy());
  await once(socket, 'connect');
  await authenticate(socket);
  const waiting = new Map<number, (message: DbusMessage) => void>();
  let serial = 0;

  function send(message: Omit<DbusMessage, 'serial'>): number {
    serial += 1;
    socket.write(writeMessage({ ...message, serial }));
    return serial;
  }

  async function call({ signature = '', body = [], ...rest }: DbusCall): Promise<readonly DbusValue[]> {
    const { promise, resolve } = Promise.withResolvers<DbusMessage>();
    waiting.set(send({ kind: MESSAGE_KIND.call, flags: 0, ...rest, signature, body }), resolve);
    const reply = await promise;
    if (reply.kind === MESSAGE_KIND.reply) return reply.body;
    throw new Error(`${rest.member} was answered with ${reply.errorName ?? 'an error'}: ${String(reply.body[0])}`);
  }

  function answer(message: DbusMessage): void {
    const given = handlers.answer(message);
    if ((message.flags & NO_REPLY_EXPECTED) !== 0) return;
    const head = { flags: 0, replySerial: message.serial, ...(message.sender && { destination: message.sender }) };
    if (given !== undefined) send({ ...head, kind: MESSAGE_KIND.reply, ...given });
    else {
      const errorName = 'org.freedesktop.DBus.Error.UnknownMethod';
      send({ ...head, kind: MESSAGE_KIND.error, errorName, signature: 's', body: [`${message.member} is not known`] });
    }
  }

  receiveMessages(socket, (message) => {
    if (message.kind === MESSAGE_KIND.call) answer(message);
    else if (message.kind === MESSAGE_KIND.signal) handlers.signal(message);
    else if (message.replySerial !== undefined) {
      waiting.get(message.replySerial)?.(message);
      waiting.delete(message.replySerial);
    }
  });
  await call({ ...BUS, member: 'Hello' });
  await call({ ...BUS, member: 'AddMatch', signature: 's', body: ["type='signal'"] });
  return {
    call,
    emit: ({ signature = '', body = [], ...rest }) =>
      void send({ kind: MESSAGE_KIND.signal, flags: NO_REPLY_EXPECTED, ...rest, signature, body }),
    async own(name) {
      const [outcome] = await call({ ...BUS, member: 'RequestName', signature: 'su', body: [name, DO_NOT_QUEUE] });
      if (outcome !== PRIMARY_OWNER) throw new Error(`${name} is somebody else's on this bus`);
    },
  };
}

/** The bus knows who is at the other end of its socket; the name is said in hexadecimal digits of its decimal ones. */
async function authenticate(socket: Socket): Promise<void> {
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  const [line] = (await once(socket, 'data')) as [Buffer];
  if (!line.toString().startsWith('OK ')) throw new Error(`the bus refused the user: ${line.toString()}`);
  socket.write('BEGIN\r\n');
}

function receiveMessages(socket: Socket, receive: (message: DbusMessage) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    for (let length = messageBytes(pending); length !== undefined && length <= pending.length; ) {
      const message = parseMessage(new Uint8Array(pending.subarray(0, length)));
      pending = pending.subarray(length);
      length = messageBytes(pending);
      receive(message);
    }
  });
}
