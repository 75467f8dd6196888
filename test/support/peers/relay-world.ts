import type { Block } from '#domain/block/block';
import { BlockAnnouncer } from '#domain/peer-network/block-announcer';
import { BlockRelay } from '#domain/peer-network/block-relay';
import { SALT_BYTES, toAnnouncement } from '#domain/peer-network/compact-block';
import type { BlockAnnouncement } from '#domain/peer-network/messages';
import { Misbehaviour } from '#domain/peer-network/misbehaviour';
import type { OpenTransactions } from '#domain/peer-network/open-transactions';
import type { Peer } from '#domain/peer-network/peer';
import { RecentBlocks } from '#domain/peer-network/recent-blocks';
import { Roster } from '#domain/peer-network/roster';
import { ChainServer } from '#domain/peer-network/serve-chain';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { Transaction } from '#domain/transaction/transaction';
import { testSigner } from '../memory-node.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { TestChain } from '../test-chain.ts';
import { NOTHING_OPEN } from './chain-script.ts';
import { passTime } from './pass-time.ts';
import { type Script, ScriptedSession } from './scripted-session.ts';
import { testPeer } from './test-peer.ts';

export interface RelayPeer {
  readonly peer: Peer;
  readonly session: ScriptedSession;
  /** Announcements that it got. */
  readonly heard: BlockAnnouncement[];
}

/** A chain that hears of blocks from peers and passes them on; each peer is a few lines of a test. */
export class RelayWorld {
  readonly roster = new Roster(testSigner(0).peerId, { maxInbound: 16, maxOutbound: 16 });
  readonly relay: BlockRelay;
  readonly server: ChainServer;
  readonly misbehaviour: Misbehaviour;
  /** Code of every report, and every peer that was to be looked into. */
  readonly reports: string[] = [];
  readonly lookedInto: Peer[] = [];
  isSyncing = false;
  private seeds = 0;

  constructor(
    readonly test: TestChain,
    transactions: readonly Transaction[] = [],
  ) {
    const { chain, clock, store } = test;
    const { roster, lookedInto } = this;
    this.misbehaviour = new Misbehaviour(clock);
    const report = (peer: Peer, code: string): void => {
      this.reports.push(code);
      if (this.misbehaviour.report(peer.session.peerId, code)) peer.session.disconnect('banned');
    };
    const lookInto = (peer: Peer): void => void lookedInto.push(peer);
    const open: OpenTransactions = { ...NOTHING_OPEN, all: () => transactions };
    const recent = new RecentBlocks();
    const announcer = new BlockAnnouncer({ roster, clock, random: new SeededRandom(1), log: SILENT_LOG, lookInto });
    const isSyncing = () => this.isSyncing;
    this.relay = new BlockRelay({ chain, open, announcer, recent, clock, report, lookInto, isSyncing });
    this.server = new ChainServer({ chain, store, recent, open });
    chain.follow(async (change) => this.relay.chainMoved(change));
  }

  /** A peer without a chain of its own. */
  join(changes: Script = {}): RelayPeer {
    const heard: BlockAnnouncement[] = [];
    const script: Script = {
      BRCHEESE: (announcement) => {
        heard.push(announcement);
        return { command: 'BRCHEESEACK', outcome: 'connected', code: '' };
      },
      ...changes,
    };
    const session = new ScriptedSession({ seed: ++this.seeds, clock: this.test.clock, script });
    session.onClose = (reason) => this.roster.remove(session, reason);
    const peer = testPeer(session, this.test.clock);
    this.roster.add(peer);
    return { peer, session, heard };
  }

  /** A peer that has this block, whole. */
  joinWith(block: Block, changes: Script = {}): RelayPeer {
    return this.join({
      GETCHAIN: () => ({ command: 'GETCHAINACK', blocks: [block.bytes] }),
      GETBLOCKTRANSACTIONS: ({ indexes }) => ({
        command: 'BLOCKTRANSACTIONS',
        transactions: indexes.map((index) => (block.transactions[index] as Transaction).bytes),
      }),
      ...changes,
    });
  }

  /** The peer announces a block; what it is answered: the outcome, or the code of a refusal. */
  async announce({ peer }: RelayPeer, block: Block, changes: Partial<BlockAnnouncement> = {}): Promise<string> {
    const announcement = { ...toAnnouncement(block, new Uint8Array(SALT_BYTES)), ...changes };
    let said: string | undefined;
    const answered = this.relay.announced(peer, announcement).then(({ outcome, code }) => {
      said = outcome === 'refused' ? code : outcome;
    });
    await passTime(this.test.clock, () => said !== undefined);
    await answered;
    return said as unknown as string;
  }
}
