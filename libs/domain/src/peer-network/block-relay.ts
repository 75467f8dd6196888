import type { Block } from '../block/block.ts';
import { checkDelivery } from '../block/delivery-rules.ts';
import { decodeHeader, type Header } from '../block/header.ts';
import { checkHeaderStructure } from '../block/structural-rules.ts';
import { hasBody } from '../chain/candidates.ts';
import { judgementOf } from '../chain/chain.errors.ts';
import type { Chain } from '../chain/chain.ts';
import type { ChainChange } from '../chain/chain-change.ts';
import { type ChainContext, chainContextOf } from '../chain/chain-context.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Refusal } from '../primitives/result.ts';
import { MIN_TRANSACTION_BYTES } from '../transaction/transaction.ts';
import type { BlockAnnouncer } from './block-announcer.ts';
import { BlockAssembly } from './block-assembly.ts';
import { ClockOffset } from './clock-offset.ts';
import { CompactBlock, isHint } from './compact-block.ts';
import { HeaderWalk, requiredWork } from './header-walk.ts';
import type { AnnouncementOutcome, BlockAnnouncement, ResponseOf } from './messages.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { RecentBlocks } from './recent-blocks.ts';
import type { ReportBreach } from './report-breach.ts';

/** Announced blocks put together at the same time: honest peers announce one or two. */
const MAX_ASSEMBLIES = 32;
/** Outcomes that an announcement pays for itself with: the others use up what a session may announce in vain. */
const FRUITFUL: ReadonlySet<AnnouncementOutcome> = new Set(['connected', 'stored', 'known', 'wanted']);

export interface BlockRelayDependencies {
  readonly chain: Chain;
  readonly open: OpenTransactions;
  readonly announcer: BlockAnnouncer;
  readonly recent: RecentBlocks;
  readonly clock: Clock;
  readonly report: ReportBreach;
  /** A peer's chain seems to have more than ours: its status should be asked for and followed. */
  readonly lookInto: (peer: Peer) => void;
  /** Far behind: what is connected then is no news to anybody. */
  readonly isSyncing: () => boolean;
}

type Answer = ResponseOf<'BRCHEESE'>;

/** Passes new blocks on, and turns announcements into blocks. */
export class BlockRelay {
  /** Announced blocks since the start: put together from open transactions, or fetched whole. */
  readonly totals = { compact: 0, whole: 0 };
  /** Told by the times of blocks that came fresh from peers. */
  readonly clockOffset = new ClockOffset();
  private readonly context: ChainContext;
  /** Announced blocks that are being put together: a second announcement adds to the first. */
  private readonly assemblies = new Map<Hash, BlockAssembly>();

  constructor(private readonly dependencies: BlockRelayDependencies) {
    this.context = chainContextOf(dependencies.chain.network);
  }

  /** Announcements that were sent since the start. */
  get sentAnnouncements(): Readonly<{ inFull: number; hints: number }> {
    return this.dependencies.announcer.totals;
  }

  /** The best chain moved: every peer that may not know hears of the new tip. */
  chainMoved({ connected, tip }: ChainChange): void {
    const block = connected.at(-1)?.block;
    if (block === undefined || this.dependencies.isSyncing()) return;
    this.dependencies.recent.put(block);
    this.dependencies.announcer.announce(block, tip, this.assemblies.has(tip.hash) ? 'received' : 'own');
  }

  /** What an announcement came to. Its header is judged first: nothing else is looked at without the work in it. */
  async announced(peer: Peer, announcement: BlockAnnouncement): Promise<Answer> {
    const { lookInto } = this.dependencies;
    const header = decodeHeader(announcement.header);
    if (!header.ok) return this.breach(peer, header.refusal);
    const { hash } = header.value;
    peer.known.set(hash, true);
    const present = this.assemblies.get(hash);
    present?.join(peer);
    if (present !== undefined) return acknowledge('known');
    if (this.assemblies.size >= MAX_ASSEMBLIES || !peer.budget.announcements.take(1)) {
      lookInto(peer);
      return acknowledge('behind');
    }
    const { maxBlockBytes } = this.context;
    const { clock, report } = this.dependencies;
    const assembly = new BlockAssembly(peer, { clock, report, maxBlockBytes });
    this.assemblies.set(hash, assembly);
    try {
      const answer = await this.examine(peer, announcement, header.value, assembly);
      if (FRUITFUL.has(answer.outcome)) peer.budget.announcements.refund(1);
      return answer;
    } finally {
      this.assemblies.delete(hash);
    }
  }

