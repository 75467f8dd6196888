import { assembleBlock } from '../block/block.ts';
import { FREE_VERSION_BITS } from '../block/structural-rules.ts';
import type { BlockWork } from '../mining/block-work.ts';
import { nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { decodeAddress } from '../transaction/address.ts';
import { type CheckedShare, checkShare, type Share } from './check-share.ts';
import { type CoinbaseParts, splitReward } from './coinbase-parts.ts';
import type { JobNotice } from './job-desk.ts';
import {
  difficultyOfExponent,
  exponentWithin,
  MAX_DIFFICULTY_EXPONENT,
  MIN_DIFFICULTY_EXPONENT,
} from './share-difficulty.ts';
import type { StratumRefusal } from './stratum.errors.ts';
import type { StratumPoolParts } from './stratum-pool-parts.ts';
import { Vardiff } from './vardiff.ts';
import { WorkerFigures, type WorkerState } from './worker-figures.ts';

/** Far more than a miner at the difficulty that vardiff sets finds on one tip; a bound on what is remembered. */
const MAX_SHARES_PER_TIP = 4_096;

/** Two minutes of jobs when better ones come as often as they may: no honest share is of an older one. */
const MAX_JOBS = 60;

/** A job as one miner has it. */
export interface GivenJob {
  /** Hex digits, of this connection alone. */
  readonly id: string;
  readonly work: BlockWork;
  readonly parts: CoinbaseParts;
  /** Of the difficulty that was set before it was given (`share-difficulty.ts`). */
  readonly exponent: number;
}

/** How a connection reaches its miner. */
export interface StratumOutbox {
  setDifficulty(difficulty: number): void;
  notify(job: GivenJob, clean: boolean): void;
}

/** One miner's connection: what it may do, what it was given, and what it handed in. */
export class StratumConnection {
  private subscribed = false;
  private versionMask = 0;
  private figures: WorkerFigures | undefined;
  private vardiff: Vardiff;
  private readonly given = new Map<string, GivenJob>();
  private jobs = 0;
  /** Hashes of the shares on this tip. */
  private readonly seen = new Set<Hash>();

  constructor(
    private readonly parts: StratumPoolParts,
    /** 4 bytes that no other connection has. */
    readonly extranonce1: Uint8Array,
    private readonly outbox: StratumOutbox,
  ) {
    this.vardiff = new Vardiff(MIN_DIFFICULTY_EXPONENT, parts.clock.nowMs());
  }

  get isAuthorised(): boolean {
    return this.figures !== undefined;
  }

  /** What the worker did; undefined before it is authorised. */
  state(): WorkerState | undefined {
    return this.figures?.state(difficultyOfExponent(this.vardiff.exponent), this.parts.clock.nowMs());
  }

  subscribe(): void {
    this.subscribed = true;
  }

  /** Agrees on the version bits to roll (BIP 310): of those asked for, the ones that BIP 320 leaves free. */
  rollVersions(requestedMask: number): number {
    this.versionMask = (requestedMask & FREE_VERSION_BITS) >>> 0;
    return this.versionMask;
  }

  /** `user`: the address to pay, and perhaps a dot and a name. Call {@link begin} when the miner has its answer. */
  authorise(user: string): Result<void, StratumRefusal> {
    if (!this.subscribed) return refused({ code: 'stratum-not-subscribed' });
    if (this.figures !== undefined) {
      return this.figures.name === user ? accepted(undefined) : refused({ code: 'stratum-other-worker' });
    }
    const [address = ''] = user.split('.', 1);
    const account = decodeAddress(this.parts.chain.network.parameters.addressPrefix, address);
    if (!account.ok) return refused({ code: 'stratum-address-refused', reason: account.refusal.code });
    this.figures = new WorkerFigures(user, account.value, this.parts.clock.nowMs());
    return accepted(undefined);
  }

  /** The first difficulty and the first job, once. */
  begin(): void {
    const { current } = this.parts.desk;
    if (this.figures === undefined || this.given.size > 0) return;
    this.vardiff = new Vardiff(MIN_DIFFICULTY_EXPONENT, this.parts.clock.nowMs());
    this.outbox.setDifficulty(difficultyOfExponent(this.vardiff.exponent));
    if (current !== undefined) this.give(current, true);
  }

  /** A new job for everybody. */
  jobMade({ work, clean }: JobNotice): void {
    if (this.figures === undefined) return;
    if (clean) {
      this.given.clear();
      this.seen.clear();
    }
    this.adjustDifficulty(work);
    this.give(work, clean);
  }

  /** Judges a share and counts it. A block is connected before this resolves. */
  async submit(user: string, share: Share): Promise<Result<void, StratumRefusal>> {
    if (!this.subscribed) return refused({ code: 'stratum-not-subscribed' });
    const { figures } = this;
    if (figures === undefined || figures.name !== user) return refused({ code: 'stratum-unauthorised' });
    const outcome = await this.judge(share, figures);
    const { totals } = this.parts;
    if (outcome.ok) {
      totals.accepted++;
      return outcome;
    }
    const isStale = outcome.refusal.code === 'stratum-job-unknown';
    figures.shareRefused(isStale);
    if (isStale) totals.stale++;
    else totals.refused++;
    return outcome;
  }

  private async judge(share: Share, figures: WorkerFigures): Promise<Result<void, StratumRefusal>> {
    const { chain, clock } = this.parts;
    const job = this.given.get(share.jobId);
    if (job === undefined || job.work.place.parent.hash !== chain.tip.hash) {
      return refused({ code: 'stratum-job-unknown' });
    }
    const { work, parts, exponent } = job;
    const { extranonce1, versionMask } = this;
    const context = { network: chain.network, work, parts, extranonce1, exponent, versionMask, now: nowSeconds(clock) };
    const checked = checkShare(share, context);
    if (!checked.ok) return checked;
    const { header, isBlock } = checked.value;
    if (this.seen.has(header.hash)) return refused({ code: 'stratum-duplicate' });
    if (this.seen.size >= MAX_SHARES_PER_TIP) {
      return refused({ code: 'stratum-too-many-shares', limit: MAX_SHARES_PER_TIP });
    }
    this.seen.add(header.hash);
    const refusal = isBlock ? await this.connect(work, checked.value, figures) : undefined;
    if (refusal !== undefined) return refused(refusal);
    figures.shareAccepted(exponent, isBlock, clock.nowMs());
    this.vardiff.shareFound();
    // A block brings a new job, and with it a new difficulty.
    if (!isBlock && this.adjustDifficulty(work)) this.give(work, false);
    return accepted(undefined);
  }

  private async connect(
    work: BlockWork,
    { header, reward }: CheckedShare,
    figures: WorkerFigures,
  ): Promise<StratumRefusal | undefined> {
    const { chain, log, totals } = this.parts;
    const outcome = await chain.accept(assembleBlock(header, reward, work.transactions));
    if (outcome.kind === 'connected') {
      totals.blocksFound++;
      log.info('a Stratum worker found a block', { height: work.height, hash: header.hash, worker: figures.name });
      return undefined;
    }
    if (outcome.kind !== 'refused') return { code: 'stratum-job-unknown' };
    log.warn('a block from a Stratum worker was refused', { ...outcome.refusal });
    return { code: 'stratum-block-refused', reason: outcome.refusal.code };
  }

  /**
   * Tells a new difficulty where one is due. A share is never to be harder than a block, except on networks whose
   * blocks cost nothing for ever: there it alone keeps a miner from making thousands of them a second.
   */
  private adjustDifficulty(work: BlockWork): boolean {
    const { retarget } = this.parts.chain.network.parameters;
    const hardest = retarget ? exponentWithin(work.target) : MAX_DIFFICULTY_EXPONENT;
    if (!this.vardiff.adjust(this.parts.clock.nowMs(), hardest)) return false;
    this.outbox.setDifficulty(difficultyOfExponent(this.vardiff.exponent));
    return true;
  }

  private give(work: BlockWork, clean: boolean): void {
    const { figures } = this;
    if (figures === undefined) return;
    const id = (++this.jobs).toString(16);
    const job = { id, work, parts: splitReward(work, figures.recipient), exponent: this.vardiff.exponent };
    this.given.set(id, job);
    for (const [oldest] of this.given) {
      if (this.given.size <= MAX_JOBS) break;
      this.given.delete(oldest);
    }
    this.outbox.notify(job, clean);
  }
}
