/** What both kinds of server have in common. */
import { codeOf } from '#core/file-trouble.ts';
import { StoreError } from './trouble.ts';

/** An address as it may be shown: without user, password and options, each of which may hold a secret. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return `${url.slice(0, url.indexOf(':'))}://…`;
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}

/** Loads an adapter that is installed only where it is needed. */
export async function adapter<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StoreError(
      'not-installed',
      `This store needs the package ${name}, which is not installed. Run: npm install ${name}`,
      error,
    );
  }
}

/** What is said when a server cannot be reached at the start. */
export function unreachable(place: string, why: string, cause: unknown): StoreError {
  return new StoreError(
    'unreachable',
    `The store at ${place} cannot be used: ${why}. Check that the server runs and can be reached from here, and the user and password in the address.`,
    cause,
  );
}
