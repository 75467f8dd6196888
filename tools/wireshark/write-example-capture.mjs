import '../../scripts/lib/require-node.mjs';
import { writeFileSync } from 'node:fs';
import { runQuietly } from '../../scripts/lib/run.mjs';
import { runScript, setUp } from '../../scripts/lib/set-up.mjs';

/** A compilation takes seconds; a minute or two more on a very slow machine. */
const BUILD_TIMEOUT_MS = 5 * 60_000;

// `node tools/wireshark/write-example-capture.mjs [FILE]`: the examples of docs/protocol.md as a capture.
runScript(async () => {
  await setUp();
  await runQuietly(['node_modules/@typescript/native/bin/tsc', '-b', 'tools/wireshark'], {
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  const { exampleCapture } = await import('../../dist/tools/wireshark/docs/example-capture.js');
  const file = process.argv[2] ?? 'cheesechain-examples.pcap';
  writeFileSync(file, exampleCapture());
  process.stdout.write(`${file} is written. Open it in Wireshark, and decode TCP port 9010 as CHEESECHAIN_FRAMES.\n`);
  return 0;
});
