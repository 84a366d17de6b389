import pino from 'pino';
import type { Clock, Logger, LogLevel } from '../ports.ts';
import { createBoundedFile } from './boundedFile.ts';

export interface LoggerConfig {
  readonly destination: 'stderr' | LogFile;
  /** Nothing below it is written. */
  readonly level: LogLevel;
}

export interface LogFile {
  readonly file: string;
  /** Beyond it a new file is begun; the one before is kept beside it with `.1` at its end. */
  readonly maxBytes: number;
}

export interface SystemLogger extends Logger {
  /** From now on writes `[redacted]` wherever this text stands, be it in the middle of a message or of a cause. */
  redact(secret: string): void;
  /** Closes the file. What is logged after it is dropped. Idempotent. */
  stop(): Promise<void>;
}

/** Where whole lines go. Must not throw. */
export interface LineSink {
  write(line: string): void;
  close(): void;
}

/** In the data directory. */
export const LOG_FILE = 'granary.log';
export const DEFAULT_LOG_FILE_BYTES = 5 * 1024 * 1024;

/**
 * Writes one JSON object a line: `level`, `time` (ISO 8601), `message`, and the details under their own names; a `cause` is
 * an Error with its stack and its own causes. Lines are written at once, so that the last one before a crash is there.
 * A disk that takes no line does not stop the program; when it takes one again, that line is preceded by the number lost.
 */
export function createLogger(deps: { readonly clock: Clock }, config: LoggerConfig): SystemLogger {
  return createLineLogger({ ...deps, sink: sinkFor(config.destination) }, config.level);
}

export function createLineLogger(
  { clock, sink }: { readonly clock: Clock; readonly sink: LineSink },
  level: LogLevel,
): SystemLogger {
  const secrets = new Set<string>();
  let isStopped = false;
  const write = (line: string): void => {
    if (!isStopped) sink.write([...secrets].reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line));
  };
  const logger = pino(
    {
      level,
      customLevels: LEVELS,
      useOnlyCustomLevels: true,
      messageKey: 'message',
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        cause: (cause: unknown) => (cause instanceof Error ? pino.stdSerializers.errWithCause(cause) : cause),
      },
      redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    },
    { write },
  );
  return {
    log(lineLevel, message, details) {
      // Not spread: a detail that is called `message` or `level` would take the place of the real one.
      logger[lineLevel](details === undefined ? {} : withoutHead(details), message);
    },
    redact(secret) {
      if (secret !== '') secrets.add(secret);
    },
    stop() {
      if (!isStopped) sink.close();
      isStopped = true;
      return Promise.resolve();
    },
  };
}

const LEVELS: Readonly<Record<LogLevel, number>> = { debug: 20, info: 30, warning: 40, error: 50 };
const SECRET_NAMES = ['secret', 'authorization', 'passkey'];
const SECRET_PATHS = SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
const HEAD_NAMES = new Set(['level', 'time', 'message']);

function withoutHead(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [HEAD_NAMES.has(name) ? `${name}_` : name, value]),
  );
}

function sinkFor(destination: LoggerConfig['destination']): LineSink {
  if (destination !== 'stderr') return createBoundedFile(destination.file, destination.maxBytes);
  return { write: (line) => void process.stderr.write(line), close: () => undefined };
}
