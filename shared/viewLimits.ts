/** Most folders that a view of files has open. */
export const MAX_OPEN_FOLDERS = 5000;
