/** Where a backup goes unless the person says otherwise: into `folder`, under the time of now. */
export function backupFile(folder: string, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const name = `granary-backup-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.sqlite`;
  const separator = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}
