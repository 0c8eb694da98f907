// Runs the dependency rules, and fails when nothing was cruised: an empty green would hide every fault.
import { spawnSync } from 'node:child_process';

const { stdout, stderr, status } = spawnSync(
  'depcruise',
  ['servers', 'clients', 'bench', 'web/src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  { encoding: 'utf8', shell: process.platform === 'win32' },
);
process.stdout.write(stdout);
process.stderr.write(stderr);
const cruised = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
if (cruised === 0) {
  process.stderr.write('No module was cruised, so the dependency rules were not checked at all.\n');
  process.exitCode = 1;
} else {
  process.exitCode = status ?? 1;
}
