/**
 * Which names are safe on Windows, macOS and Linux at once, whatever system this is: a torrent made on one is unpacked on the others,
 * and a hostile one must not write outside its folder.
 */

/** A path that some system cannot hold, with the reason as the end of a sentence: "<path> <reason>". */
export interface PathProblem {
  readonly kind: 'unsafe' | 'too-long' | 'clash';
  /** As in the torrent, with `/` between the components. */
  readonly path: string;
  readonly reason: string;
}

/** A file below the torrent's folder; several fillers may have one path. */
export interface TorrentPath {
  readonly path: readonly string[];
  readonly isPadding?: true;
}

/** What ext4, APFS and NTFS all hold: bytes of UTF-8 for the first, UTF-16 units (never more than the bytes) for the last. */
const MAX_COMPONENT_BYTES = 255;
/** PATH_MAX of Linux. What the folder above takes of it cannot be known here. */
const MAX_PATH_BYTES = 4096;

/** The first trouble with the paths of one torrent: a component no system should see, or two paths that become one on some system. */
export function findPathProblem(name: string, files: readonly TorrentPath[]): PathProblem | undefined {
  const safe = createComponentCheck();
  const clashes = createClashCheck();
  const nameReason = safe(name);
  if (nameReason !== undefined) return { kind: 'unsafe', path: name, reason: nameReason };

  for (const { path, isPadding } of files) {
    const text = path.join('/');
    if (path.length === 0) return { kind: 'unsafe', path: name, reason: 'has a file without a name' };
    for (const component of path) {
      const reason = safe(component);
      if (reason !== undefined) return { kind: 'unsafe', path: text, reason: withSubject(component, path, reason) };
    }
    const bytes = Buffer.byteLength(name) + 1 + Buffer.byteLength(text);
    if (bytes > MAX_PATH_BYTES) {
      return { kind: 'too-long', path: text, reason: `is ${bytes} bytes long, and ${MAX_PATH_BYTES} is the most` };
    }
    const clash = isPadding === true ? undefined : clashes(path);
    if (clash !== undefined) return { kind: 'clash', path: text, reason: clash };
  }
  return undefined;
}

/** Why one name of a file or folder is not safe everywhere; undefined when it is. */
export function unsafeReason(component: string): string | undefined {
  if (component === '') return 'is empty';
  if (component === '.' || component === '..') return 'is a way to another folder, not a name';
  if (!component.isWellFormed() || component.includes('\ufffd')) return 'is not valid Unicode';
  const control = CONTROL.exec(component);
  if (control !== null) return `contains the control character U+${codePointOf(control[0])}`;
  const forbidden = FORBIDDEN.exec(component);
  if (forbidden !== null) return `contains ${forbidden[0]}, which not every system takes in a name`;
  if (/[. ]$/.test(component)) return 'ends in a dot or a space, which Windows drops';
  if (RESERVED.test(component)) return 'is the name of a device on Windows';
  const bytes = Buffer.byteLength(component);
  return bytes > MAX_COMPONENT_BYTES ? `is ${bytes} bytes long, and ${MAX_COMPONENT_BYTES} is the most` : undefined;
}

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Separators, drive letters and alternate streams (`:`), wildcards and redirections. */
const FORBIDDEN = /[<>:"/\\|?*]/;
/** Windows opens the device whatever the extension, and before it drops spaces; the digits may be superscript. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/** Components repeat from file to file: each folder name is looked at once. */
function createComponentCheck(): (component: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (component) => {
    if (!known.has(component)) known.set(component, unsafeReason(component));
    return known.get(component);
  };
}

function withSubject(component: string, path: readonly string[], reason: string): string {
  return path.length === 1 ? reason : `has a part ${JSON.stringify(component)} that ${reason}`;
}

interface Entry {
  readonly spelling: string;
  readonly isFile: boolean;
}

/** Takes the paths in turn and says with which earlier one a path collides where case or normal form make no difference. */
function createClashCheck(): (path: readonly string[]) => string | undefined {
  const entries = new Map<string, Entry>();
  const folded = new Map<string, string>();

  return (path) => {
    let key = '';
    let spelling = '';
    for (const [depth, component] of path.entries()) {
      const isFile = depth === path.length - 1;
      key += `/${foldOnce(component)}`;
      spelling += depth === 0 ? component : `/${component}`;
      const earlier = entries.get(key);
      if (earlier === undefined) entries.set(key, { spelling, isFile });
      else if (isFile || earlier.isFile || earlier.spelling !== spelling)
        return describeClash(earlier, spelling, isFile);
    }
    return undefined;
  };

  function foldOnce(component: string): string {
    const known = folded.get(component);
    if (known !== undefined) return known;
    const fold = foldCase(component);
    folded.set(component, fold);
    return fold;
  }
}

function describeClash(earlier: Entry, spelling: string, isFile: boolean): string {
  if (earlier.spelling !== spelling) return `and ${earlier.spelling} are one name on systems that ignore case`;
  return isFile && earlier.isFile ? 'is there twice' : 'is both a file and a folder';
}

/**
 * One form for names that Windows or macOS take for the same. Simple folding, character by character: neither system makes `ß` of `ss`.
 */
function foldCase(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return name.toLowerCase();
  return Array.from(name.normalize('NFC'), foldCharacter).join('').normalize('NFC');
}

function foldCharacter(character: string): string {
  const upper = character.toUpperCase();
  return Array.from(upper).length === 1 ? upper.toLowerCase() : character.toLowerCase();
}

function codePointOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
