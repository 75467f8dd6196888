import { randomBytes } from 'node:crypto';
import { generateNodeIdentity, type NodeIdentity } from '#adapters/tcp/node-identity';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import { Header } from '#domain/block/header';
import { signAddressRecord } from '#domain/peer-network/address-record';
import type { ChainStatus, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { Session } from '#domain/peer-network/transport.port';
import { hashFromBytes } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { accepted, refused } from '#domain/primitives/result';
import type { Transaction } from '#domain/transaction/transaction';
import { buildChain } from '../build-block.ts';
import { buildHeaders } from '../build-headers.ts';
import { RecordingHandlers } from '../tcp/recording-handlers.ts';
import { testTransfer } from '../transfer.ts';
import type { Attack, Target } from './attack.ts';

const TIMEOUT_MS = 8_000;
const HOLD_MS = 10_000;
const LONG_CHAIN_HEADERS = 2_000;
const SHORT_CHAIN_BLOCKS = 20;
const INVENTORIES = 20;
const IDS = 1_000;
const SPAM_TRANSACTIONS = 40;
const ADDRESS_RECORDS = 30;
/** Of keys that nobody gave a coin. */
const FIRST_PENNILESS_KEY = 9_000;

interface Attacker {
  readonly session: Session;
  readonly identity: NodeIdentity;
  readonly target: Target;
}

interface Conduct {
  status(target: Target): ChainStatus;
  /** What it says its chain is; none when absent. Their bodies never come. */
  headers?(target: Target): readonly Header[];
  /** By default nothing else is served. */
  answer?(command: RequestCommand, target: Target): Promise<object | undefined>;
  /** By default it waits for what becomes of it. */
  act?(attacker: Attacker): Promise<void>;
  /** How long it stays when it is not thrown out. */
  readonly holdMs: number;
}

let longChain: readonly Header[] | undefined;
let shortChain: readonly Header[] | undefined;
let spam: readonly Transaction[] | undefined;

const modest = ({ network }: Target): ChainStatus => ({ height: 0, tipHash: network.genesisHash, totalWork: 2n });
const boastful = (): ChainStatus => ({
  height: 1_000_000,
  tipHash: hashFromBytes(randomBytes(32)),
  totalWork: 1n << 60n,
});
/** Many headers with all their work, and no body to any of them. */
const bodiless = ({ network }: Target): readonly Header[] => {
  longChain ??= buildHeaders(network, LONG_CHAIN_HEADERS);
  return longChain;
};
/** A chain of valid blocks that nobody will ever want. */
const useless = ({ network }: Target): readonly Header[] => {
  shortChain ??= buildChain(network, SHORT_CHAIN_BLOCKS).blocks.map(({ header }) => header);
  return shortChain;
};
const broken = (): readonly Header[] => [new Header(randomBytes(80))];

/** What is said by somebody who speaks the protocol well and means ill; each try comes with a new identity. */
export const PROTOCOL_ATTACKS: readonly Attack[] = [
  attack('headers without bodies', { status: boastful, headers: bodiless, holdMs: HOLD_MS }),
  attack('a low-work chain', { status: boastful, headers: useless, holdMs: HOLD_MS }),
  attack('headers that are none', { status: boastful, headers: broken, holdMs: HOLD_MS }),
  attack('blocks without work', {
    status: modest,
    act: async ({ session }) => {
      const [reward, salt] = [new Uint8Array(68), new Uint8Array(8)];
      await session.request('BRCHEESE', { header: randomBytes(80), reward, salt, shortIds: [] }, TIMEOUT_MS);
    },
    holdMs: 2_000,
  }),
  attack('an inventory flood', {
    status: modest,
    answer: async (command) => (command === 'GETDATA' ? { command: 'DATA', transactions: [] } : undefined),
    act: async ({ session }) => {
      const ids = () => Array.from({ length: IDS }, () => hashFromBytes(randomBytes(32)));
      for (let i = 0; i < INVENTORIES; i++) await session.request('BRTRANSACTION', { ids: ids() }, TIMEOUT_MS);
    },
    holdMs: 500,
  }),
  attack('transaction spam', {
    status: modest,
    answer: async (command, target) =>
      command === 'GETDATA' ? { command: 'DATA', transactions: spamOf(target).map(({ bytes }) => bytes) } : undefined,
    act: async ({ session, target }) => {
      await session.request('BRTRANSACTION', { ids: spamOf(target).map(({ id }) => id) }, TIMEOUT_MS);
    },
    holdMs: 2_000,
  }),
  attack('transactions with changed signatures', {
    status: modest,
    answer: async (command, target) =>
      command === 'GETDATA' ? { command: 'DATA', transactions: spamOf(target).map(changed) } : undefined,
    act: async ({ session, target }) => {
      await session.request('BRTRANSACTION', { ids: spamOf(target).map(({ id }) => id) }, TIMEOUT_MS);
    },
    holdMs: 2_000,
  }),
  attack('an address flood', {
    status: modest,
    act: async ({ session, identity, target }) => {
      const now = Math.floor(Date.now() / 1_000);
      for (let i = 0; i < ADDRESS_RECORDS; i++) {
        const endpoint = { host: `198.51.100.${i}`, port: 9_009 };
        const record = signAddressRecord(nodeSignerOf(identity), target.network.genesisHash, endpoint, now + i);
        session.send('ADDRESSES', { records: [record] });
      }
    },
    holdMs: 500,
  }),
];

function attack(name: string, conduct: Conduct): Attack {
  return { name, attackers: 1, pauseMs: 100, once: (target) => live(target, conduct) };
}

/** One life of an attacker: why its session ended, or how far the target followed it. */
async function live(target: Target, conduct: Conduct): Promise<string> {
  const identity = generateNodeIdentity();
  const { genesisHash } = target.network;
  const transport = new TcpTransport({ identity, genesisHash, log: SILENT_LOG });
  const handlers = new RecordingHandlers();
  const headers = conduct.headers?.(target) ?? [];
  handlers.answer = async (command) => {
    if (command === 'HCK') return accepted({ command: 'HCKACK', ...conduct.status(target) });
    if (command === 'GETHEADERS' && headers.length > 0) {
      return accepted({ command: 'HEADERS', headers: headers.map(({ bytes }) => bytes) });
    }
    const answer = await conduct.answer?.(command, target);
    if (answer !== undefined) return accepted(answer as never);
    return command === 'GETCHAIN' ? new Promise(() => undefined) : refused({ code: 'command-not-served' });
  };
  await transport.start(handlers);
  try {
    const dialled = await transport.dial(target.endpoint, undefined);
    if (!dialled.ok) return 'not welcome';
    const session = dialled.value;
    const [ticket, joinProof] = [new Uint8Array(0), new Uint8Array(0)];
    const greeting = { agent: 'attacker', listen: { host: '', port: 0 }, status: conduct.status(target) };
    const welcome = await session.request('PCONNECT', { ...greeting, ticket, joinProof }, TIMEOUT_MS);
    if (!welcome.ok) return 'not welcome';
    await conduct.act?.({ session, identity, target });
    const end = performance.now() + conduct.holdMs;
    while (handlers.closings.length === 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return handlers.closings[0]?.reason.replace('closed-by-peer: ', '') ?? tolerated(handlers, headers);
  } finally {
    await transport.close();
  }
}

/** Bodies of other chains are asked of everybody who boasts, so only those of its own count. */
function tolerated({ requests }: RecordingHandlers, headers: readonly Header[]): string {
  const own = new Set(headers.map(({ hash }) => hash));
  const isAskedFor = (request: unknown): boolean =>
    (request as RequestOf<'GETCHAIN'>).hashes.some((hash) => own.has(hash));
  if (requests.some(({ command, request }) => command === 'GETCHAIN' && isAskedFor(request))) return 'asked for bodies';
  return requests.some(({ command }) => command === 'GETHEADERS') ? 'asked for headers' : 'tolerated';
}

function spamOf({ network }: Target): readonly Transaction[] {
  spam ??= Array.from({ length: SPAM_TRANSACTIONS }, (_, i) =>
    testTransfer(network, { from: FIRST_PENNILESS_KEY + i, to: 1, nonce: 0, fee: 1_000_000 }),
  );
  return spam;
}

function changed({ bytes }: Transaction): Uint8Array {
  const copy = bytes.slice();
  copy[copy.length - 1] = (copy[copy.length - 1] as number) ^ 1;
  return copy;
}
