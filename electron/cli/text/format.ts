/** Numbers as people read them. Units are binary (1 KiB = 1024 bytes), as BitTorrent clients show them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `0 B`, `512 B`, `1.5 KiB`, `21.4 GiB`, `128 MiB`: at most three digits and a unit. */
export function formatBytes(bytes: number): string {
  const { digits, unit } = scale(bytes);
  return `${digits.replace(/\.0+$|(?<=\.\d)0$/, '')} ${unit}`;
}

/** `11.2 MiB/s`, `9.00 KiB/s`: zeros stay, so that a figure that moves does not change its width. */
export function formatRate(bytesPerSecond: number): string {
  const { digits, unit } = scale(bytesPerSecond);
  return `${digits} ${unit}/s`;
}

/** `3 s`, `2 min 05 s`, `1 h 05 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${twoDigits(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Rounded down, so that only what is complete says 100%. */
export function formatPercent(part: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, part)) * 100)}%`;
}

/** `1 file`, `1,434 files`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Groups of three digits, whatever the locale: `1,434`. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Local wall time: `14:03:27`. */
export function formatTime(epochMs: number): string {
  const date = new Date(epochMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** An address and port as they are written in a URL: IPv6 in brackets. */
export function formatEndpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function scale(bytes: number): { readonly digits: string; readonly unit: string } {
  let value = bytes;
  let unit = 0;
  // 999.5 of one unit would be rounded to four digits, so it is shown as 0.98 of the next.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return { digits: unit === 0 ? value.toFixed(0) : threeDigits(value), unit: UNITS[unit] ?? '' };
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
