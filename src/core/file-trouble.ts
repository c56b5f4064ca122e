/** Why a file that a person has named is not read or written, in a sentence of ours. */

/** The system's name of what went wrong (`ENOENT`), of a library's too; null where it has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Longer names are cut in what people read: they are a slip of the clipboard. */
const LONGEST_NAME = 200;

/** @param code as `codeOf` gives it */
export function fileTrouble(file: string, code: string | null, wanted: 'read' | 'written' = 'read'): string {
  const name = file.length > LONGEST_NAME ? `${file.slice(0, LONGEST_NAME)}…` : file;
  switch (code ?? '') {
    case 'ENOENT':
      return wanted === 'read'
        ? `There is no file ${name} here. Check the name, and the folder that you are in.`
        : `${name} cannot be written: its folder is not there. Make it first.`;
    case 'EISDIR':
      return `${name} is a folder. Name a file.`;
    case 'ENOTDIR':
      return `${name} cannot be ${wanted}: a part of it is a file and no folder.`;
    case 'EACCES':
    case 'EPERM':
      return `${name} cannot be ${wanted}: this user may not.`;
    case 'ELOOP':
      return `${name} is a link that leads back to itself.`;
    case 'ENAMETOOLONG':
      return `There is no file ${name}: no name is as long as that.`;
    case 'ENOSPC':
      return `${name} cannot be written: the disk is full.`;
    case 'EROFS':
      return `${name} cannot be written: the disk may only be read.`;
    default:
      return `${name} cannot be ${wanted}${code === null ? '' : ` (${code})`}.`;
  }
}
