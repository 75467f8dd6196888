import { type Frame, FrameFlag } from '#adapters/tcp/frame';
import { codeCodec } from '#adapters/wire/plain.messages';
import {
  commandOf,
  isOneWayCommand,
  isRequestCommand,
  REQUEST_CODECS,
  RESPONSE_CODECS,
  RESPONSES,
} from '#adapters/wire/protocol';
import type { Block } from '#domain/block/block';
import { HEADER_BYTES } from '#domain/block/header';
import { COMMANDS } from '#domain/peer-network/commands';
import { toAnnouncement } from '#domain/peer-network/compact-block';
import type { RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { Peer } from '#domain/peer-network/peer';
import { ZERO_HASH } from '#domain/primitives/hash';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import type { Transaction } from '#domain/transaction/transaction';
import { RawLine } from '#test/attackers/raw-line';
import { startTcpNode, type TcpNode } from '#test/tcp/tcp-node';
import { TransferChain } from '#test/transfer-chain';
import { until } from '#test/until';

const BLOCK_TRANSFERS = 800;
const OPEN_TRANSFERS = 40;
const OTHERS = 3;
/** Everybody has said what there is to say when nothing went out for this long: more than any trickle waits. */
const QUIET_MS = 400;
const FRAME_HEADER_BYTES = 10;
/** Length and tag of a Noise message, which is one for every frame at most. */
const SEAL_BYTES = 18;
/** A health check may fall into any measurement: one of its own, and the answer to it is not there. */
const HEALTH_CHECK_BYTES = FRAME_HEADER_BYTES + 68 + SEAL_BYTES;
/** What an answer, an error above all, may be longer than its request without more ado. */
const SMALL_RATIO = 4;

interface Cost {
  readonly in: number;
  readonly toAsker: number;
  readonly toOthers: number;
  /** Of the budget for long answers. */
  readonly charged: number;
}

/** A verifier that finds everything right: this is about bytes. */
const everythingIsRight: SignatureVerifier = {
  description: 'none',
  verify: async (checks) => checks.map(() => true),
  close: async () => undefined,
};

describe('what one byte that comes in makes a peer send', () => {
  const chain = new TransferChain(1_000);
  let target: TcpNode;
  let block: Block;
  let asker: RawLine;
  const others: RawLine[] = [];

  beforeAll(async () => {
    target = await startTcpNode(chain.network, { seed: 1, verifier: everythingIsRight });
    block = chain.block(BLOCK_TRANSFERS);
    await target.node.chain.acceptAll([block], 'normal');
    const open = chain.transfers(OPEN_TRANSFERS);
    for (const { bytes } of open) await target.node.transactions.submit(bytes, 'own');
    asker = await line();
    for (let i = 0; i < OTHERS; i++) others.push(await line());
    await quiet();
  }, 60_000);

  afterAll(async () => {
    for (const each of [asker, ...others]) each.socket.destroy();
    await target.node.stop();
  });

  const line = async (): Promise<RawLine> => {
    const { endpoint } = target;
    const greeted = await RawLine.greeted({ endpoint, network: chain.network });
    if (greeted === undefined) throw new Error('it was not welcome');
    return greeted;
  };
  const peerOf = ({ peerId }: RawLine): Peer => target.node.peers.roster.get(peerId) as Peer;
  const sentTo = (...lines: RawLine[]) => lines.reduce((sum, each) => sum + peerOf(each).session.bytesOut, 0);
  const quiet = async (): Promise<void> => {
    for (let before = -1; before !== sentTo(asker, ...others); ) {
      before = sentTo(asker, ...others);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  };

  /** Says it, and counts the bytes of everything that goes out for it. */
  const costOf = async (...frames: Frame[]): Promise<Cost> => {
    const { session, budget } = peerOf(asker);
    const { answerBytes } = budget;
    let charged = 0;
    const charge = answerBytes.charge.bind(answerBytes);
    answerBytes.charge = (amount) => {
      charged += amount;
      charge(amount);
    };
    const [toAsker, toOthers, heard] = [sentTo(asker), sentTo(...others), session.bytesIn];
    asker.send(...frames);
    await until(() => session.bytesIn > heard);
    await quiet();
    answerBytes.charge = charge;
    return {
      in: session.bytesIn - heard,
      toAsker: sentTo(asker) - toAsker,
      toOthers: sentTo(...others) - toOthers,
      charged,
    };
  };

  /** The request of each command that gets the most for its bytes, and whether its answer counts against a budget. */
  const GREEDIEST: { readonly [C in RequestCommand]: () => RequestOf<C> } = {
    PCONNECT: () => ({
      agent: '',
      listen: { host: '', port: 0 },
      status: { height: 0, tipHash: ZERO_HASH, totalWork: 0n },
      ticket: new Uint8Array(0),
      joinProof: new Uint8Array(0),
    }),
    HCK: () => ({ height: 0, tipHash: ZERO_HASH, totalWork: 0n }),
    PLREQ: () => ({}),
    GETCHAIN: () => ({ hashes: new Array(32).fill(block.hash) }),
    GETHEADERS: () => ({ locator: [], stop: ZERO_HASH }),
    BRCHEESE: () => toAnnouncement(chain.block(0), new Uint8Array(8)),
    GETBLOCKTRANSACTIONS: () => ({
      blockHash: block.hash,
      indexes: Array.from({ length: BLOCK_TRANSFERS }, (_, index) => index),
    }),
    BRTRANSACTION: () => ({ ids: block.transactions.map(({ id }) => id).slice(0, 500) }),
    GETOPENTRANSACTIONS: () => ({}),
    GETDATA: () => ({ ids: new Array(1_000).fill([...target.node.mempool.view.all()][0]?.id ?? ZERO_HASH) }),
  };
  const COUNTED: readonly RequestCommand[] = [
    'GETCHAIN',
    'GETHEADERS',
    'GETBLOCKTRANSACTIONS',
    'GETOPENTRANSACTIONS',
    'GETDATA',
  ];

  it.each(Object.keys(GREEDIEST) as RequestCommand[])(
    'for %s: one answer within its cap, and within a budget when it is long',
    async (command) => {
      const codec = REQUEST_CODECS[command] as { encode(request: unknown): Uint8Array };
      const payload = codec.encode(GREEDIEST[command]());
      const nth = 1_000 + COMMANDS[command];
      const cost = await costOf({ command: COMMANDS[command], flags: FrameFlag.request, correlation: nth, payload });
      const answers = asker.frames.filter(
        ({ flags, correlation }) => flags !== FrameFlag.request && correlation === nth,
      );
      expect(answers.map(({ flags }) => flags)).toEqual([
        command === 'PCONNECT' ? FrameFlag.error : FrameFlag.response,
      ]);
      const cap = Math.max(...RESPONSES[command].map((answer) => RESPONSE_CODECS[answer].maxBytes));
      // What the answer is cut into, and a question of the peer's own: for what it lacks of a block, or was offered.
      const framing = (cap / 65_519 + 2) * (FRAME_HEADER_BYTES + SEAL_BYTES) + HEALTH_CHECK_BYTES;
      expect(cost.toAsker).toBeLessThanOrEqual(cap + framing + cost.in);
      const isLong = cost.toAsker > SMALL_RATIO * cost.in + HEALTH_CHECK_BYTES;
      if (COUNTED.includes(command)) {
        expect(cost.charged).toBeGreaterThanOrEqual(0.9 * (cost.toAsker - framing));
      } else {
        expect([command, isLong && command !== 'PLREQ']).toEqual([command, false]);
      }
      // A block goes on once to each of the others; nothing else that is asked does.
      const perOther = command === 'BRCHEESE' ? 3 * cost.in : HEALTH_CHECK_BYTES;
      expect(cost.toOthers).toBeLessThanOrEqual(OTHERS * perOther);
      if (command === 'BRCHEESE') expect(cost.toOthers).toBeGreaterThan(OTHERS * HEADER_BYTES);
    },
    60_000,
  );

  it('for a transaction that was asked for: 32 bytes and a frame to each of the others, once', async () => {
    const teller = await line();
    const [{ id, bytes }] = chain.transfers(1) as [Transaction];
    const ids = REQUEST_CODECS.BRTRANSACTION.encode({ ids: [id] });
    teller.send({ command: COMMANDS.BRTRANSACTION, flags: FrameFlag.request, correlation: 2, payload: ids });
    const question = () => teller.frames.find(({ command }) => command === COMMANDS.GETDATA);
    await until(() => question() !== undefined);
    await quiet();
    const before = sentTo(...others);
    const payload = RESPONSE_CODECS.DATA.encode({ transactions: [bytes] });
    const correlation = question()?.correlation as number;
    teller.send({ command: COMMANDS.DATA, flags: FrameFlag.response, correlation, payload });
    await until(() => target.node.mempool.view.has(id));
    await quiet();
    teller.socket.destroy();
    const inventoryBytes = FRAME_HEADER_BYTES + 4 + 32 + SEAL_BYTES;
    expect(sentTo(...others) - before).toBeGreaterThanOrEqual(OTHERS * inventoryBytes);
    expect(sentTo(...others) - before).toBeLessThanOrEqual(OTHERS * (inventoryBytes + HEALTH_CHECK_BYTES));
  }, 60_000);

  it('for answers, errors and messages: nothing; for requests that are none: one error each', async () => {
    const payload = codeCodec.encode({ code: 'whatever' });
    const numbers = [...Object.values(COMMANDS), 13, 200];
    const unasked = numbers.flatMap((command) =>
      [FrameFlag.response, FrameFlag.error].map((flags) => ({ command, flags, correlation: 1_000, payload })),
    );
    const isOneWay = (command: number) => isOneWayCommand(commandOf(command) ?? 'HCK');
    const messages = numbers
      .filter((command) => !isOneWay(command))
      .map((command) => ({ command, flags: FrameFlag.oneWay, correlation: 0, payload }));
    const silent = await costOf(...unasked, ...messages);
    expect(silent.charged).toBe(0);
    expect(silent.toAsker + silent.toOthers).toBeLessThanOrEqual((1 + OTHERS) * HEALTH_CHECK_BYTES);
    const requests = numbers
      .filter((command) => !isRequestCommand(commandOf(command) ?? 'HEADERS'))
      .map((command) => ({ command, flags: FrameFlag.request, correlation: 1_000 + command, payload }));
    const framesBefore = asker.frames.length;
    const cost = await costOf(...requests);
    const errors = asker.frames.slice(framesBefore).filter(({ flags }) => flags === FrameFlag.error);
    expect(errors.map(({ command }) => command)).toEqual(requests.map(({ command }) => command));
    expect(cost.toAsker).toBeLessThanOrEqual(SMALL_RATIO * cost.in + HEALTH_CHECK_BYTES);
  }, 60_000);
});
