import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BesiegedPeer } from '#test/processes/besieged-peer';

/** With the hundred of the bare store, that many SIGKILLs a run; each takes some seconds. */
const KILLS = Number(process.env['CHEESE_TEST_PEER_KILLS'] ?? 15);
const LONGEST_RUN_MS = 1_500;

it('a peer that is killed over and over in the middle of reorganisations loses no block and no payment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-peer-kill-'));
  const seed = Date.now() % 1_000_000;
  let random = seed;
  const siege = await BesiegedPeer.start(join(folder, 'peer'));
  try {
    for (let kill = 0; kill < KILLS; kill++) {
      random = (random * 48_271 + 11) % 2_147_483_647;
      const afterMs = random % LONGEST_RUN_MS;
      await siege.killAfter(afterMs);
      const faults = await siege.faults();
      if (faults.length > 0) throw new Error(`seed ${seed}, kill ${kill} after ${afterMs} ms: ${faults.join(' ')}`);
      await siege.startAgain();
    }
    expect(siege.minedHashes.length).toBeGreaterThan(0);
    expect(siege.paymentIds.length).toBeGreaterThan(0);
  } finally {
    await siege.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 900_000);
