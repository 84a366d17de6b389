import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from './atomicFile.ts';

/** Where the window is on the screens, in device-independent pixels. */

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

const placeSchema = z.object({ bounds: rectangleSchema, isMaximized: z.boolean() });
/** `bounds` are those that it has when it is not maximized. */
export type WindowPlace = z.infer<typeof placeSchema>;

export const DEFAULT_SIZE = { width: 1280, height: 800 };
export const SMALLEST_SIZE = { width: 720, height: 480 };

/** Undefined when none was kept, or what was kept cannot be read: the window then opens as it does the first time. */
export function readWindowPlace(file: string): WindowPlace | undefined {
  try {
    return placeSchema.safeParse(readJsonFile(file)).data;
  } catch {
    return undefined;
  }
}

/** Throws when it cannot be written. */
export function writeWindowPlace(file: string, place: WindowPlace): void {
  writeFileAtomically(file, `${JSON.stringify(place)}\n`);
}

/**
 * The place to open at, given the usable areas of the screens there are now, the main one first. A window that was on a screen that
 * is gone, or of which too little would be seen to take hold of it, comes to the middle of the main one.
 */
export function placeOnScreens(place: WindowPlace | undefined, areas: readonly Rectangle[]): WindowPlace {
  const [main = { x: 0, y: 0, ...DEFAULT_SIZE }] = areas;
  const wanted = place?.bounds ?? { ...main, ...DEFAULT_SIZE };
  const home = place && areas.find((area) => isReachable(wanted, area));
  return { bounds: home ? within(wanted, home) : centred(wanted, main), isMaximized: place?.isMaximized ?? false };
}

/** As much of the title must be seen that a person can drag it. */
const GRIP = { width: 120, height: 32 };

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const seenWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTitleSeen = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height;
  return isTitleSeen && seenWidth >= GRIP.width;
}

/** Where it was, no larger than the screen. */
function within(bounds: Rectangle, area: Rectangle): Rectangle {
  return { ...bounds, ...sizeIn(bounds, area) };
}

function centred(bounds: Rectangle, area: Rectangle): Rectangle {
  const { width, height } = sizeIn(bounds, area);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

function sizeIn(bounds: Rectangle, area: Rectangle): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(Math.max(bounds.width, SMALLEST_SIZE.width), area.width),
    height: Math.min(Math.max(bounds.height, SMALLEST_SIZE.height), area.height),
  };
}
