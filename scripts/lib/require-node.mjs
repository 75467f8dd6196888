// Imported first by every script: with an old Node the reason must be readable, whatever else would break.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const [, wantedMajor, wantedMinor] = /(\d+)\.(\d+)/.exec(manifest.engines.node).map(Number);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  process.stderr.write(
    `Cheesechain needs Node ${wantedMajor}.${wantedMinor} or newer; this is Node ${process.versions.node}.\n` +
      'Get a current one from https://nodejs.org and run the same command again.\n',
  );
  process.exit(1);
}
