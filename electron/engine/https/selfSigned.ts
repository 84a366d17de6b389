import { generateKeyPairSync, sign } from 'node:crypto';
import {
  DER_TRUE,
  derBits,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derTagged,
  derText,
  derTime,
} from '../codec/der.ts';
import { parseIpAddress } from '../codec/ipAddress.ts';
import type { RandomBytes } from '../ports.ts';

/** A certificate and its key, both PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateWish {
  /** Host names and IP addresses that it is for; the first is its subject. */
  readonly names: readonly string[];
  readonly fromMs: number;
  readonly untilMs: number;
}

const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  alternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

const VERSION_3 = Uint8Array.of(2);
const SERIAL_BYTES = 16;
/** digitalSignature and keyCertSign: it vouches for itself. */
const KEY_USAGE = Uint8Array.of(0b1000_0100);
const KEY_USAGE_UNUSED_BITS = 2;
const DNS_NAME = 2;
const IP_ADDRESS = 7;
const PEM_LINE = /.{1,64}/g;

/** A self-signed certificate for a TLS server (RFC 5280), with a new key on the curve P-256. Takes about a millisecond. */
export function makeSelfSigned(randomBytes: RandomBytes, { names, fromMs, untilMs }: CertificateWish): CertificatePair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = derSequence(derOid(OID.ecdsaWithSha256));
  const subject = derSequence(derSet(derSequence(derOid(OID.commonName), derText(names[0] ?? 'Granary'))));
  const body = derSequence(
    derTagged(0, derInteger(VERSION_3)),
    derInteger(randomBytes(SERIAL_BYTES)),
    algorithm,
    subject,
    derSequence(derTime(fromMs), derTime(untilMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    derTagged(3, derSequence(...extensions(names))),
  );
  const signature = derBits(sign('sha256', body, privateKey));
  return {
    certificate: pemOf('CERTIFICATE', derSequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions(names: readonly string[]): Uint8Array[] {
  return [
    extension(OID.basicConstraints, derSequence(DER_TRUE), true),
    extension(OID.keyUsage, derBits(KEY_USAGE, KEY_USAGE_UNUSED_BITS), true),
    extension(OID.extendedKeyUsage, derSequence(derOid(OID.serverAuth)), false),
    extension(OID.alternativeName, derSequence(...names.map(generalName)), false),
  ];
}

function extension(oid: string, value: Uint8Array, isCritical: boolean): Uint8Array {
  return derSequence(derOid(oid), ...(isCritical ? [DER_TRUE] : []), derOctets(value));
}

function generalName(name: string): Uint8Array {
  const address = parseIpAddress(name);
  return address === undefined
    ? derTagged(DNS_NAME, Buffer.from(name), 'bare')
    : derTagged(IP_ADDRESS, address.bytes, 'bare');
}

function pemOf(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').match(PEM_LINE) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
