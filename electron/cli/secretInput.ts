import { text } from 'node:stream/consumers';
import { GranaryError } from '../engine/errors.ts';

/** Where a password is read from: a terminal, without showing it, or what is piped in. */
export interface SecretInput {
  readonly isTerminal: boolean;
  /** Asks at the terminal. Rejects with `cancelled` on Ctrl-C or when the terminal closes. */
  ask(prompt: string): Promise<string>;
  /** The first line of what is piped in, without its end. */
  readLine(): Promise<string>;
}

/** Standard input. What only a terminal has is missing for a file or a pipe. */
export interface InputStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

export function createSecretInput(stream: InputStream, write: (text: string) => void): SecretInput {
  return {
    isTerminal: stream.isTTY === true && stream.setRawMode !== undefined,
    async ask(prompt) {
      write(prompt);
      stream.setRawMode?.(true);
      try {
        return await typedLine(stream);
      } finally {
        stream.setRawMode?.(false);
        stream.pause();
        write('\n');
      }
    },
    async readLine() {
      const [line = ''] = (await text(stream)).split(/\r?\n/, 1);
      return line;
    },
  };
}

/** In raw mode the terminal neither shows nor edits the line, so the few keys that edit it are understood here. */
function typedLine(stream: InputStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let characters: readonly string[] = [];

    function finish(settle: () => void): void {
      stream.off('data', onData).off('end', onEnd);
      settle();
    }
    function onData(data: Buffer | string): void {
      const typed = String(data);
      // Arrow and function keys.
      if (typed.startsWith('\u001b')) return;
      for (const character of typed) {
        if (character === '\r' || character === '\n') return finish(() => resolve(characters.join('')));
        if (character === CTRL_C || character === CTRL_D) return finish(() => reject(cancelled()));
        characters = edited(characters, character);
      }
    }
    const onEnd = (): void => finish(() => reject(cancelled()));

    stream.setEncoding('utf8');
    stream.on('data', onData).on('end', onEnd);
    stream.resume();
  });
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const CTRL_U = '\u0015';
const BACKSPACES = ['\u007f', '\b'];

function edited(characters: readonly string[], typed: string): readonly string[] {
  if (BACKSPACES.includes(typed)) return characters.slice(0, -1);
  if (typed === CTRL_U) return [];
  return typed < ' ' ? characters : [...characters, typed];
}

function cancelled(): GranaryError {
  return new GranaryError('cancelled', 'nothing was changed');
}
