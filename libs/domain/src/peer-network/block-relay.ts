import { type Block, decodeBlock } from '../block/block.ts';
import { checkMerkleRoot } from '../block/delivery-rules.ts';
import { decodeHeader, type Header } from '../block/header.ts';
import type { BlockOutcome } from '../chain/accept-block.ts';
import { hasBody } from '../chain/candidates.ts';
import { judgementOf } from '../chain/chain.errors.ts';
import type { Chain } from '../chain/chain.ts';
import type { ChainChange } from '../chain/chain-change.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import { CompactBlock, SALT_BYTES, toAnnouncement } from './compact-block.ts';
import { BLOCKS_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { AnnouncementOutcome, BlockAnnouncement, ResponseOf } from './messages.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

export interface BlockRelayDependencies {
  readonly chain: Chain;
  readonly open: OpenTransactions;
  readonly roster: Roster;
  readonly random: Random;
  readonly log: Log;
  readonly report: (peer: Peer, code: string) => void;
  /** A peer's chain seems to have more than ours: its status should be asked for and followed. */
  readonly lookInto: (peer: Peer) => void;
}

/** Announces new blocks in compact form, and turns announcements into blocks. */
export class BlockRelay {
  /** Announced blocks that are being put together: a second announcement waits for the first. */
  private readonly underway = new Set<Hash>();

  constructor(private readonly dependencies: BlockRelayDependencies) {}

  /** The best chain moved: every peer that may not know hears of the new tip. */
  chainMoved({ connected, tip }: ChainChange): void {
    const block = connected.at(-1)?.block;
    if (block === undefined) return;
    for (const peer of this.dependencies.roster.all()) {
      if (peer.known.has(tip.hash) || peer.status.totalWork >= tip.totalWork) continue;
      void this.announce(peer, block);
    }
  }

  /** What an announcement came to. Its header is judged first: nothing else is looked at without the work in it. */
  async announced(peer: Peer, announcement: BlockAnnouncement): Promise<ResponseOf<'BRCHEESE'>> {
    const header = decodeHeader(announcement.header);
    if (!header.ok) return this.breach(peer, header.refusal.code);
    const { hash } = header.value;
    peer.known.set(hash, true);
    if (this.underway.has(hash)) return acknowledge('known');
    this.underway.add(hash);
    try {
      return (await this.judgeHeader(peer, header.value)) ?? (await this.takeBody(peer, announcement, hash));
    } finally {
      this.underway.delete(hash);
    }
  }

  /** The answer when the header alone settles the matter. */
  private async judgeHeader(peer: Peer, header: Header): Promise<ResponseOf<'BRCHEESE'> | undefined> {
    const { accepted, refusal } = await this.dependencies.chain.acceptHeaders([header]);
    if (refusal?.code === 'block-previous-unknown') {
      this.dependencies.lookInto(peer);
      return acknowledge('behind');
    }
    if (refusal !== undefined && judgementOf(refusal) === 'invalid') return this.breach(peer, refusal.code);
    const entry = accepted[0];
    return entry !== undefined && hasBody(entry) ? acknowledge('known') : undefined;
  }

  private async takeBody(peer: Peer, announcement: BlockAnnouncement, hash: Hash): Promise<ResponseOf<'BRCHEESE'>> {
    const { chain, open } = this.dependencies;
    const compact = CompactBlock.from(announcement, open.all());
    if (!compact.ok) return this.breach(peer, compact.refusal.code);
    const block = (await this.complete(peer, compact.value)) ?? (await this.fetchWhole(peer, hash));
    if (block === undefined) return acknowledge('not-yet');
    return this.outcome(peer, await chain.accept(block));
  }

  private async announce(peer: Peer, block: Block): Promise<void> {
    peer.known.set(block.hash, true);
    const announcement = toAnnouncement(block, this.dependencies.random.bytes(SALT_BYTES));
    const answer = await peer.session.request('BRCHEESE', announcement, BLOCKS_TIMEOUT_MS);
    if (!answer.ok) return;
    // A peer that is behind learns our status from this, and asks for what it misses.
    if (answer.value.outcome === 'behind') this.dependencies.lookInto(peer);
    const { log } = this.dependencies;
    if (answer.value.outcome === 'refused') log.warn('a peer refused our block', { code: answer.value.code });
  }

  /** The block from open transactions and the few that are asked for; undefined when that does not give it. */
  private async complete(peer: Peer, compact: CompactBlock): Promise<Block | undefined> {
    const indexes = compact.missing();
    const found: Transaction[] = [];
    if (indexes.length > 0) {
      const request = { blockHash: compact.header.hash, indexes };
      const answer = await peer.session.request('GETBLOCKTRANSACTIONS', request, REQUEST_TIMEOUT_MS);
      if (!answer.ok) return undefined;
      for (const bytes of answer.value.transactions) {
        const transaction = decodeTransaction(bytes);
        if (!transaction.ok) return undefined;
        found.push(transaction.value);
      }
    }
    const block = compact.complete(found);
    // Short ids can collide by chance: then the whole block is fetched, and nobody is to blame.
    return block !== undefined && checkMerkleRoot(block) === undefined ? block : undefined;
  }

  private async fetchWhole(peer: Peer, hash: Hash): Promise<Block | undefined> {
    const answer = await peer.session.request('GETCHAIN', { hashes: [hash] }, BLOCKS_TIMEOUT_MS);
    const bytes = answer.ok ? answer.value.blocks[0] : undefined;
    if (bytes === undefined) return undefined;
    const block = decodeBlock(bytes);
    if (block.ok && block.value.hash === hash) return block.value;
    this.dependencies.report(peer, block.ok ? 'sync-not-what-was-asked' : block.refusal.code);
    return undefined;
  }

  /** A body that breaks a rule is not the announcer's fault: it may have passed on the header before connecting. */
  private outcome(peer: Peer, outcome: BlockOutcome): ResponseOf<'BRCHEESE'> {
    if (outcome.kind !== 'refused') return acknowledge(outcome.kind);
    const judgement = judgementOf(outcome.refusal);
    if (judgement === 'not-yet') return acknowledge('not-yet');
    if (judgement === 'delivery') this.dependencies.report(peer, outcome.refusal.code);
    return acknowledge('refused', outcome.refusal.code);
  }

  private breach(peer: Peer, code: string): ResponseOf<'BRCHEESE'> {
    this.dependencies.report(peer, code);
    return acknowledge('refused', code);
  }
}

function acknowledge(outcome: AnnouncementOutcome, code = ''): ResponseOf<'BRCHEESE'> {
  return { command: 'BRCHEESEACK', outcome, code };
}
