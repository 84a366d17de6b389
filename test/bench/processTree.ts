import { readdirSync, readFileSync } from 'node:fs';
import { KIB } from '../../shared/units.ts';

/** What Linux tells about a process and all that it started, from /proc. */

/** The most memory that each process of the tree ever had resident, added up. */
export function peakResidentBytes(processId: number): number {
  return sum(treeOf(processId).map((id) => kibibytesOf(`/proc/${id}/status`, 'VmHWM') * KIB));
}

/** The memory that the process has resident now. */
export function residentBytes(processId: number): number {
  return kibibytesOf(`/proc/${processId}/status`, 'VmRSS') * KIB;
}

/** Seconds of processor time that the living processes of the tree have used. */
export function processorSeconds(processId: number): number {
  return processorSecondsOf(treeOf(processId));
}

/** Seconds of processor time that these processes have used. One that is gone counts as none. */
export function processorSecondsOf(ids: readonly number[]): number {
  return sum(ids.map((id) => ticksOf(id) / TICKS_PER_SECOND));
}

/** The process and all that descend from it, with their command lines. */
export function processTree(root: number): { readonly id: number; readonly commandLine: string }[] {
  return treeOf(root).map((id) => ({
    id,
    commandLine: readOrEmpty(`/proc/${id}/cmdline`).replaceAll('\0', ' ').trim(),
  }));
}

/** USER_HZ, which is 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Positions in /proc/ID/stat after the name in parentheses, which may itself hold spaces. */
const PARENT_AT = 1;
const USER_TICKS_AT = 11;
const SYSTEM_TICKS_AT = 12;

function treeOf(root: number): number[] {
  const parents = new Map(processIds().map((id) => [id, Number(statOf(id)[PARENT_AT])]));
  const isInTree = (id: number): boolean => {
    const parent = parents.get(id);
    return id === root || (parent !== undefined && parent > 0 && isInTree(parent));
  };
  return [...parents.keys()].filter(isInTree);
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function ticksOf(id: number): number {
  const stat = statOf(id);
  return Number(stat[USER_TICKS_AT] ?? 0) + Number(stat[SYSTEM_TICKS_AT] ?? 0);
}

/** Empty for a process that ended in the meantime. */
function statOf(id: number): string[] {
  const text = readOrEmpty(`/proc/${id}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function kibibytesOf(file: string, key: string): number {
  const [, value = '0'] = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(readOrEmpty(file)) ?? [];
  return Number(value);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended between listing and reading, which is no news here.
    return '';
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
