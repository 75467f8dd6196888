import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import type { Registry } from './registry.ts';
import type { RegistryStore } from './registry-store.port.ts';

/** Changes are written together this long after the first: a crash forgets no more, a busy tracker writes no faster. */
export const SAVE_DELAY_MS = 1_000;

/** Writes the lists to the store after they have changed. */
export class RegistryKeeper {
  private timer: Timer | undefined;
  private failedWith: string | undefined;
  private stopped = false;
  private readonly queue = new SerialQueue();

  constructor(
    private readonly registry: Registry,
    private readonly store: RegistryStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    registry.events.subscribe(({ kind }) => {
      if (kind === 'listed' || kind === 'delisted') this.saveLater();
    });
  }

  /** The code of the last write, if it failed. */
  get failure(): string | undefined {
    return this.failedWith;
  }

  /** Writes what is listed now, and nothing that happens afterwards. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.save();
  }

  private saveLater(): void {
    if (this.stopped || this.timer !== undefined) return;
    this.timer = this.clock.setTimer(SAVE_DELAY_MS, () => {
      this.timer = undefined;
      void this.save();
    });
  }

  private save(): Promise<void> {
    const entries = this.registry.entries();
    return this.queue.run(async () => {
      const saved = await this.store.save(entries);
      const code = saved.ok ? undefined : saved.refusal.code;
      if (code !== undefined && this.failedWith === undefined) this.log.error('the registry is not kept', { code });
      this.failedWith = code;
      // The disk may have room again by then.
      if (code !== undefined) this.saveLater();
    });
  }
}
