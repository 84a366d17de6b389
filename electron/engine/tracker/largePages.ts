import type { PreferLargePages } from '../ports.ts';
import type { LinuxCalls } from './linuxCalls.ts';

/** MADV_HUGEPAGE. */
const LARGE_PAGES = 14;
/** The largest that pages are where they are not large: memory is advised on in whole ones. */
const PAGE_BYTES = 2 ** 16;

/** `ports.PreferLargePages` on Linux, which may have none to give: then all stays as it is. */
export function createLargePages(calls: LinuxCalls): PreferLargePages {
  return (memory) => {
    const start = calls.addressOf(new Uint8Array(memory));
    const [from, to] = [wholePages(start + BigInt(PAGE_BYTES - 1)), wholePages(start + BigInt(memory.byteLength))];
    if (from < to) calls.madvise(from, Number(to - from), LARGE_PAGES);
  };
}

function wholePages(address: bigint): bigint {
  return address - (address % BigInt(PAGE_BYTES));
}
