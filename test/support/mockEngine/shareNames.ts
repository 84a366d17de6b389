import { chanceOf, pick } from './random.ts';

/** What people on a local network share, by name. */

const SUBJECTS = [
  'Wedding film',
  'CAD library',
  'Lab image, room 204',
  'Conference talks',
  'Game night maps',
  'Photos, unsorted',
  'Budget drafts',
  'Workshop VM',
  'Choir recordings',
  'Map tiles Saxony',
  'Team fonts',
  'Debian 13 DVD',
  'Urlaubsfotos Bodensee',
  'Prüfprotokolle Werk Süd',
  'Schulungsunterlagen für Brandschutzhelfer',
  'Straßenkarten Größe A0',
  'Drone footage, harbour',
  'Podcast raw takes',
  'Blender assets',
  'Thesis data set',
  'Point cloud, town hall',
  'Firmware images',
  'Museum scans',
  'Vorlesung Numerik',
  '写真アーカイブ',
  'Фотографии с выезда',
  'مجموعة الخرائط',
  '🎄 Weihnachtsfeier',
  'Renders 🎬 final',
  'Backup of the shared drive',
];
const SUFFIXES = [
  '',
  '',
  ' 2024',
  ' 2025',
  ' 2026-11',
  ', day 1',
  ', day 2',
  ' v2',
  ' (raw)',
  '.iso',
  '.tar.zst',
  '.zip',
];

const LONG_NAME =
  'Aufzeichnungen der Jahreshauptversammlung mit allen Redebeiträgen, Abstimmungsergebnissen, Anhängen und der vollständigen ' +
  'Liste der Änderungsanträge in der vom Vorstand freigegebenen Fassung';

/** Every so often a long one. */
export function shareName(seed: number, index: number): string {
  if (index % 97 === 41) return LONG_NAME;
  const subject = pick(SUBJECTS, chanceOf(seed, index * 3));
  const suffix = pick(SUFFIXES, chanceOf(seed, index * 3 + 1));
  const number = Math.floor(chanceOf(seed, index * 3 + 2) * 90);
  return number > 60 ? `${subject} ${number}${suffix}` : `${subject}${suffix}`;
}

const EXTENSIONS = ['mov', 'mp4', 'jpg', 'raw', 'pdf', 'bin', 'step', 'wav', 'tif'];
const FOLDERS = ['camera A', 'camera B', 'Bilder', 'Ton', 'docs', 'scans/Größe A0', 'exports'];

/** Where a file lies below its share. */
export function filePath(seed: number, index: number): string[] {
  const folder = index % 5 === 0 ? [] : pick(FOLDERS, chanceOf(seed, index * 2)).split('/');
  const extension = pick(EXTENSIONS, chanceOf(seed, index * 2 + 1));
  return [...folder, `take ${String(index + 1).padStart(4, '0')}.${extension}`];
}