  private async examine(
    peer: Peer,
    announcement: BlockAnnouncement,
    header: Header,
    assembly: BlockAssembly,
  ): Promise<Answer> {
    const { chain, open, clock, lookInto } = this.dependencies;
    const known = await chain.find(header.hash);
    if (known !== undefined && hasBody(known)) return acknowledge('known');
    if (known?.status === 'invalid') return acknowledge('refused', known.invalidCode);
    const walk = await HeaderWalk.from(chain, header.previousHash);
    if (walk === undefined) {
      const refusal = checkHeaderStructure(header, this.context);
      if (refusal !== undefined) return this.breach(peer, refusal);
      lookInto(peer);
      return acknowledge('behind');
    }
    const parent = walk.last;
    const taken = walk.take(header, nowSeconds(clock));
    if (!taken.ok && judgementOf(taken.refusal) === 'invalid') return this.breach(peer, taken.refusal);
    // Work on a chain that cannot win is no fault, but it is not kept either.
    if (walk.last.totalWork < requiredWork(chain)) return acknowledge('refused', 'header-chain-work-too-low');
    if (isHint(announcement)) return acknowledge('wanted');
    if (announcement.shortIds.length * MIN_TRANSACTION_BYTES > this.context.maxBlockBytes) {
      return this.breach(peer, { code: 'announcement-too-long' });
    }
    const compact = CompactBlock.from(announcement, open.all());
    if (!compact.ok) return this.breach(peer, compact.refusal);
    const block = await assembly.run(compact.value);
    if (block === undefined) return acknowledge('not-yet');
    if (assembly.fetchedWhole) this.totals.whole++;
    else this.totals.compact++;
    if (!hasBody(parent)) lookInto(peer);
    return this.take(peer, block, taken.ok && hasBody(parent) ? taken.value : undefined);
  }

  /** Connects a block. It is passed on before that when its header has all it takes to be the new tip. */
  private async take(peer: Peer, block: Block, entry: HeaderEntry | undefined): Promise<Answer> {
    const { chain, recent, announcer, report, clock, isSyncing } = this.dependencies;
    const refusal = checkDelivery(block, this.context.maxBlockBytes);
    if (refusal !== undefined) {
      // Its root is right, so it is the announced block that can't be one: who announced it has not looked.
      report(peer, refusal.code, refusal);
      return acknowledge('refused', refusal.code);
    }
    if (entry !== undefined && entry.totalWork > chain.tip.totalWork) {
      recent.put(block);
      announcer.announce(block, entry, 'received');
    }
    const outcome = await chain.accept(block);
    if (outcome.kind !== 'refused') {
      peer.lastUsefulMs = clock.nowMs();
      if (outcome.kind === 'connected' && !isSyncing()) {
        this.clockOffset.note(nowSeconds(clock) - block.header.timestamp);
      }
      return acknowledge(outcome.kind);
    }
    recent.remove(block.hash);
    // A body that breaks a rule is not the announcer's fault: it may have passed on the header before connecting.
    const isLate = judgementOf(outcome.refusal) === 'not-yet';
    return isLate ? acknowledge('not-yet') : acknowledge('refused', outcome.refusal.code);
  }

  private breach(peer: Peer, refusal: Refusal): Answer {
    this.dependencies.report(peer, refusal.code, refusal);
    return acknowledge('refused', refusal.code);
  }
}

function acknowledge(outcome: AnnouncementOutcome, code = ''): Answer {
  return { command: 'BRCHEESEACK', outcome, code };
}
