import { z } from 'zod';

/** Apart from `because.ts`, whose names the window needs without the library that checks what comes over wires. */
export const becauseSchema = z.record(z.string(), z.union([z.string(), z.number()]));
