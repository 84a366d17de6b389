import type { EngineApi } from '../../shared/contract.ts';
import type { EngineConfig } from '../engine/config.ts';
import type { SettingSources } from '../engine/settings/settingsStore.ts';
import type { SecretInput } from './secretInput.ts';
import type { Terminal } from './terminal.ts';

/** What the commands get from the process around them, so that a test can put its own in place. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly workingDirectory: string;
  readonly version: string;
  /** Aborted when the person wants to end: Ctrl-C, a signal, or nobody left to read our output. */
  readonly stopSignal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How often a live view asks for peers. */
  readonly refreshMs: number;
  readonly secretInput: SecretInput;
  /** Opens an address in the person's browser, or rejects with the reason in words. */
  openBrowser(url: string): Promise<void>;
  createEngine(config: EngineConfig, options: LocalEngineOptions): Promise<LocalEngine>;
  createOfflineApi(dataDir: string): Promise<StoppableApi>;
}

export interface LocalEngineOptions {
  /** What the configuration was made from. */
  readonly sources: SettingSources;
  /** Called when a client wants the engine started again, just before it stops; without it, that is refused. */
  readonly onRestart?: () => void;
}

/** An engine in this process. */
export interface LocalEngine {
  readonly api: EngineApi;
  /** Rejects with a GranaryError; nothing runs then. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface StoppableApi {
  readonly api: EngineApi;
  stop(): Promise<void>;
}
