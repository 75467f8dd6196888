import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSurvivor, planChanges, writePlan, writeUntilKilled } from '#test/killed-store';

const CHANGES = 150;
const KILLS = 100;
const LONGEST_RUN_MS = 120;

it('a store that is killed a hundred times loses no acknowledged change and keeps none by halves', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-kill-'));
  const plan = planChanges(CHANGES);
  writePlan(join(folder, 'changes.json'), plan);
  const seed = Date.now() % 1_000_000;
  let random = seed;
  for (let kill = 0; kill < KILLS; kill++) {
    random = (random * 48_271 + 11) % 2_147_483_647;
    const afterMs = random % LONGEST_RUN_MS;
    const acknowledged = await writeUntilKilled(folder, afterMs);
    const kept = await checkSurvivor(folder, plan);
    if (kept < acknowledged || kept > acknowledged + 1) {
      throw new Error(`seed ${seed}, kill ${kill} after ${afterMs} ms: ${acknowledged} acknowledged, ${kept} kept`);
    }
    if (kept === CHANGES)
      for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `chain.sqlite${end}`), { force: true });
  }
  rmSync(folder, { recursive: true, force: true });
}, 1_200_000);
