import { join } from 'node:path';
import type { EngineConfig } from './config.ts';
import { type CertificatePaths, openCertificateFiles, ownCertificate } from './https/certificateFiles.ts';
import { createTlsListener } from './https/tlsListener.ts';
import { bindPort } from './system/bindPort.ts';
import { type HttpFrontend, startHttpFrontend } from './tracker/httpFrontend.ts';
import type { TrackerServerDeps } from './trackerServer.ts';

/** The tracker over HTTPS, on every address, under one port number. */
export interface HttpsServer {
  readonly port: number;
  /** The port that was wanted, when another had to be taken. */
  readonly insteadOf: number | undefined;
  stop(): Promise<void>;
}

type HttpsConfig = Pick<EngineConfig, 'dataDir' | 'httpsPort' | 'httpsCertificate' | 'httpsKey'>;

/** Within the data directory. */
const OWN_FOLDER = 'https';

/**
 * Serves what the tracker's HTTP port serves. Rejects with `bad-config` for files that are of no use, `path-unwritable`,
 * `port-taken` or `address-unavailable`; nothing is left open then.
 */
export async function startHttpsServer(
  deps: TrackerServerDeps,
  config: HttpsConfig,
  where: { readonly listen: readonly string[]; readonly reachedAt: readonly string[] },
): Promise<HttpsServer> {
  const { clock, logger } = deps.ports;
  const { tracker, facing, answers, handOver, options } = deps;
  const files = await openCertificateFiles({ clock, logger }, await pathsOf(deps, config, where.reachedAt));
  const listenTcp = createTlsListener(files);
  const httpDeps = { tracker, facing, clock, logger, answers, handOver, listenTcp, ...(options && { options }) };

  async function bindAll(port: number): Promise<{ bound: HttpFrontend[]; port: number }> {
    const bound: HttpFrontend[] = [];
    let chosen = port;
    try {
      for (const address of where.listen) {
        const frontend = await startHttpFrontend(httpDeps, { address, port: chosen });
        bound.push(frontend);
        chosen = frontend.local.port;
      }
      return { bound, port: chosen };
    } catch (error) {
      await stopAll(bound);
      throw error;
    }
  }

  const { bound, port, insteadOf } = await bindPort(config.httpsPort, bindAll);
  return { port, insteadOf, stop: () => stopAll(bound) };
}

/** A certificate without a key, or the other way round, is taken for a file that holds both. */
async function pathsOf(
  { ports }: TrackerServerDeps,
  { dataDir, httpsCertificate: certificate, httpsKey: key }: HttpsConfig,
  addresses: readonly string[],
): Promise<CertificatePaths> {
  if (certificate === '' && key === '') return ownCertificate(ports, { folder: join(dataDir, OWN_FOLDER), addresses });
  // Some programs write both into one file.
  return { certificate: certificate || key, key: key || certificate };
}

async function stopAll(frontends: readonly HttpFrontend[]): Promise<void> {
  await Promise.all(frontends.map((frontend) => frontend.stop()));
}
