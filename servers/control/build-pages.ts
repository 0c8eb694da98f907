// Builds the web pages when they are missing or older than their sources.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compressPages } from './compress-pages.ts';

/** Newest change below a folder, milliseconds since 1970; 0 when it does not exist. */
const newestChange = async (directory: string, skipped: readonly string[] = []): Promise<number> => {
  const files = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  let newest = 0;
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    if (!file.isFile() || skipped.some((folder) => path.startsWith(join(directory, folder)))) continue;
    newest = Math.max(newest, (await stat(path)).mtimeMs);
  }
  return newest;
};

/** Rooms whose files are part of the bundle, beside the pages' own. */
const bundledRooms = ['../clients', '../servers/protocol', '../bench/report'];

/**
 * @param webRoot the folder with `vite.config.ts`
 * @returns the folder of the built pages
 */
export const buildPages = async (webRoot: string): Promise<string> => {
  const dist = join(webRoot, 'dist');
  const rooms = await Promise.all(bundledRooms.map((room) => newestChange(join(webRoot, room))));
  const sources = Math.max(await newestChange(webRoot, ['dist']), ...rooms);
  if ((await newestChange(dist)) < sources) {
    process.stderr.write('Building the web pages …\n');
    const { build } = await import('vite');
    await build({ root: webRoot, logLevel: 'warn' });
    await compressPages(dist);
  }
  return dist;
};
