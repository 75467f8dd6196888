import { templateSpace } from '../mining/block-template.ts';
import { BlockWork } from '../mining/block-work.ts';
import { nextTemplate, type TemplateDependencies } from '../mining/next-template.ts';
import { WorkRenewal } from '../mining/work-renewal.ts';
import type { Timer } from '../primitives/clock.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Log } from '../primitives/log.port.ts';
import { ZERO_ACCOUNT } from '../transaction/account.ts';

/** Miners stop on silence, some after a minute, some after half of one. */
const LONGEST_SILENCE_MS = 20_000;
/** Each job costs every miner a restart of its search: not for every payment that pays a little better. */
const BETTER_PAY_INTERVAL_MS = 2_000;
/** After a failure of its own. */
const RETRY_MS = 1_000;
export interface JobDeskDependencies extends TemplateDependencies {
  readonly log: Log;
}

/** A new job, and whether all earlier ones are out of date. */
export interface JobNotice {
  readonly work: BlockWork;
  readonly clean: boolean;
}

/** Makes the jobs: a new one at once when the tip moves, soon when transactions pay more, and now and then. */
export class JobDesk {
  readonly notices = new EventChannel<JobNotice>();
  private readonly betterPay: WorkRenewal;
  private newest: BlockWork | undefined;
  private counter = 0;
  private timer: Timer | undefined;
  private running = false;
  private making: Promise<void> | undefined;
  private again = false;

  constructor(private readonly dependencies: JobDeskDependencies) {
    const { chain, clock } = dependencies;
    this.betterPay = new WorkRenewal(clock, BETTER_PAY_INTERVAL_MS, () => this.renewIfBetter());
    // In the chain's queue: a new template waits for it, so nothing is awaited here.
    chain.follow(async () => this.tipMoved());
  }

  /** The job to work on; undefined until the first is made. */
  get current(): BlockWork | undefined {
    return this.newest;
  }

  async start(): Promise<void> {
    this.running = true;
    this.renew();
    await this.making;
  }

  async stop(): Promise<void> {
    this.running = false;
    this.timer?.cancel();
    this.betterPay.cancel();
    await this.making;
    this.newest = undefined;
  }

  transactionsOpened(): void {
    if (this.running) this.betterPay.request();
  }

  private tipMoved(): void {
    this.newest = undefined;
    if (this.running) this.renew();
  }

  /** Looks before it makes everybody begin anew: work that pays no more is not worth it. */
  private renewIfBetter(): void {
    if (!this.running) return;
    const { chain, transactions } = this.dependencies;
    const before = this.newest;
    if (before === undefined || before.place.parent.hash !== chain.tip.hash) return;
    const { bytes, transactions: most } = templateSpace(chain.network);
    const space = { bytes, transactions: Math.min(before.transactions.length + 1, most) };
    const fees = transactions.select(space).reduce((sum, { fee }) => sum + fee, 0);
    const paid = before.transactions.reduce((sum, { fee }) => sum + fee, 0);
    if (fees > paid) this.renew();
  }

  private renew(): void {
    this.again = true;
    this.making ??= this.make().finally(() => {
      this.making = undefined;
    });
  }

  private async make(): Promise<void> {
    while (this.again && this.running) {
      this.again = false;
      let nextMs = LONGEST_SILENCE_MS;
      try {
        if (!(await this.makeOne())) nextMs = RETRY_MS;
      } catch (error) {
        this.dependencies.log.error('no job could be made and will be tried again', { error: String(error) });
        nextMs = RETRY_MS;
      }
      this.timer?.cancel();
      if (this.running) this.timer = this.dependencies.clock.setTimer(nextMs, () => this.renew());
    }
  }

  /** False when the clock does not allow a block now. */
  private async makeOne(): Promise<boolean> {
    const template = await nextTemplate(this.dependencies, ZERO_ACCOUNT);
    if (!template.ok) {
      this.dependencies.log.warn('miners wait for a job', { code: template.refusal.code });
      return false;
    }
    if (template.value.place.parent.hash !== this.dependencies.chain.tip.hash || !this.running) return true;
    const clean = this.newest === undefined;
    const work = new BlockWork((++this.counter).toString(16), template.value);
    this.newest = work;
    this.notices.publish({ work, clean });
    return true;
  }
}
