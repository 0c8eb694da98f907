// Writes a file whole or not at all: a reader never sees half of it, even when the writer is stopped.
import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes beside the file and renames over it. */
export const writeWhole = async (path: string, content: string | Uint8Array): Promise<void> => {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw cause;
  }
};
