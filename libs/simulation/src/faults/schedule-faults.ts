import { invariant } from '#domain/primitives/invariant';
import type { World } from '../run/world.ts';
import { faultKind } from './fault-kinds.ts';

/** Every fault of the scenario begins and is mended in its time. */
export function scheduleFaults(world: World): void {
  for (const [index, fault] of world.scenario.faults.entries()) {
    const kind = faultKind(fault.kind);
    invariant(kind !== undefined, 'a scenario has been checked');
    const { atSeconds, forSeconds, ...rest } = fault;
    world.at(atSeconds, () => {
      world.statistics.faults++;
      world.trace.note(world.time.nowMs, 'fault', `${index} begins: ${JSON.stringify(rest)}`);
      const mend = kind.begin(world, fault, index);
      world.time.after(forSeconds * 1000, () => {
        world.trace.note(world.time.nowMs, 'fault', `${index} (${fault.kind}) is over`);
        mend();
      });
    });
  }
}
