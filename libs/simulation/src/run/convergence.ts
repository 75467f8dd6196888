import type { World } from './world.ts';

/** Looks, after the last fault, whether all honest peers are on one tip, of a block that was found since then. */
export class Convergence {
  /** How many blocks there were when the last fault was over. */
  private blocksBefore: number | undefined;
  /** Virtual seconds after the start at which they agreed. */
  atSeconds: number | undefined;

  constructor(private readonly world: World) {}

  /** The last fault is over. */
  expect(): void {
    this.world.membersOnly.expectCalm();
    this.blocksBefore = this.world.watch.ledger.size;
  }

  /** A tip has changed. */
  look(): void {
    if (this.blocksBefore === undefined || this.atSeconds !== undefined || !this.agreed()) return;
    const { world } = this;
    this.atSeconds = world.elapsedSeconds;
    world.trace.note(world.time.nowMs, 'network', 'all honest peers are on one tip');
    world.time.stop();
  }

  /** Where everybody is, most peers first, for people. */
  describe(): string {
    const tips = new Map<string, string[]>();
    for (const { tip, index } of this.world.peers) {
      const where = tip === undefined ? 'nowhere' : `${tip.height} ${tip.hash.slice(-12)}`;
      tips.set(where, [...(tips.get(where) ?? []), String(index)]);
    }
    const groups = [...tips].sort(([, left], [, right]) => right.length - left.length);
    return groups.map(([tip, peers]) => `${tip}: peers ${peers.join(' ')}`).join('; ');
  }

  private agreed(): boolean {
    const { permissioned, membersOnly, peers } = this.world;
    if (permissioned !== undefined && !membersOnly.isSettled) return false;
    const [first, ...others] = permissioned === undefined ? peers : peers.filter((peer) => membersOnly.mustAgree(peer));
    const hash = first?.tip?.hash;
    if (hash === undefined || others.some(({ tip }) => tip?.hash !== hash)) return false;
    return (this.world.watch.ledger.get(hash)?.number ?? 0) > (this.blocksBefore ?? 0);
  }
}
