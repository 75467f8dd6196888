import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSurvivor, planChanges, writePlan, writeUntilKilled } from '#test/killed-store';

const CHANGES = 150;
const KILLS = 5;

it('a store whose process is killed while it writes holds every acknowledged change, and each wholly', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-kill-'));
  const plan = planChanges(CHANGES);
  writePlan(join(folder, 'changes.json'), plan);
  for (let kill = 0; kill < KILLS; kill++) {
    const acknowledged = await writeUntilKilled(folder, 5 + kill * 17);
    const kept = await checkSurvivor(folder, plan);
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
    expect(kept).toBeLessThanOrEqual(acknowledged + 1);
  }
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
