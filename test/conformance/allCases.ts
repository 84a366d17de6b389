import { ACCOUNTING_CASES } from './cases/accounting.ts';
import { ADDRESS_CASES } from './cases/addresses.ts';
import { CONNECTION_ID_CASES } from './cases/connectionIds.ts';
import { CONNECTION_CASES } from './cases/connections.ts';
import { ENCODING_CASES } from './cases/encodings.ts';
import { PARAMETER_CASES } from './cases/parameters.ts';
import { REPLY_CASES } from './cases/replies.ts';
import { SCRAPE_CASES } from './cases/scrapes.ts';
import { UDP_CASES } from './cases/udp.ts';
import type { ConformanceCase } from './conformanceCase.ts';

/** The whole suite, by topic. */
export const TOPICS: Readonly<Record<string, readonly ConformanceCase[]>> = {
  'Parameters over HTTP': PARAMETER_CASES,
  Encodings: ENCODING_CASES,
  'HTTP itself': CONNECTION_CASES,
  'Replies over HTTP': REPLY_CASES,
  'Scrapes over HTTP': SCRAPE_CASES,
  Accounting: ACCOUNTING_CASES,
  Addresses: ADDRESS_CASES,
  'Connection ids': CONNECTION_ID_CASES,
  'Messages over UDP': UDP_CASES,
};
